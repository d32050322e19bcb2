/** One finding for each text that names addresses of the primary site, and one for all that a plain replacement leaves. */
import { literalReasons, type LiteralReason, type LiteralTranslation } from '../../model/address-literal.ts'
import { createFinding, type Finding } from '../../model/finding.ts'
import { listed } from '../../model/listed.ts'
import { count } from '../../model/quantity.ts'
import { compareText } from '../../model/text-order.ts'

export function literalFindings(literals: readonly LiteralTranslation[]): readonly Finding[] {
  const changing = literals.filter(({ outcome }) => outcome !== 'kept')
  const places = Map.groupBy(changing, ({ place, vmId }) => `${place}\n${vmId ?? ''}`)
  return [...[...places.values()].flatMap(placeFinding), ...residual(changing)]
}

const byHand = (literals: readonly LiteralTranslation[]): readonly LiteralTranslation[] =>
  literals.filter(({ outcome }) => outcome === 'by-hand')

function placeFinding(literals: readonly LiteralTranslation[]): readonly Finding[] {
  const [first] = literals
  if (!first) return []
  const left = byHand(literals).length
  return [
    createFinding('network.address-literal', {
      subject: first.place,
      message: `It names ${count(literals.length, 'address', 'addresses')} of the primary site that mean something else, or nothing, at the recovery site: ${literals.length - left} can be replaced as they stand, ${left} cannot.`,
      suggestion:
        'drplan translate --json lists each with line, column and what it becomes. Names instead of addresses need no change at all.',
      affected: first.vmId === null ? [] : [first.vmId],
      place: `${first.place}:${first.line}`,
    }),
  ]
}

function residual(literals: readonly LiteralTranslation[]): readonly Finding[] {
  const left = byHand(literals)
  if (left.length === 0) return []
  const counts = [...Map.groupBy(left, ({ reason }) => reason)]
    .flatMap(([reason, all]) => (reason ? [{ reason, number: all.length }] : []))
    .toSorted((a, b) => b.number - a.number || compareText(a.reason, b.reason))
  const places = [...new Set(left.map(({ place }) => place))]
  return [
    createFinding('network.literal-residual', {
      subject: count(left.length, 'address', 'addresses'),
      message: `${count(left.length, 'address', 'addresses')} of the primary site in ${listed(places)} cannot be rewritten by replacing the text: ${counts.map(said).join('; ')}.`,
      suggestion: 'Decide each of them before the first drill: drplan translate --json says why, by line.',
      affected: [...new Set(left.flatMap(({ vmId }) => vmId ?? []))].toSorted(compareText),
    }),
  ]
}

const said = ({ reason, number }: { reason: LiteralReason; number: number }): string =>
  `${number} because ${literalReasons[reason]}`
