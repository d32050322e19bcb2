/**
 * Stateless filters of subnets as stateful ones. A stateless one does not stand between two cards of its subnet, and
 * lets a connection through only if its answers may pass too; a stateful one stands before every card, and passes
 * answers by itself. So: the subnet itself first; then the entries as they are where their answers pass anyway, else
 * entries made from the policy of whole connections.
 */
import { createFinding, type Finding } from '../../../model/finding.ts'
import type { IntervalSet } from '../../../model/intervals.ts'
import { stableKey } from '../../../model/key.ts'
import type { NetworkTranslation, PacketFilterTranslation } from '../../../model/network-translation.ts'
import type { FilterEntry } from '../../../model/packet-filter.ts'
import { apply, build, createDiagrams } from '../proof/diagram.ts'
import { blocksAsSet } from '../proof/ends.ts'
import { wholeOf } from '../proof/ends.ts'
import { answerList, filterList } from '../proof/lists.ts'
import type { RuleList } from '../proof/packets.ts'
import type { Side, SideSubnet } from '../proof/side.ts'
import { createSpace, isEmpty } from '../proof/space.ts'
import type { Filters } from './card-filters.ts'
import { carriedSide, type OrderedContext } from './context.ts'
import { withoutRepeats } from './entry-text.ts'
import { layeredEntries } from './layered-entries.ts'
import { closedFilter, plainEntry } from './number-entries.ts'
import { sayEntry } from './say-entry.ts'

export function compileSubnetFilters(carried: NetworkTranslation, context: OrderedContext): Filters {
  const side = carriedSide(carried, context)
  const stateless = carried.packetFilters.filter(({ stateful }) => !stateful)
  const compiled = stateless.map((filter) => compileFilter(filter, { ...context, side }))
  return {
    filters: compiled.map(({ filter }) => filter),
    findings: compiled.flatMap(({ findings }) => findings),
  }
}

interface FilterContext extends OrderedContext {
  readonly side: Side
}

interface Directed {
  readonly entries: readonly FilterEntry[]
  readonly findings: readonly Finding[]
}

const directions = ['ingress', 'egress'] as const

function compileFilter(
  filter: PacketFilterTranslation,
  context: FilterContext,
): { readonly filter: PacketFilterTranslation; readonly findings: readonly Finding[] } {
  const subnets = filter.subnetKeys.flatMap((key) => context.side.subnets.get(key) ?? [])
  const parts = directions.map((direction) => compileDirection(filter, direction, { ...context, subnets }))
  const within = directions.flatMap((direction) => subnets.map((subnet) => withinSubnet(subnet, direction)))
  const entries = withoutRepeats([...within, ...parts.flatMap((part) => part.entries)])
  return {
    filter: { ...filter, stateful: true, entries: closedFilter(entries, context.words) },
    findings: parts.flatMap(({ findings }) => findings),
  }
}

function withinSubnet({ id, blocks }: SideSubnet, direction: FilterEntry['direction']): FilterEntry {
  const ends = blocks.map((cidr) => ({ kind: 'cidr', cidr }) as const)
  return { ...plainEntry, name: `within-${id}-${direction}`, direction, sources: ends, destinations: ends }
}

interface DirectionContext extends FilterContext {
  readonly subnets: readonly SideSubnet[]
}

function compileDirection(
  filter: PacketFilterTranslation,
  direction: FilterEntry['direction'],
  context: DirectionContext,
): Directed {
  const own = filter.entries.filter((entry) => entry.direction === direction)
  const sayings = own.map((entry) => ({ entry, saying: sayEntry(entry, context.words, false) }))
  const wordless = sayings.flatMap(({ entry, saying }) =>
    saying.kind === 'said' ? [] : [{ entry, what: saying.what }],
  )
  if (wordless.length === 0 && answersPass(filter, direction, context)) {
    const entries = sayings.flatMap(({ saying }) => (saying.kind === 'said' ? [saying.entry] : []))
    return { entries: entries.map((entry) => ({ ...entry, name: nameOf(entry) })), findings: [] }
  }
  const layers = familiesOf(filter).map((family) =>
    layeredEntries({
      ...connectionOf(filter, direction, { ...context, family }),
      family,
      direction,
      from: filter.from ?? filter.key,
      widen: context.policy.widen,
    }),
  )
  if (layers.includes(null)) return { entries: [], findings: [tooLarge(filter, direction)] }
  const lossy = layers.some((layer) => layer?.lossy === true)
  return {
    entries: layers.flatMap((layer) => layer?.entries ?? []),
    findings: [
      ...wordless.map((each) => wordlessFinding(filter, each, context.policy.widen)),
      ...(wordless.length === 0 && lossy ? [lossyFinding(filter, direction, context.policy.widen)] : []),
      ...(wordless.length === 0 ? [reworded(filter, direction)] : []),
    ],
  }
}

