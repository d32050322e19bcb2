/** Texts of users for formats that other programs read: one line, bounded, every character allowed and visible. */
import type { ReportedFinding } from '../../model/check-report.ts'
import type { Severity } from '../../model/finding-codes.ts'

/**
 * At most `most` UTF-16 units. Controls, marks of direction, line breaks and what XML 1.0 forbids (section 2.2)
 * become `\u{…}`, as on the terminal; half of a surrogate pair becomes U+FFFD. `##[` and `##vso[` are commands to
 * GitHub's and Azure's runners wherever they stand in a build log, so they get one too.
 */
export function plain(text: string, most: number): string {
  const kept = clip(text, most)
  return isHarmless(kept) ? kept : clip(visible(kept), most)
}

/** Most texts are, and 30,000 findings have hundreds of thousands of them. */
const isHarmless = (text: string): boolean => /^[ -"$-~]*$/.test(text)

const visible = (text: string): string =>
  text
    .toWellFormed()
    .replaceAll(
      /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\uFFFE\uFFFF]/gu,
      (character) => `\\u{${character.codePointAt(0)?.toString(16) ?? ''}}`,
    )
    .replaceAll(/##(?=\[|vso\[)/gi, String.raw`#\u{23}`)

/** Cut to `most` UTF-16 units with an ellipsis, never inside a surrogate pair. */
export function clip(text: string, most: number): string {
  if (text.length <= most) return text
  return `${text.slice(0, most - 1).replace(/[\uD800-\uDBFF]$/, '')}…`
}

export const severityWords: Record<Severity, string> = { error: 'ERROR', warning: 'WARNING', info: 'NOTE' }

/** `subject: message Fix: …`, each part bounded, so that a long name leaves room for what is wrong with it. */
export function sentenceOf({ subject, message, suggestion }: ReportedFinding): string {
  const fix = suggestion === null ? '' : ` Fix: ${plain(suggestion, 300)}`
  return `${plain(subject, 150)}: ${plain(message, 560)}${fix}`
}

/** In UTF-8. */
export const bytesOf = (text: string): number => encoder.encode(text).length

const encoder = new TextEncoder()

/** As many of the texts from the start as fit into both limits. */
export function within(
  texts: readonly string[],
  { most, bytes }: { readonly most: number; readonly bytes: number },
): readonly string[] {
  let left = bytes
  const last = texts.findIndex((text, index) => {
    left -= bytesOf(text)
    return index >= most || left < 0
  })
  return last === -1 ? texts : texts.slice(0, last)
}

/** The stage that a rule is of: `policy` of `policy.two-zones`. */
export const groupOfRule = (rule: string): string => /^[^.]+/.exec(rule)?.[0] ?? rule
