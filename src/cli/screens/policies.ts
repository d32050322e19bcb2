/** The screens of `drplan policy`. */
import type { LoadedPolicy, PolicyTestResult } from '../../model/policy.ts'
import { nounWords, policyFacts, type PolicyNoun } from '../../model/policy-facts.ts'
import type { PolicyFact } from '../../model/policy-fact.ts'
import { count } from '../../model/quantity.ts'
import type { Severity } from '../../model/finding-codes.ts'
import { harmless, paragraph, style, table, type Column } from '../text.ts'

type ShownPolicy = LoadedPolicy & { readonly statedSeverity?: Severity }

const policyColumns: readonly Column[] = [
  { head: 'policy' },
  { head: 'layer', drop: 3 },
  { head: 'severity' },
  { head: 'each', drop: 1 },
  { head: 'from', cut: 10, drop: 2 },
  { head: 'source', cut: 12, drop: 4 },
]

export function policyTable(policies: readonly ShownPolicy[], width: number): readonly string[] {
  if (policies.length === 0) return ['  There is no policy.']
  const rows = policies.map(({ id, layer, severity, statedSeverity, each, origin, place, source }) => [
    id,
    layer,
    statedSeverity === undefined ? severity : `${severity} (${statedSeverity})`,
    each,
    origin === 'built-in' ? 'drplan' : harmless(place),
    harmless(source ?? '–'),
  ])
  return table(policyColumns, rows, width)
}

const factColumns: readonly Column[] = [
  { head: 'fact' },
  { head: 'type' },
  { head: 'unit', drop: 1 },
  { head: 'meaning', cut: 20 },
]

const needWords = { site: 'needs the site', catalogue: 'needs the catalogue', day: 'needs today' } as const

export function factTable(noun: PolicyNoun, width: number): readonly string[] {
  const rows = Object.entries<PolicyFact>(policyFacts[noun]).map(([name, { type, unit, words, values, needs }]) => [
    name,
    type,
    unit ?? '',
    [words, ...(values ? [values.join(' | ')] : []), ...(needs ? [needWords[needs]] : [])].join('; '),
  ])
  return [`${style.bold(noun)}: ${nounWords[noun].what}`, ...table(factColumns, rows, width), '']
}

/** "two-zones: passed expected, broken got: …". */
export const faultWords = ({ policyId, expected, got, why }: PolicyTestResult['faults'][number]): string =>
  `${policyId}: ${expected} expected, ${got} got${why.length > 0 ? `: ${why.join('; ')}` : ''}`

export const policyTestLines = (results: readonly PolicyTestResult[], width: number): readonly string[] =>
  results.flatMap(({ name, passed, place, faults }) => [
    ...paragraph(`${passed ? style.kept('✔') : style.broken('✘')} ${harmless(name)}`, width),
    ...faults.flatMap((fault) => paragraph(harmless(faultWords(fault)), width - 4).map((line) => `    ${line}`)),
    ...(passed ? [] : paragraph(style.dim(`at ${harmless(place)}`), width - 4).map((line) => `    ${line}`)),
  ])

export function policyTestSummary(
  results: readonly PolicyTestResult[],
  untested: readonly string[],
  width: number,
): readonly string[] {
  const failed = results.filter(({ passed }) => !passed).length
  const words =
    results.length === 0
      ? 'There is no test: write some under tests of the file, or into *.test.yaml beside it.'
      : `${count(results.length, 'test')}, ${failed === 0 ? 'all pass' : `${failed} of them ${failed === 1 ? 'fails' : 'fail'}`}.`
  const gaps = untested.length === 0 ? [] : paragraph(`Without a test: ${untested.map(harmless).join(', ')}.`, width)
  return ['', ...paragraph(words, width), ...gaps]
}
