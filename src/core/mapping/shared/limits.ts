/** The limits that VMs share, from the platform's quotas and drplan.yaml, and how much an option takes of each. */
import { glob } from '../../../model/glob.ts'
import { matches } from '../../../model/match.ts'
import type { MappingPolicy, SharedLimitConfig } from '../../../model/config.ts'
import type { DrComponent } from '../../../model/dr-component.ts'
import type { MappedDisk } from '../../../model/mapping.ts'
import type { ScopedVm } from '../../../model/scoped-vm.ts'
import { measureUnits, type Measure, type Quota } from '../../../model/shared-limit.ts'
import type { Site, Vm } from '../../../model/site.ts'
import { machinesAtPeak, volumesAtPeak, type Taking } from './peak.ts'

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
  readonly initially: number | null
  readonly source: string | null
  /** Does nothing of it depend on which option is taken? */
  readonly fixed: boolean
  /** Is `most` what a new account has, for want of a statement? */
  readonly assumed: boolean
  /** Does it depend on the component, and not on strategy and disks alone? */
  readonly ofComponent: boolean
  amountOf(option: Paid, scoped: ScopedVm): number
}

export interface LimitInput {
  readonly policy: Pick<MappingPolicy, 'quotas' | 'limits' | 'budgetPerMonth'>
  readonly quotas: readonly Quota[]
  readonly site: Pick<Site, 'network'>
  readonly currency: string
}

/** The platform's quotas, then those that drplan.yaml states, then the budget. */
export function sharedLimits({ policy, quotas, site, currency }: LimitInput): readonly SharedLimit[] {
  return [
    ...quotas.map((quota) => quotaLimit(quota, mostOf(quota, { quotas, stated: policy.quotas }))),
    ...policy.limits.map((limit) => statedLimit(limit, site)),
    ...(policy.budgetPerMonth === null ? [] : [budget(policy.budgetPerMonth, currency)]),
  ]
}

/** What a limit counts, and how a machine or disk class is told to count. */
interface Counted {
  readonly of: Measure
  component(component: DrComponent): boolean
  diskClass(id: string): boolean
}

interface Most {
  readonly most: number | null
  readonly source: string
  readonly assumed: boolean
}

/**
 * Who states some quotas of a kind leaves the others of it as they are in a new account: else VMs would be moved to
 * where nobody has looked.
 */
function mostOf(
  { id, of, initially, source, asOf }: Quota,
  { quotas, stated }: { readonly quotas: readonly Quota[]; readonly stated: MappingPolicy['quotas'] },
): Most {
  const own = stated[id]
  if (own !== undefined) return { most: own, source: 'mapping.quotas', assumed: false }
  const isLooked = quotas.some((other) => other.of === of && stated[other.id] !== undefined)
  if (isLooked && initially !== null)
    return { most: initially, source: 'not stated: as in a new account', assumed: true }
  return { most: null, source: `${source} (${asOf})`, assumed: false }
}

function quotaLimit({ id, name, of, covers, initially }: Quota, { most, source, assumed }: Most): SharedLimit {
  const counted = {
    of,
    component: (component: DrComponent) => covers({ component }),
    diskClass: (diskClass: string) => covers({ diskClass }),
  }
  return {
    id,
    name,
    unit: measureUnits[of],
    most,
    initially,
    source,
    assumed,
    fixed: isFixed(of),
    ofComponent: ofComponents.has(of),
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
    initially: null,
    source: source ?? 'mapping.limits',
    assumed: false,
    fixed: isFixed(of) && !components,
    ofComponent: ofComponents.has(of),
    amountOf: (option, scoped) => (counts(scoped) ? countIn(counted, option, scoped.vm) : 0),
  }
}

const budget = (most: number, currency: string): SharedLimit => ({
  id: 'budget',
  name: 'Budget while the primary site is well',
  unit: `${currency} a month`,
  most,
  initially: null,
  source: 'mapping.budgetPerMonth',
  assumed: false,
  fixed: false,
  ofComponent: false,
  amountOf: ({ standbyPerMonth }) => standbyPerMonth,
})

/** By measure: what of an option it counts. */
type Count = (counted: Counted, option: Taking, vm: Vm) => number

const ofMachines =
  (amount: (component: DrComponent) => number): Count =>
  (counted, option) =>
    sum(
      machinesAtPeak(option).filter((one) => counted.component(one)),
      amount,
    )

const ofVolumes =
  (amount: (volume: MappedDisk) => number): Count =>
  (counted, option) =>
    sum(
      volumesAtPeak(option).filter(({ classId }) => counted.diskClass(classId)),
      amount,
    )

const counts: Readonly<Record<Measure, Count>> = {
  vcpus: ofMachines(({ capacity }) => capacity.vcpus),
  'memory-gib': ofMachines(({ capacity }) => capacity.memoryGiB),
  vms: ofMachines(() => 1),
  accelerators: ofMachines(({ capacity }) => sum(capacity.accelerators, ({ count }) => count)),
  'volume-tib': ofVolumes(({ sizeGiB }) => sizeGiB / 1024),
  volumes: ofVolumes(() => 1),
  'replicated-vms': (_, { strategy }) => (strategy === 'pilot-light' ? 1 : 0),
  'network-interfaces': (counted, option, vm) => ofMachines(() => Math.max(1, vm.nics.length))(counted, option, vm),
  'public-addresses': (_, __, vm) => vm.nics.filter(({ hasPublicAddress }) => hasPublicAddress).length,
}

const countIn = (counted: Counted, option: Taking, vm: Vm): number => counts[counted.of](counted, option, vm)

const ofComponents: ReadonlySet<Measure> = new Set(['vcpus', 'memory-gib', 'vms', 'accelerators', 'network-interfaces'])

const isFixed = (of: Measure): boolean => of === 'public-addresses'

const sum = <T>(items: readonly T[], amount: (item: T) => number): number =>
  items.reduce((total, item) => total + amount(item), 0)
