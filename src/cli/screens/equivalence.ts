/** The proof of `drplan translate`: what is proven for how many cards, and the packets that show where it is not. */
import type { Equivalence, EquivalenceDifference, EquivalenceVerdict } from '../../model/equivalence.ts'
import { equivalenceVerdicts } from '../../model/equivalence.ts'
import { differenceText, packetText } from '../../model/packet-text.ts'
import { count } from '../../model/quantity.ts'
import type { Reach, ReachAnswer } from '../../model/reach.ts'
import { facts, harmless, paragraph, style } from '../text.ts'

const marks: Record<EquivalenceVerdict, () => string> = {
  structural: () => style.kept('● same rules'),
  equal: () => style.kept('● equal'),
  undetermined: () => style.risk('▲ cannot be told'),
  different: () => style.broken('■ different'),
}

const meanings: Record<EquivalenceVerdict, string> = {
  structural: 'the same rules under other names and addresses, whoever joins the groups later',
  equal: "the same connections pass, with today's members",
  undetermined: 'it depends on something that is not known',
  different: 'some connection passes at one site only',
}

export function equivalenceScreen(equivalence: Equivalence, width: number): readonly string[] {
  const { verdict, classes, tables, differences, hosts, missing, accepted } = equivalence
  const directions = classes.flatMap(({ ingress, egress }) => [ingress, egress])
  const counts = equivalenceVerdicts
    .map((one) => ({ one, times: directions.filter((own) => own === one).length }))
    .filter(({ times }) => times > 0)
  const answered = verdict === 'different' && accepted ? ', every difference answered for' : ''
  return [
    ...paragraph(`${style.bold('Connections')} ${marks[verdict]()}${answered}`, width),
    '',
    ...facts(
      [
        ...counts.map(({ one, times }) => [marks[one](), `${times} of ${directions.length}`, meanings[one]] as const),
        ['Routes', count(tables.length, 'table'), tablesText(equivalence)],
        ['Hosts', count(hosts.proven, 'address', 'addresses'), `${hosts.unplaced} without a known place`],
      ],
      width,
    ),
    ...differences.flatMap((difference) => differenceLines(difference, width)),
    ...(equivalence.more ? ['', ...paragraph(style.dim('There are more; --json has what was found.'), width)] : []),
    ...(missing.length > 0
      ? ['', ...paragraph(`Cannot be told without ${missing.map(harmless).join('; ')}.`, width)]
      : []),
  ]
}

const tablesText = ({ tables }: Equivalence): string => {
  const equal = tables.filter(({ verdict }) => verdict === 'equal' || verdict === 'structural').length
  return equal === tables.length ? 'lead the same way' : `${equal} lead the same way`
}

const kinds = { 'newly-allowed': 'opened', 'now-denied': 'lost', changed: 'another way' } as const

function differenceLines(difference: EquivalenceDifference, width: number): readonly string[] {
  const { kind, place, direction, before, after, conditions, waiver } = difference
  const mark = waiver ? style.dim('– waived') : kind === 'changed' ? style.risk('▲') : style.broken('■')
  return [
    '',
    ...paragraph(`${mark} ${kinds[kind]}: ${harmless(differenceText(difference))}`, width),
    ...[
      `${harmless(place)}, ${direction}${conditions.length > 0 ? `, if ${conditions.map(harmless).join(' and ')}` : ''}`,
      `primary  ${before.outcome.padEnd(6)} ${harmless(before.by)}`,
      `recovery ${after.outcome.padEnd(6)} ${harmless(after.by)}`,
      ...(waiver ? [`${harmless(waiver.owner)}, until ${waiver.until}: ${harmless(waiver.reason)}`] : []),
    ].flatMap((line) => paragraph(style.dim(line), width - 2).map((part) => `  ${part}`)),
  ]
}

const answers: Record<ReachAnswer['verdict'], () => string> = {
  allowed: () => style.kept('● yes'),
  denied: () => style.broken('■ no'),
  undetermined: () => style.risk('▲ cannot be told'),
}

const places = { leaves: 'leaves', way: 'way', arrives: 'arrives' } as const

/** Both sites, one under the other. */
export function reachScreen(
  reach: Reach,
  service: { protocol: number; port: number; sourcePort: number },
  width: number,
): readonly string[] {
  const part = (name: string, answer: ReachAnswer | null): readonly string[] => {
    if (!answer) return [...paragraph(`${style.bold(name)}  one of the two has no known address here`, width), '']
    const packet = packetText({ ...service, source: answer.source, destination: answer.destination })
    return [
      ...paragraph(`${style.bold(name)}  ${answers[answer.verdict]()}  ${packet}`, width),
      ...facts(
        answer.steps.map(({ at, outcome, by }) => [places[at], outcome, harmless(by)] as const),
        width,
      ),
      ...(answer.missing.length > 0
        ? paragraph(`It depends on ${answer.missing.map(harmless).join('; ')}.`, width)
        : []),
      '',
    ]
  }
  return [...part('Primary site', reach.primary), ...part('Recovery site', reach.recovery)]
}
