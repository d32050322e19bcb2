/** The cheapest cadence of snapshots and logs of every planned VM, were it brought back from them. */
import { cadenceUnknowns } from '../../model/cadence.ts'
import type { CadenceQuestion, CadenceReport, TierCadence, VmCadence } from '../../model/cadence.ts'
import type { RecoveryModel } from '../../model/config.ts'
import { matches } from '../../model/match.ts'
import type { Grid } from '../../model/metric-series.ts'
import type { ScopedVm } from '../../model/scoped-vm.ts'
import { compareText } from '../../model/text-order.ts'
import { answerCadence } from './cadence-answer.ts'
import { copiedGiB, type ReplicationInputs } from './replicate.ts'

const GIB = 2 ** 30
const SECONDS_PER_HOUR = 3600
const BUSY_SHARE = 0.95

export interface CadenceInputs extends ReplicationInputs {
  readonly recovery: RecoveryModel
  readonly hoursPerMonth: number
  readonly currency: string
}

export function cadencesOf(inputs: CadenceInputs): CadenceReport {
  const byTier = [...inputs.replicated].sort(
    (a, b) => a.tier.priority - b.tier.priority || compareText(a.tier.id, b.tier.id) || compareText(a.vm.id, b.vm.id),
  )
  const vms = byTier.map((scoped) => cadenceOf(scoped, inputs))
  const isPriced = inputs.settings.cadence.prices !== null
  return {
    vms,
    tiers: [...Map.groupBy(vms, ({ tierId }) => tierId).values()].map((own) => tierOf(own, isPriced)),
    isPriced,
    currency: inputs.currency,
  }
}

function cadenceOf({ vm, tier }: ScopedVm, inputs: CadenceInputs): VmCadence {
  const { settings, grids, network } = inputs
  const { logShipping } = settings
  const sizeGiB = copiedGiB(vm)
  const churnGiBPerHour = busyHourGiB(grids.get(vm.id))
  const copyMiBps = copyRateOf(settings)
  const own = logShipping.classes.find(({ match }) => matches(match, vm, { network }))
  const replayMiBps = own?.replayMiBps ?? logShipping.replayMiBps
  const needed = { size: sizeGiB, writes: churnGiBPerHour, 'copy-rate': copyMiBps, 'replay-rate': replayMiBps }
  const { rtoMinutes, rpoMinutes } = tier
  return {
    vmId: vm.id,
    name: vm.name,
    tierId: tier.id,
    rtoMinutes,
    rpoMinutes,
    sizeGiB,
    churnGiBPerHour,
    unknown: cadenceUnknowns.filter((one) => needed[one] === null),
    answer:
      sizeGiB === null || churnGiBPerHour === null || copyMiBps === null
        ? null
        : answerOf({ sizeGiB, churnGiBPerHour, copyMiBps, rtoMinutes, rpoMinutes }, replayMiBps, inputs),
  }
}

const copyRateOf = ({ cadence, linkMiBps, reservedShare }: ReplicationInputs['settings']): number | null =>
  cadence.copyMiBps ?? (linkMiBps === null ? null : linkMiBps * (1 - reservedShare))

type Known = Pick<CadenceQuestion, 'sizeGiB' | 'churnGiBPerHour' | 'copyMiBps' | 'rtoMinutes' | 'rpoMinutes'>

/** Without a replay rate logs are no choice, and nothing is said of what they would need. */
function answerOf(
  known: Known,
  replayMiBps: number | null,
  { settings, ...inputs }: CadenceInputs,
): VmCadence['answer'] {
  const { cadence, logShipping } = settings
  const { recovery, hoursPerMonth } = inputs
  const answer = answerCadence({
    ...known,
    fixedMinutes: fixedMinutesOf(recovery),
    restoreMiBps: recovery.restoreMiBps,
    // No rhythm without logs looks at it.
    replayMiBps: replayMiBps ?? Number.MAX_SAFE_INTEGER,
    snapshotIntervals: [...(cadence.snapshotIntervals ?? recovery.backupIntervals)],
    logIntervals: replayMiBps === null ? [] : [...logShipping.intervals],
    takenEvery: replayMiBps === null ? [1] : [...cadence.takenEvery],
    missedSnapshots: cadence.missedSnapshots,
    keptDays: cadence.keptDays,
    hoursPerMonth,
    prices: cadence.prices ?? { perGiBMonth: 0, perSnapshot: 0, perSyntheticSnapshot: 0, perLog: 0 },
  })
  if (replayMiBps !== null) return answer
  return { ...answer, changes: answer.changes.filter(({ what }) => what !== 'replayMiBps' && what !== 'logMinutes') }
}

/** As the plan counts a recovery from backups, without the restore. */
const fixedMinutesOf = (recovery: RecoveryModel): number =>
  recovery.detectMinutes +
  recovery.declareMinutes +
  recovery.backupLaunchMinutes +
  recovery.bootMinutes +
  recovery.applicationStartMinutes +
  recovery.verifyMinutes +
  recovery.redirectMinutes

/** By nearest rank; null without a sample. */
function busyHourGiB(grid: Grid | undefined): number | null {
  const sorted = grid?.mean.filter((value) => !Number.isNaN(value)).toSorted()
  const rate = sorted?.[Math.max(0, Math.ceil(BUSY_SHARE * sorted.length) - 1)]
  return rate === undefined ? null : (rate * SECONDS_PER_HOUR) / GIB
}

function tierOf(vms: readonly VmCadence[], isPriced: boolean): TierCadence {
  const found = vms.flatMap(({ answer }) => answer?.cadence ?? [])
  const unknown = vms.filter(({ answer }) => answer === null).length
  const [first] = vms
  const shortest = (values: readonly (number | null)[]): number | null =>
    values.reduce((least, one) => (one === null ? least : Math.min(least ?? Infinity, one)), null)
  const sumOf = (amounts: readonly number[]): number => amounts.reduce((sum, one) => sum + one, 0)
  return {
    tierId: first?.tierId ?? '',
    rtoMinutes: first?.rtoMinutes ?? null,
    rpoMinutes: first?.rpoMinutes ?? null,
    vms: vms.length,
    kept: found.length,
    broken: vms.length - found.length - unknown,
    unknown,
    snapshotMinutes: shortest(found.map(({ snapshotMinutes }) => snapshotMinutes)),
    logMinutes: shortest(found.map(({ logMinutes }) => logMinutes)),
    keptGiB: sumOf(found.map(({ keptGiB }) => keptGiB)),
    sentGiBPerMonth: sumOf(found.map(({ sentGiBPerMonth }) => sentGiBPerMonth)),
    costPerMonth: isPriced ? sumOf(found.map(({ costPerMonth }) => costPerMonth)) : null,
  }
}
