/** Findings as items of a list in Markdown, as many as there is room for. */
import type { ReportedFinding } from '../../model/check-report.ts'
import { foldByRule, waiverWords, type FoldedFinding } from '../../model/check-groups.ts'
import { inlineText } from '../markdown.ts'
import { bytesOf, plain, severityWords } from './words.ts'

/** Of one rule and severity in a group; a reader who saw so many knows the rest. */
const MOST_OF_RULE = 20
/** Room for the line that counts what did not fit. */
const LAST_LINE_BYTES = 200
const MOST_AFFECTED = 5

/**
 * A text of a user as it is: no markup, mention, link, reference or HTML. GitLab finds references (`!12`, `%"name"`,
 * `&12`) in the finished page, as GitHub does with `#12`; the empty comment parts them. A line of a build log that begins with
 * `::` may be a command to GitHub's runner.
 */
export const shownText = (text: string, most = 300): string =>
  inlineText(plain(text, most))
    .replaceAll(/(\\[!~$]|%|&amp;)(?=[\w"])/g, '$1<!-- -->')
    .replace(/^::/, String.raw`\::`)

/** In the order given. What is left out is counted in the last item, so the number is always true. */
export function itemsOf(findings: readonly ReportedFinding[], bytes: number): readonly string[] {
  const items: string[] = []
  let left = bytes - LAST_LINE_BYTES
  let said = 0
  for (const folded of foldByRule(findings, MOST_OF_RULE)) {
    const item = itemOf(folded)
    left -= bytesOf(item) + 1
    if (left < 0) break
    items.push(item)
    said += folded.kind === 'rest' ? folded.count : 1
  }
  return said < findings.length ? [...items, `- and ${findings.length - said} more that are not shown here`] : items
}

function itemOf(folded: FoldedFinding): string {
  if (folded.kind === 'rest') {
    return `- ${severityWords[folded.severity]} and ${folded.count} more of ${shownText(folded.rule, 100)}`
  }
  const { rule, severity, subject, message, suggestion, place } = folded.finding
  const waiver = waiverWords(folded.finding)
  // A space inside of the asterisks would show them.
  const name = shownText(subject.trim(), 120)
  return [
    `- **${severityWords[severity]}** ${shownText(rule, 100)}${name === '' ? '' : `: **${name}**`}`,
    `  ${shownText(message, 600)}${affectedWords(folded.finding)}`,
    ...(suggestion === null ? [] : [`  Fix: ${shownText(suggestion)}`]),
    ...(waiver === null ? [] : [`  Waived by ${shownText(waiver)}`]),
    ...(place === null ? [] : [`  At ${shownText(place)}`]),
  ].join('\\\n')
}

/** Nothing where the message names them already. */
function affectedWords({ affected, message }: ReportedFinding): string {
  if (affected.length < 2 || affected.every((name) => message.includes(name))) return ''
  const more = affected.length - MOST_AFFECTED
  const names = affected.slice(0, MOST_AFFECTED).map((name) => shownText(name, 80))
  return ` (${names.join(', ')}${more > 0 ? ` and ${more} more` : ''})`
}
