/** What went wrong along the way, told once a kind. */
import { createFinding, type Finding } from '../../model/finding.ts'
import { counted, listed } from '../report.ts'
import type { DroppedPoints } from './answer.ts'
import type { SeriesFaults } from './choose-series.ts'
import type { Listening } from './read-steps.ts'
import { showText } from './server.ts'

export interface Told {
  readonly listening: Listening
  readonly faults: SeriesFaults
  /** Series that were left out because a percentage cannot become an amount; message to VM ids. */
  readonly unconverted: ReadonlyMap<string, ReadonlySet<string>>
}

export const describeReading = (told: Told): Finding[] => [
  ...describePlaces(told),
  ...describeDoubled(told),
  ...describeUnconverted(told),
  ...describeDropped(told.listening.server.shownUrl, told.listening.dropped),
  ...describeRemarks(told.listening),
]

function describePlaces({ faults, listening }: Told): Finding[] {
  const [unmatched, ambiguous] = [[...faults.unmatched].sort(), [...faults.ambiguous].sort()]
  const parts = [
    ...(unmatched.length > 0
      ? [`${counted(unmatched.length, 'label set')} of no VM of the site: ${few(unmatched)}`]
      : []),
    ...(ambiguous.length > 0 ? [`${counted(ambiguous.length, 'label set')} of more than one: ${few(ambiguous)}`] : []),
  ]
  if (parts.length === 0) return []
  return [
    createFinding('store.series-unmatched', {
      subject: listening.server.shownUrl,
      message: `Series left out, ${parts.join('; ')}.`,
      suggestion: 'Name the label that holds the VM (its id, name or address) first in `identity`.',
      affected: [...unmatched, ...ambiguous].sort(),
    }),
  ]
}

const few = (texts: readonly string[]): string =>
  `${texts.slice(0, 5).join(', ')}${texts.length > 5 ? ` and ${texts.length - 5} more` : ''}`

function describeDoubled({ faults, listening }: Told): Finding[] {
  const texts = [...faults.doubled.keys()].sort()
  if (texts.length === 0) return []
  const affected = [...new Set(faults.doubled.values())].sort()
  return [
    createFinding('store.series-doubled', {
      subject: listening.server.shownUrl,
      message: `Of several series for one metric of a VM the one with the most samples was taken, for ${counted(affected.length, 'VM')}: ${few(texts)}.`,
      suggestion: 'Leave out a preset, or write the metric as a query of your own in `queries`.',
      affected,
    }),
  ]
}

function describeUnconverted({ unconverted, listening }: Told): Finding[] {
  return [...unconverted.keys()].sort().map((message) => {
    const affected = [...(unconverted.get(message) ?? [])].sort()
    return createFinding('store.allocation-unknown', {
      subject: listening.server.shownUrl,
      message: `${message}: left out for ${counted(affected.length, 'VM')} (${listed(affected)}).`,
      suggestion: 'Give the inventory the allocation of these VMs, or write the query so that it gives an amount.',
      affected,
    })
  })
}

function describeDropped(subject: string, { notFinite, negative, unreadable }: DroppedPoints): Finding[] {
  const kinds = [
    [notFinite, 'that are no finite number (NaN, Inf)'],
    [negative, 'below zero'],
    [unreadable, 'that cannot be read'],
  ] as const
  const parts = kinds.filter(([count]) => count > 0).map(([count, what]) => `${counted(count, 'value')} ${what}`)
  if (parts.length === 0) return []
  const message = `Left out: ${parts.join(', ')}.`
  const suggestion = 'A few are usual after a restart; many mean that a query divides by zero or is no usage.'
  return [createFinding('store.value-dropped', { subject, message, suggestion })]
}

function describeRemarks({ server, warnings, infos }: Listening): Finding[] {
  const shown = (texts: ReadonlySet<string>): string[] =>
    [...new Set([...texts].map((text) => showText(text, server)))].sort()
  const [warned, noted] = [shown(warnings), shown(infos)]
  const subject = server.shownUrl
  const findings: Finding[] = []
  if (warned.length > 0) {
    const message = `The server warns: ${listed(warned)}.`
    const suggestion = 'See that all of its stores answer, and run the step again.'
    findings.push(createFinding('store.answer-partial', { subject, message, suggestion, affected: warned }))
  }
  if (noted.length > 0) {
    const message = `The server remarks: ${listed(noted)}.`
    findings.push(createFinding('store.answer-noted', { subject, message, affected: noted }))
  }
  return findings
}
