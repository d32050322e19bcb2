/** The limits that VMs share, from the platform's quotas and drplan.yaml, and how much an option takes of each. */
import type { AccountQuotas } from '../../../model/account-quotas.ts'
import { glob } from '../../../model/glob.ts'
import { matches } from '../../../model/match.ts'
import type { MappingPolicy, SharedLimitConfig } from '../../../model/config.ts'
import type { DrComponent } from '../../../model/dr-component.ts'
import type { ScopedVm } from '../../../model/scoped-vm.ts'
import { measureUnits, type Quota } from '../../../model/shared-limit.ts'
import type { Site } from '../../../model/site.ts'
import { readQuotas, type Room } from './account-quotas.ts'
import { countIn, isFixed, isOfComponent } from './counted.ts'
import type { Taking } from './peak.ts'

/** An option with the money it takes. */
interface Paid extends Taking {
  readonly standbyPerMonth: number
}

export interface SharedLimit {
  readonly id: string
  readonly name: string
  readonly unit: string
  /** Null = nobody has said; then it is only added up. */
  readonly most: number | null
  /** What others use already, which `most` is without; null = not known, or not asked. */
  readonly used: number | null
  readonly initially: number | null
  readonly source: string | null
  /** Does nothing of it depend on which option is taken? */
  readonly fixed: boolean
  /** Is `most` what a new account has, for want of a statement? */
  readonly assumed: boolean
  /** Did a person state it? Then it is shown even where nothing is taken of it. */
  readonly stated: boolean
  /** Does it depend on the component, and not on strategy and disks alone? */
  readonly ofComponent: boolean
  amountOf(option: Paid, scoped: ScopedVm): number
}

export interface LimitInput {
  readonly policy: Pick<MappingPolicy, 'quotas' | 'limits' | 'budgetPerMonth'>
  readonly quotas: readonly Quota[]
  /** As read from the account; absent = nobody has. */
  readonly accountQuotas?: AccountQuotas | null
  readonly site: Pick<Site, 'network'>
  readonly currency: string
}

/** The platform's quotas, then those that drplan.yaml states, then the budget. */
export function sharedLimits({
  policy,
  quotas,
  accountQuotas = null,
  site,
  currency,
}: LimitInput): readonly SharedLimit[] {
  const read = readQuotas(accountQuotas)
  return [
    ...quotas.map((quota) => quotaLimit(quota, mostOf(quota, { quotas, stated: policy.quotas, read }))),
    ...policy.limits.map((limit) => statedLimit(limit, site)),
    ...(policy.budgetPerMonth === null ? [] : [budget(policy.budgetPerMonth, currency)]),
  ]
}

interface Most extends Room {
  readonly initially: number | null
  readonly assumed: boolean
  readonly stated: boolean
}

interface Known {
  readonly quotas: readonly Quota[]
  readonly stated: MappingPolicy['quotas']
  /** By the id of the quota. */
  readonly read: ReadonlyMap<string, Room>
}

/**
 * What a person states counts before what was read. Who states or reads some quotas of a kind leaves the others of it
 * as they are in a new account: else VMs would be moved to where nobody has looked.
 */
function mostOf({ id, of, initially, source, asOf }: Quota, { quotas, stated, read }: Known): Most {
  const own = stated[id]
  const nothing = { used: null, initially, assumed: false, stated: false }
  if (own !== undefined) return { ...nothing, most: own, source: 'mapping.quotas', stated: true }
  const room = read.get(id)
  // Without end, it is of no interest what a new account has.
  if (room) return { ...nothing, ...room, initially: room.most === null ? null : initially }
  const isLooked = quotas.some((other) => other.of === of && (stated[other.id] !== undefined || read.has(other.id)))
  if (isLooked && initially !== null) {
    const how = read.size > 0 ? 'neither stated nor read' : 'not stated'
    return { ...nothing, most: initially, source: `${how}: as in a new account`, assumed: true }
  }
  return { ...nothing, most: null, source: `${source} (${asOf})` }
}

function quotaLimit({ id, name, of, covers }: Quota, most: Most): SharedLimit {
  const counted = {
    of,
    component: (component: DrComponent) => covers({ component }),
    diskClass: (diskClass: string) => covers({ diskClass }),
  }
  return {
    id,
    name,
    unit: measureUnits[of],
    ...most,
    fixed: isFixed(of),
    ofComponent: isOfComponent(of),
    amountOf: (option, { vm }) => countIn(counted, option, vm),
  }
}

function statedLimit(
  { name, of, most, components, match, source }: SharedLimitConfig,
  site: LimitInput['site'],
): SharedLimit {
  const isOne = (id: string): boolean => !components || components.some((pattern) => glob(pattern, id))
  const counted = { of, component: ({ id }: DrComponent) => isOne(id), diskClass: isOne }
  // Asked for every option of every VM, and the same for all of them.
  const known = new Map<string, boolean>()
  const counts = ({ vm, application }: ScopedVm): boolean => {
    const before = known.get(vm.id)
    if (before !== undefined) return before
    const answer = !match || matches(match, { ...vm, application }, site)
    known.set(vm.id, answer)
    return answer
  }
  return {
    id: name,
    name,
    unit: measureUnits[of],
    most,
    used: null,
    initially: null,
    source: source ?? 'mapping.limits',
    assumed: false,
    stated: true,
    fixed: isFixed(of) && !components,
    ofComponent: isOfComponent(of),
    amountOf: (option, scoped) => (counts(scoped) ? countIn(counted, option, scoped.vm) : 0),
  }
}

const budget = (most: number, currency: string): SharedLimit => ({
  id: 'budget',
  name: 'Budget while the primary site is well',
  unit: `${currency} a month`,
  most,
  used: null,
  initially: null,
  source: 'mapping.budgetPerMonth',
  assumed: false,
  stated: true,
  fixed: false,
  ofComponent: false,
  amountOf: ({ standbyPerMonth }) => standbyPerMonth,
})
