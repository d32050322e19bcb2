/** Prefix lists: the user's own follow the address map; those that the platform keeps are found again by name. */
import { compareCidrs, formatCidr, overlaps, type Cidr } from '../../model/cidr.ts'
import { createFinding, type Finding } from '../../model/finding.ts'
import { stableKey } from '../../model/key.ts'
import { objectsOf, type NetworkObjectOf } from '../../model/network-objects.ts'
import type { PrefixListTranslation } from '../../model/network-translation.ts'
import type { Network } from '../../model/network.ts'
import type { NetworkLimits } from '../../model/target.ts'
import { imageOf, type AddressMap } from './address-map.ts'
import { maximal } from './allocate.ts'

type PrefixList = NetworkObjectOf<'prefix-list'>

/** Names of regions, as a platform writes them into the names of its own lists. */
export interface Regions {
  readonly primary: string | null
  readonly recovery: string
}

export interface TranslatedLists {
  /** By the id of the primary site. */
  readonly lists: ReadonlyMap<string, PrefixListTranslation>
  readonly findings: readonly Finding[]
}

/** Only lists that rules name: a route by a list becomes routes to its blocks, and nobody asked for the others. */
export function translateLists(network: Network, map: AddressMap, regions: Regions): TranslatedLists {
  const used = new Set(
    network.securityRules.flatMap(({ peer }) => (peer.kind === 'prefix-list' ? [peer.prefixListId] : [])),
  )
  const lists = objectsOf(network.objects, 'prefix-list').filter(({ id }) => used.has(id))
  const translated = lists.map((list) => (list.managed ? managed(list, regions) : own(list, map)))
  return {
    lists: new Map(translated.map(({ list }) => [list.from, list])),
    findings: translated.flatMap(({ findings }) => findings),
  }
}

interface Translated {
  readonly list: PrefixListTranslation
  readonly findings: readonly Finding[]
}

/** The same service's list of the recovery region; what is in it, only the platform knows. */
function managed({ id, name }: PrefixList, { primary, recovery }: Regions): Translated {
  const there = primary === null ? name : name.replaceAll(primary, recovery)
  const list = { key: stableKey(name, id), from: id, name: there, managed: true, maxEntries: null, blocks: [] }
  if (primary !== null || !/\d/.test(name)) return { list, findings: [] }
  return { list, findings: [regionUnknown(name)] }
}

const regionUnknown = (name: string): Finding =>
  createFinding('network.list-unclear', {
    subject: name,
    message: `${name} is a list that the platform keeps for each region, and the region of the primary site is not known; its name is kept.`,
    suggestion: 'State site.region in drplan.yaml.',
  })

function own({ id, name, blocks, maxEntries }: PrefixList, map: AddressMap): Translated {
  const image = maximal(
    blocks.flatMap((block) => (block.family === 4 || isKnown(block, map) ? imageOf(map, block) : [block])),
  )
  const list = {
    key: stableKey(name, id),
    from: id,
    name,
    managed: false,
    // A rule counts the list by its size, not by what is in it, so the size stays what it was while that is enough.
    maxEntries: Math.max(maxEntries ?? 0, image.length, 1),
    blocks: image.toSorted(compareCidrs),
  }
  const kept = blocks.filter((block) => block.family === 6 && !isKnown(block, map))
  return { list, findings: kept.length > 0 ? [ipv6Kept(name, kept.map(formatCidr))] : [] }
}

/** drplan.yaml says where these addresses go. */
const isKnown = (block: Cidr, { segments }: AddressMap): boolean => segments.some(({ from }) => overlaps(from, block))

const ipv6Kept = (name: string, blocks: readonly string[]): Finding =>
  createFinding('network.ipv6-untranslated', {
    subject: name,
    message: `Prefix list ${name} still has ${blocks.join(', ')}.`,
    suggestion:
      'Write these entries anew when the target has assigned its IPv6 block, if they are of the primary site.',
  })

/** How many rules a prefix list counts for in a group: its size, or what the platform says of its own. */
export function weightOf(list: PrefixListTranslation, { listWeights }: NetworkLimits): number {
  if (!list.managed) return list.maxEntries ?? 1
  return listWeights.find(({ nameEndsWith }) => list.name.endsWith(nameEndsWith))?.weight ?? 1
}
