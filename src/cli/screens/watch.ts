/** A line for each round of watching, and one for each source that was down. */
import type { Finding } from '../../model/finding.ts'
import { count } from '../../model/quantity.ts'
import { harmless, paragraph } from '../text.ts'

export interface RoundFacts {
  readonly at: string
  readonly vms: number
  readonly series: number
  readonly samples: number
  readonly added: number
  readonly findings: readonly Finding[]
}

/** Under the figures, past the time; a paragraph has a margin of its own. */
const INDENT = 20

const clockOf = (at: string): string => `${at.slice(0, 10)} ${at.slice(11, 19)}Z`

export function roundLines(
  { at, vms, series, samples, added, findings }: RoundFacts,
  width: number,
): readonly string[] {
  const told = findings.filter(({ severity }) => severity !== 'info').length
  const facts = [
    count(vms, 'VM'),
    count(series, 'series', 'series'),
    `${count(samples, 'sample')} (+${added.toLocaleString('en-GB')})`,
    ...(told > 0 ? [count(told, 'finding')] : []),
  ]
  const down = findings.filter(({ code }) => code === 'source.partial')
  return [
    `${clockOf(at)}  ${facts.join('  ')}`,
    ...down.flatMap(({ subject, message }) =>
      paragraph(`${harmless(subject)}: ${harmless(message)}`, width - INDENT).map((line) => ' '.repeat(INDENT) + line),
    ),
  ]
}

export const failedRoundLine = (at: string, message: string): string =>
  `${clockOf(at)}  nothing was read: ${harmless(message)}`
