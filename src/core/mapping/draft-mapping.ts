/** What is decided of a mapping before any question is answered: each VM by itself, what VMs share, and whether there is a question. */
import type { AccountQuotas } from '../../model/account-quotas.ts'
import type { DayConversion } from '../../model/compatibility.ts'
import type { MappingPolicy, RecoveryModel } from '../../model/config.ts'
import type { Catalogue } from '../../model/dr-component.ts'
import type { Demand } from '../../model/forecast.ts'
import type { ScopedVm } from '../../model/scoped-vm.ts'
import type { Quota } from '../../model/shared-limit.ts'
import type { Site } from '../../model/site.ts'
import type { RecoveryService } from '../../model/target.ts'
import { compareText } from '../../model/text-order.ts'
import { assertRegion } from './region.ts'
import { chooseFor, type VmChoice } from './map-vm.ts'
import { openRules } from './open-rules.ts'
import type { Rules } from './choose.ts'
import { planApart, type Apart } from './shared/keep-apart.ts'
import { sharedLimits, type SharedLimit } from './shared/limits.ts'
import { questionOf } from './shared/pose.ts'
import type { Question } from './shared/question.ts'
import type { Kept } from './value.ts'

export interface MapSiteInput {
  readonly vms: readonly ScopedVm[]
  /** By VM id. */
  readonly demands: ReadonlyMap<string, Demand>
  readonly catalogue: Catalogue
  /** Of the recovery site. */
  readonly region: string
  readonly policy: MappingPolicy
  readonly recovery: RecoveryModel
  readonly site: Pick<Site, 'network' | 'region'>
  /** Of the platform. */
  readonly quotas: readonly Quota[]
  /** As read from the account at the recovery site; absent = nobody has. */
  readonly accountQuotas?: AccountQuotas | null
  /** Of the platform; absent = what is asked of it is not looked at. */
  readonly recoveryService?: RecoveryService
  readonly zones: { readonly perRegion: number; readonly ofSubnets: boolean }
  /** What the platform does on the day to machines of another one; absent = nothing. */
  readonly dayConversions?: readonly DayConversion[]
  /** What VMs had in an earlier plan, by VM id; empty without one. */
  readonly kept: ReadonlyMap<string, Kept>
}

/** What is decided before the question is answered. */
export interface DraftMapping {
  readonly input: MapSiteInput
  readonly rules: Rules
  readonly limits: readonly SharedLimit[]
  readonly apart: Apart
  /** In the order of VM ids. */
  readonly choices: readonly VmChoice[]
  /** Null: what is best for each VM is best for all. */
  readonly question: Question | null
}

/** Throws InputError `config.region-unknown`, and `catalogue.damaged` when a service that a strategy needs has no price. */
export function draftMapping(input: MapSiteInput, deadlines: Rules['deadlines'] = new Map()): DraftMapping {
  const { catalogue, region, policy } = input
  assertRegion(catalogue, region)
  const rules = { ...openRules(input), deadlines }
  const scoped = input.vms.toSorted((a, b) => compareText(a.vm.id, b.vm.id))
  const choices = scoped.map((one) => chooseFor(one, input.demands.get(one.vm.id), rules))
  const { quotas, accountQuotas = null, site } = input
  const limits = sharedLimits({ policy, quotas, accountQuotas, site, currency: catalogue.currency })
  const apart = planApart(scoped, { policy, zones: input.zones, site: input.site })
  return {
    input,
    rules,
    limits,
    apart,
    choices,
    question: questionOf({ scoped, choices, limits, apart, rules, zones: input.zones.perRegion }),
  }
}
