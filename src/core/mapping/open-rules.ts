/** The rules that options are made and judged by, from the inputs of a mapping. */
import type { DayConversion } from '../../model/compatibility.ts'
import type { MappingPolicy, RecoveryModel } from '../../model/config.ts'
import type { Catalogue } from '../../model/dr-component.ts'
import { strategies } from '../../model/tier.ts'
import type { Rules } from './choose.ts'
import { openMarket } from './market.ts'
import { isPriced } from './service-price.ts'
import type { Site } from '../../model/site.ts'
import { openTerms } from './terms.ts'
import type { Kept } from './value.ts'

interface RuleInput {
  readonly catalogue: Catalogue
  readonly region: string
  readonly policy: MappingPolicy
  readonly recovery: RecoveryModel
  readonly kept: ReadonlyMap<string, Kept>
  readonly site: Pick<Site, 'network' | 'region'>
  /** Of the target; absent = none. */
  readonly dayConversions?: readonly DayConversion[]
}

export const openRules = ({
  catalogue,
  region,
  policy,
  recovery,
  kept,
  site,
  dayConversions = [],
}: RuleInput): Rules => ({
  market: openMarket(catalogue, { region, hoursPerMonth: policy.hoursPerMonth, primaryRegion: site.region }),
  policy,
  recovery,
  dayConversions,
  target: catalogue.target,
  priced: strategies.filter((strategy) => isPriced(strategy, catalogue, region)),
  kept,
  deadlines: new Map(),
  termsOf: openTerms(policy, site),
})
