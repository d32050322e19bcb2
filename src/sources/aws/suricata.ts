/**
 * The heads of rules for Suricata: `action protocol source ports -> destination ports (options)` (Suricata User Guide,
 * "Rules Format"). Of the options nothing is read.
 */

export interface SuricataHead {
  readonly Action: string
  readonly Header: {
    readonly Protocol: string
    readonly Source: string
    readonly SourcePort: string
    readonly Direction: string
    readonly Destination: string
    readonly DestinationPort: string
  }
}

/** In their order; comments, and lines that are no rules, are left out. A backslash at the end continues a line. */
export const readSuricata = (text: string): readonly SuricataHead[] =>
  text
    .replaceAll(/\\\r?\n/g, ' ')
    .split(/\r?\n/)
    .flatMap((line) => headOf(line.trim()) ?? [])

function headOf(line: string): SuricataHead | null {
  const options = line.indexOf('(')
  if (line.startsWith('#') || options < 0) return null
  const words = splitOutside(line.slice(0, options), /\s/)
  if (words.length !== 7 || !/^(->|<>|=>)$/.test(words[4] ?? '')) return null
  const at = (index: number): string => words[index] ?? ''
  const Header = { Protocol: at(1), Source: at(2), SourcePort: at(3), Direction: at(4) }
  return { Action: at(0), Header: { ...Header, Destination: at(5), DestinationPort: at(6) } }
}

/** `[10.0.0.0/8, !10.1.0.0/16]` and `$HOME_NET` as the parts they are made of; `any` is none. */
export function partsOf(text: string): readonly string[] {
  const inner = /^\[(.*)\]$/.exec(text.trim())?.[1] ?? text
  const parts = splitOutside(inner, /,/).map((part) => part.trim())
  return parts.some((part) => /^any$/i.test(part)) ? [] : parts.filter((part) => part !== '')
}

/** Dividers within brackets divide nothing. */
function splitOutside(text: string, divider: RegExp): readonly string[] {
  const parts: string[] = ['']
  let depth = 0
  for (const char of text) {
    if (char === '[') depth++
    if (char === ']') depth--
    if (depth === 0 && divider.test(char)) parts.push('')
    else parts.push((parts.pop() ?? '') + char)
  }
  return parts.filter((part) => part !== '')
}
