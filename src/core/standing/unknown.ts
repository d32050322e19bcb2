/** What a source could not read cannot be told: it is neither missing nor other than planned. */
import type { Finding } from '../../model/finding.ts'
import { standingKinds, type StandingSite, type UnreadKind } from '../../model/standing.ts'
import { compareText } from '../../model/text-order.ts'
import type { StandingReading } from './reading.ts'
import { unread } from './words.ts'

/** What is told by others cannot be told without them. */
const toldBy: Readonly<Partial<Record<UnreadKind, readonly UnreadKind[]>>> = {
  vpc: [...standingKinds, 'disk'],
  subnet: ['server'],
  gateway: ['connection'],
  'remote-gateway': ['connection'],
}

export const unknownKinds = ({ unread: kinds = [] }: StandingReading): ReadonlySet<UnreadKind> =>
  new Set(kinds.flatMap((kind) => [kind, ...(toldBy[kind] ?? [])]))

export function unknownFindings(
  planned: StandingSite,
  unknown: ReadonlySet<UnreadKind>,
  { findings }: Pick<StandingReading, 'findings'>,
): readonly Finding[] {
  const why = findings.filter(({ code }) => code === 'source.partial')
  const kinds = new Set<UnreadKind>(planned.things.map(({ kind }) => kind))
  if (kinds.has('server')) kinds.add('disk')
  return [...unknown]
    .filter((kind) => kinds.has(kind))
    .toSorted(compareText)
    .map((kind) => unread(kind, why))
}
