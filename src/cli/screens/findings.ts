/** Findings as blocks: what, which thing, why, what to do. Stable order, so that a diff of two runs says what is new. */
import type { Finding } from '../../model/finding.ts'
import { harmless, paragraph, style } from '../text.ts'
import { severityMark } from '../verdict.ts'

/** How many affected things are named before the rest is counted. */
const MOST_NAMES = 5

export function findingBlocks(findings: readonly Finding[], width: number): readonly string[] {
  return findings.flatMap((finding) => [
    ...paragraph(
      `${severityMark(finding.severity)} ${style.dim(finding.code)} ${style.bold(harmless(finding.subject))}`,
      width,
    ),
    ...paragraph(harmless(finding.message), width - 2).map((line) => `  ${line}`),
    ...affected(finding, width),
    ...(finding.suggestion
      ? paragraph(`Fix: ${harmless(finding.suggestion)}`, width - 2).map((line) => `  ${line}`)
      : []),
    ...(finding.place
      ? paragraph(style.dim(`at ${harmless(finding.place)}`), width - 2).map((line) => `  ${line}`)
      : []),
    '',
  ])
}

/** Nothing where the message names them already. */
function affected(finding: Finding, width: number): readonly string[] {
  const isSaid = finding.affected.every((name) => finding.message.includes(name))
  if (finding.affected.length < 2 || isSaid) return []
  const names = finding.affected.slice(0, MOST_NAMES).map(harmless)
  const rest = finding.affected.length - names.length
  return paragraph(style.dim(`${names.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`), width - 2).map(
    (line) => `  ${line}`,
  )
}

/** For a build log: words in capitals first on the line, so that grep works; no marks, no colour. */
export function findingLines(findings: readonly Finding[]): readonly string[] {
  const word = { error: 'ERROR', warning: 'WARNING', info: 'NOTE' }
  return findings.flatMap((finding) => [
    `${word[finding.severity]} ${finding.code} ${harmless(finding.subject)}`,
    `    ${harmless(finding.message)}`,
    ...(finding.suggestion ? [`    fix: ${harmless(finding.suggestion)}`] : []),
    ...(finding.place ? [`    at: ${harmless(finding.place)}`] : []),
    '',
  ])
}