/** Names of entries are theirs in one direction only; in a stateful filter they share one list. */
const nameOf = ({ name, direction, from, sources, destinations }: FilterEntry): string =>
  stableKey(`${direction}-${name}`, JSON.stringify([from, [...sources, ...destinations].map(endName)]))

const endName = (end: FilterEntry['sources'][number]): string =>
  end.kind === 'cidr' ? `${end.cidr.network}/${end.cidr.prefixLength}` : JSON.stringify(end)

const familiesOf = ({ entries }: PacketFilterTranslation): readonly (4 | 6)[] =>
  entries.some(({ sources, destinations }) =>
    [...sources, ...destinations].some((end) => end.kind === 'cidr' && end.cidr.family === 6),
  )
    ? [4, 6]
    : [4]

const opposite = { ingress: 'egress', egress: 'ingress' } as const

/** The lists that must allow a first packet and its answers, and the addresses that the filter guards. */
function connectionOf(
  filter: PacketFilterTranslation,
  direction: FilterEntry['direction'],
  { side, subnets, family }: DirectionContext & { readonly family: 4 | 6 },
): { readonly lists: readonly [RuleList, RuleList]; readonly own: IntervalSet } {
  const sideFilter = side.filters.get(filter.key)
  const [subnet] = subnets
  if (!sideFilter || !subnet) return { lists: [[], []], own: [] }
  const known = blocksAsSet(
    subnets.flatMap(({ blocks }) => blocks),
    family,
  )
  const context = { side, subnet, family }
  return {
    lists: [
      filterList(sideFilter, direction, context),
      answerList(filterList(sideFilter, opposite[direction], context), family),
    ],
    own: family === 4 ? known : wholeOf(family),
  }
}

/** Whether no answer is stopped of what the entries let through: then they say it all. */
function answersPass(
  filter: PacketFilterTranslation,
  direction: FilterEntry['direction'],
  context: DirectionContext,
): boolean {
  return familiesOf(filter).every((family) => {
    const { lists, own } = connectionOf(filter, direction, { ...context, family })
    const domain = direction === 'ingress' ? { destination: own } : { source: own }
    const space = createSpace({ family, lists, domain })
    if (isEmpty(space)) return true
    const diagrams = createDiagrams(space)
    const [first, answers] = [build(diagrams, lists[0]), build(diagrams, lists[1])]
    if (first === 'over-limit' || answers === 'over-limit') return false
    return apply(diagrams, [first, answers], Math.min) === first
  })
}

const reworded = (filter: PacketFilterTranslation, direction: string): Finding =>
  createFinding('network.filter-reworded', {
    subject: `${filter.name} ${direction}`,
    message: `${filter.name} does not let the answers to all connections pass that its ${direction} entries let in; the entries at the recovery site, where answers always pass, are made from both.`,
  })

const wordlessFinding = (
  filter: PacketFilterTranslation,
  { entry, what }: { readonly entry: FilterEntry; readonly what: string },
  widen: boolean,
): Finding =>
  createFinding(widen ? 'network.rule-widened' : 'network.rule-untranslated', {
    subject: `${filter.name} ${entry.name}`,
    message: `${entry.direction} entry ${entry.name} of ${filter.name} speaks of ${what}, for which filters of the recovery site have no word: ${widen ? 'more passes there' : 'what it tells apart is denied there'}.`,
    suggestion: 'Look at the packets that the proof shows, and answer for them or change the entry.',
  })

const lossyFinding = (filter: PacketFilterTranslation, direction: string, widen: boolean): Finding =>
  createFinding(widen ? 'network.rule-widened' : 'network.rule-untranslated', {
    subject: `${filter.name} ${direction}`,
    message: `${filter.name} lets some messages through (${direction}) and not others of the same protocol, because their answers do not pass; filters of the recovery site have no word for that: ${widen ? 'all of them pass there' : 'none of them passes there'}.`,
    suggestion: 'Look at the packets that the proof shows, and answer for them or change the entry.',
  })

const tooLarge = (filter: PacketFilterTranslation, direction: string): Finding =>
  createFinding('network.limit', {
    subject: `${filter.name} ${direction}`,
    message: `The ${direction} entries of ${filter.name} are too many to be said in the words of the recovery site; all is denied there.`,
    suggestion: 'Join entries, or write the filter by hand.',
  })
