/** What a person should know about traffic that became no flow. */
import { createFinding, type Finding } from '../model/finding.ts'
import { MOST_OUTSIDE, type Uncounted } from './flow-collector.ts'
import { counted } from './report.ts'

export interface FlowTally {
  /** Refused by a rule: somebody tried, and it did not work. */
  rejected: number
  /** The log itself says that records are missing. */
  skipped: number
  /** ICMP and other protocols without ports. */
  withoutPorts: number
  unreadable: number
  /** Place of the first one. */
  firstUnreadable: string | null
}

export const noTally = (): FlowTally => ({
  rejected: 0,
  skipped: 0,
  withoutPorts: 0,
  unreadable: 0,
  firstUnreadable: null,
})

/** Counts a line or entry that cannot be read; the place of the first is kept. */
export function addUnreadable(tally: FlowTally, place: string): void {
  tally.unreadable++
  tally.firstUnreadable ??= place
}

export function describeFlows(tally: FlowTally, uncounted: Uncounted, shownPath: string): readonly Finding[] {
  return [
    ...unreadable(tally, shownPath),
    ...incomplete(tally, uncounted, shownPath),
    ...ignored(tally, uncounted, shownPath),
  ]
}

const unreadable = ({ unreadable: count, firstUnreadable }: FlowTally, shownPath: string): readonly Finding[] =>
  count === 0
    ? []
    : [
        createFinding('site.row-unreadable', {
          subject: shownPath,
          message: `${counted(count, 'record')} of traffic cannot be read and ${count === 1 ? 'was' : 'were'} left out.`,
          suggestion: 'Look at the first one; an export that was cut short ends in the middle of a line.',
          place: firstUnreadable,
        }),
      ]

function incomplete({ skipped }: FlowTally, { overflow }: Uncounted, shownPath: string): readonly Finding[] {
  const parts = [
    ...(skipped > 0 ? [`the log says ${counted(skipped, 'time')} that it lost records`] : []),
    ...(overflow > 0
      ? [`${counted(overflow, 'record')} went beyond what drplan holds (${MOST_OUTSIDE} servers outside of the site)`]
      : []),
  ]
  if (parts.length === 0) return []
  return [
    createFinding('site.dump-incomplete', {
      subject: shownPath,
      message: `Traffic is missing: ${parts.join('; ')}. Dependencies may be missing too.`,
      suggestion: 'Give a longer time, or logs of fewer networks at once.',
      place: shownPath,
    }),
  ]
}

/** Nothing is wrong with these; they explain why the counts of the log and of drplan differ. */
function ignored(tally: FlowTally, { foreign, unclear }: Uncounted, shownPath: string): readonly Finding[] {
  const parts = [
    [tally.rejected, 'rejected by a rule'],
    [tally.withoutPorts, 'of protocols without ports, such as ICMP'],
    [foreign, 'between addresses that are both not of the site'],
    [unclear, 'of which neither end could be told as the server'],
  ] as const
  const shown = parts.flatMap(([count, what]) => (count === 0 ? [] : [`${count} ${what}`]))
  if (shown.length === 0) return []
  return [
    createFinding('site.traffic-ignored', {
      subject: shownPath,
      message: `Records of traffic that make no dependency: ${shown.join('; ')}.`,
      suggestion:
        foreign > 0 ? 'Many foreign addresses mean that the inventory is of another network, or incomplete.' : null,
      place: shownPath,
    }),
  ]
}
