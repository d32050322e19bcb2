/** When the first copies of a site are done over the link of the settings, and the link that is done by a date. */
import type { Finding } from '../../model/finding.ts'
import type { SeedingAnswer, SeedingPlan } from '../../model/seeding.ts'
import { linkSharesOf } from './churn-trace.ts'
import { churnUnknownFindings, seedingFindings, settingFindings, sizeUnknownFinding } from './findings.ts'
import { copiedGiB, namesOf, tracesOf, type ReplicationInputs } from './replicate.ts'
import { planSeeding } from './seeding.ts'
import { HOURS_PER_DAY, type SeedVm, type SeedingLink } from './seeding-link.ts'

const SECONDS_PER_HOUR = 3600
const MIB = 2 ** 20
const GIB = 2 ** 30
/** The link that is needed is too wide by this share of itself at most. */
const LINK_TOLERANCE = 1e-3
/** Past 2^20 times the first guess no link is in time: it is the rate of one VM, or hours without a link. */
const MOST_DOUBLINGS = 20

interface SeedingWish {
  /** Epoch milliseconds UTC of the first byte. */
  readonly startMs: number
  /** Epoch milliseconds UTC; null = whenever it is. */
  readonly finishByMs: number | null
}

/** @throws InputError `replication.grid-invalid` */
export function seedSite(
  inputs: ReplicationInputs,
  { startMs, finishByMs }: SeedingWish,
): { readonly answer: SeedingAnswer; readonly findings: readonly Finding[] } {
  const { settings, replicated } = inputs
  const { traces } = tracesOf(inputs)
  const { linkMiBps } = settings
  const seeds = seedsOf(inputs, traces)
  const plan = linkMiBps === null ? null : planSeeding(seeds, linkOf(inputs, startMs, linkMiBps))
  const nameOf = namesOf(replicated)
  const known = new Set(traces.map(({ vmId }) => vmId))
  const unknownVms = replicated.map(({ vm }) => vm.id).filter((id) => !known.has(id))
  return {
    answer: {
      plan,
      finishBy: finishByMs === null ? null : new Date(finishByMs).toISOString(),
      neededMiBps:
        finishByMs === null ? null : linkUntil(finishByMs, (link) => planSeeding(seeds, linkOf(inputs, startMs, link))),
      linkMiBps,
      leftOut: replicated
        .map(({ vm }) => vm.id)
        .filter((id) => !seeds.some(({ vmId }) => vmId === id))
        .sort(),
    },
    findings: [
      ...settingFindings(settings),
      ...churnUnknownFindings(unknownVms, nameOf),
      ...(plan ? seedingFindings(plan, nameOf) : []),
      ...replicated.filter(({ vm }) => copiedGiB(vm) === null).map(({ vm }) => sizeUnknownFinding(vm.id, nameOf)),
    ],
  }
}

function seedsOf({ replicated }: ReplicationInputs, traces: ReturnType<typeof tracesOf>['traces']): readonly SeedVm[] {
  const vms = new Map(replicated.map(({ vm }) => [vm.id, vm]))
  return traces.flatMap(({ vmId, tierId, priority, compression, bytesPerSecond }) => {
    const vm = vms.get(vmId)
    const sizeGiB = vm ? copiedGiB(vm) : null
    const churnBytesPerSecond = bytesPerSecond.reduce((sum, rate) => sum + rate, 0) / bytesPerSecond.length
    return sizeGiB === null
      ? []
      : [{ vmId, tierId, priority, bytes: (sizeGiB * GIB) / compression, churnBytesPerSecond }]
  })
}

function linkOf({ settings }: ReplicationInputs, startMs: number, linkMiBps: number): SeedingLink {
  const { linkShare, parallel, vmMiBps } = settings.seeding
  const midnight = { startMs: 0, stepSeconds: SECONDS_PER_HOUR, steps: HOURS_PER_DAY }
  return {
    startMs,
    bytesPerSecondByHour: [...linkSharesOf(midnight, settings)].map((share) => share * linkShare * linkMiBps * MIB),
    parallel: parallel ?? Infinity,
    vmBytesPerSecond: vmMiBps === null ? Infinity : vmMiBps * MIB,
  }
}

/** MiB/s of the smallest link over which every VM is there in time; null where none is. */
function linkUntil(finishByMs: number, planOver: (linkMiBps: number) => SeedingPlan): number | null {
  const isInTime = (link: number): boolean => {
    const { never, finish } = planOver(link)
    return never.length === 0 && (finish === null || Date.parse(finish) <= finishByMs)
  }
  let high = 1
  for (let doubling = 0; !isInTime(high); doubling += 1) {
    if (doubling === MOST_DOUBLINGS) return null
    high *= 2
  }
  let low = high > 1 ? high / 2 : 0
  while (high - low > LINK_TOLERANCE * high && high > LINK_TOLERANCE) {
    const middle = (low + high) / 2
    if (isInTime(middle)) high = middle
    else low = middle
  }
  return high
}
