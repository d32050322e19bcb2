/**
 * The latest consistent set of recovery points by rollback propagation (Randell 1975, doi 10.1109/TSE.1975.6312842;
 * Elnozahy et al. 2002, doi 10.1145/568522.568525, section 2.2): all begin at their newest, and who is newer than what it
 * needs allows goes back, which may send others back in turn - to before their oldest point, if it must be: the domino effect.
 *
 * A limit says time(a) <= time(b) + skew. Of two sets that keep all limits, the one with the later time of each VM keeps them
 * too; so there is one set in which every VM is as late as in any other, and rollback ends at it. No VM, of whatever tier,
 * could lose less at the cost of another. A point is left once at most, and each time the limits to it are looked at:
 * O(points x limits).
 */
import type { ChosenPoint, RecoveryLine, RecoveryLineQuestion, SkewLimit } from '../../model/recovery-line.ts'
import { compareText } from '../../model/text-order.ts'
import { membersOf, type Members } from './recovery-members.ts'

/** Where some members stand while others go back. */
interface Position {
  readonly members: Members
  /** Into the moments; -1 = none is left. */
  index: number
  /** Who sent them back last. */
  because: Position | null
}

interface Tie {
  readonly from: Position
  readonly to: Position
  readonly allowedMs: number
}

export function findRecoveryLine(question: RecoveryLineQuestion): RecoveryLine {
  const positions = membersOf(question).map((members): Position => ({
    members,
    index: members.moments.length - 1,
    because: null,
  }))
  const ofVm = new Map(positions.flatMap((position) => position.members.vms.map(({ vmId }) => [vmId, position])))
  const ties = question.limits.flatMap((limit) => tieOf(limit, ofVm))
  rollBack(positions, ties)
  const vms = positions.flatMap((position) => chosenOf(position, ties, Date.parse(question.failedAt)))
  return {
    complete: vms.every(({ pointId }) => pointId !== null),
    vms: vms.sort((a, b) => compareText(a.vmId, b.vmId)),
  }
}

/** None of VMs that are not asked for, nor within a group, whose members are of one moment anyway. */
function tieOf({ fromVmId, toVmId, allowedSkewSeconds }: SkewLimit, ofVm: ReadonlyMap<string, Position>): Tie[] {
  const [from, to] = [ofVm.get(fromVmId), ofVm.get(toVmId)]
  return from && to && from !== to ? [{ from, to, allowedMs: allowedSkewSeconds * 1000 }] : []
}

const timeOf = ({ members, index }: Position): number => members.moments[index]?.atMs ?? -Infinity

function rollBack(positions: readonly Position[], ties: readonly Tie[]): void {
  const into = new Map<Position, Tie[]>()
  for (const tie of ties) into.set(tie.to, [...(into.get(tie.to) ?? []), tie])
  const open = new Set(positions)
  for (const to of open) {
    open.delete(to)
    for (const { from, allowedMs } of into.get(to) ?? []) {
      if (timeOf(from) <= timeOf(to) + allowedMs) continue
      while (timeOf(from) > timeOf(to) + allowedMs) from.index -= 1
      from.because = to
      open.add(from)
    }
  }
}

function chosenOf(position: Position, ties: readonly Tie[], failedMs: number): ChosenPoint[] {
  const { members, index, because } = position
  const moment = members.moments[index]
  return members.vms.map(({ vmId }, place) => {
    const newestMs = newestOf(position, place)
    return {
      vmId,
      pointId: moment?.points[place]?.id ?? null,
      at: moment ? new Date(moment.atMs).toISOString() : null,
      lossSeconds: moment ? (failedMs - moment.atMs) / 1000 : null,
      rolledBackSeconds: moment && newestMs !== null ? Math.max(0, newestMs - moment.atMs) / 1000 : null,
      skewSeconds: moment ? skewOf(position, ties) : null,
      ...reasonOf({ position, place, newestMs, because }),
    }
  })
}

/** Of the points that the VM accepts, whatever its group has. */
function newestOf({ members }: Position, place: number): number | null {
  const vm = members.vms[place]
  const times = (vm?.points ?? [])
    .filter(({ kind }) => vm?.accepts === 'crash-consistent' || kind === vm?.accepts)
    .map(({ at }) => Date.parse(at))
  return times.length === 0 ? null : times.reduce((latest, at) => Math.max(latest, at), -Infinity)
}

interface Standing {
  readonly position: Position
  readonly place: number
  readonly newestMs: number | null
  readonly because: Position | null
}

function reasonOf({ position, place, newestMs, because }: Standing): Pick<ChosenPoint, 'why' | 'becauseOf'> {
  const idsOf = ({ members }: Position): readonly string[] => members.vms.map(({ vmId }) => vmId)
  if (newestMs === null) return { why: 'no-point', becauseOf: [] }
  if (because) return { why: 'needs', becauseOf: idsOf(because) }
  const point = position.members.moments[position.index]?.points[place]
  if (point && Date.parse(point.at) >= newestMs) return { why: 'newest', becauseOf: [] }
  const vmId = position.members.vms[place]?.vmId
  return { why: 'group', becauseOf: idsOf(position).filter((id) => id !== vmId) }
}

const skewOf = (position: Position, ties: readonly Tie[]): number =>
  ties
    .flatMap(({ from, to }) => (from === position ? [to] : to === position ? [from] : []))
    .map((other) => Math.abs(timeOf(other) - timeOf(position)) / 1000)
    .filter((seconds) => Number.isFinite(seconds))
    .reduce((most, seconds) => Math.max(most, seconds), 0)
