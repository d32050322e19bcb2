/** Sets that a platform keeps for each of its regions, such as `Storage.WestEurope`. */
import { createFinding, type Finding } from '../../../model/finding.ts'
import type { NetworkTranslation } from '../../../model/network-translation.ts'
import type { FilterEnd, FilterEntry } from '../../../model/packet-filter.ts'
import type { CompileContext } from './context.ts'

export interface MovedTags {
  readonly endOf: (end: FilterEnd) => FilterEnd
  readonly tags: NonNullable<NetworkTranslation['tags']>
  readonly findings: readonly Finding[]
}

/** Names of regions are written with and without spaces, in any case. */
const plain = (region: string): string => region.toLowerCase().replaceAll(/[\s_-]/g, '')

export function moveTags(entries: readonly FilterEntry[], { policy, regions }: CompileContext): MovedTags {
  const named = entries.flatMap(({ sources, destinations }) =>
    [...sources, ...destinations].flatMap((end) => (end.kind === 'tag' ? [end.tag] : [])),
  )
  const { primary, recovery } = regions
  if (policy.tagRegions === 'keep' || primary === null) return { endOf: (end) => end, tags: [], findings: [] }
  const moved = [...new Set(named)].sort().flatMap((tag) => {
    const dot = tag.indexOf('.')
    const isHere = dot > 0 && plain(tag.slice(dot + 1)) === plain(primary)
    return isHere && plain(primary) !== plain(recovery)
      ? [{ from: tag, to: `${tag.slice(0, dot)}.${recovery.replaceAll(' ', '')}` }]
      : []
  })
  const there = new Map(moved.map(({ from, to }) => [from, to]))
  return {
    endOf: (end) => (end.kind === 'tag' ? { kind: 'tag', tag: there.get(end.tag) ?? end.tag } : end),
    tags: moved,
    findings: moved.map(({ from, to }) =>
      createFinding('network.tag-moved', {
        subject: from,
        message: `Rules that name ${from} name ${to} at the recovery site: the same service of the recovery region.`,
      }),
    ),
  }
}
