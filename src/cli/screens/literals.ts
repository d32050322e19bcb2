/** Addresses of the primary site in files and user data, in a table: what changes, and what a person must decide. */
import { literalReasons, type LiteralTranslation } from '../../model/address-literal.ts'
import { count } from '../../model/quantity.ts'
import { harmless, table, type Column } from '../text.ts'

const columns: readonly Column[] = [
  { head: 'where', cut: 16 },
  { head: 'found' },
  { head: 'becomes' },
  { head: 'note', cut: true },
]

/** The first ones; all of them are in the JSON. */
const mostRows = 20

/** Nothing to show when nothing was looked through. */
export function literalsScreen(literals: readonly LiteralTranslation[] | undefined, width: number): readonly string[] {
  if (!literals) return []
  const changing = literals.filter(({ outcome }) => outcome !== 'kept')
  const byHand = changing.filter(({ outcome }) => outcome === 'by-hand').length
  const kept = literals.length - changing.length
  const summary = `Hard-coded addresses: ${count(changing.length - byHand, 'plain replacement')}, ${byHand} by hand, ${kept} ${kept === 1 ? 'stays as it is' : 'stay as they are'}.`
  if (changing.length === 0) return [summary, '']
  const rows = changing.slice(0, mostRows).map(rowOf)
  const more = changing.length - rows.length
  return [
    summary,
    '',
    ...table(columns, rows, width),
    ...(more > 0 ? [`… and ${more} more; drplan translate --json has all of them.`] : []),
    '',
  ]
}

function rowOf({ place, line, column, inner, text, becomes, means, reason }: LiteralTranslation): readonly string[] {
  const position = inner ? `${line}:${column}>${inner.line}:${inner.column}` : `${line}:${column}`
  const note = reason === null ? means : `by hand: ${literalReasons[reason]} (${means})`
  return [`${harmless(place)}:${position}`, harmless(text), becomes === null ? '–' : harmless(becomes), harmless(note)]
}
