/** Entries that allow something for which permissions have no word: they are taken out, so that it is denied. */
import { createFinding, type Finding } from '../../../model/finding.ts'
import type { FilterEnd, FilterEntry } from '../../../model/packet-filter.ts'
import type { Side, SideFilter } from '../proof/side.ts'
import type { ClassContext, PermissionClass } from './permission-classes.ts'

export interface Cleaned {
  readonly side: Side
  readonly filters: readonly SideFilter[]
  readonly findings: readonly Finding[]
}

/** Orders of the entries that the platform adds to every filter: nobody wrote them, and nobody is told of them. */
const PLATFORM_ORDER = 65_000

export function withoutUnsaid({ filters }: PermissionClass, { side, carried }: ClassContext): Cleaned {
  const groups = new Set([...carried.memberGroups, ...carried.securityGroups].map(({ key }) => key))
  const findings: Finding[] = []
  const cleaned = filters.map((filter): SideFilter => ({
    ...filter,
    entries: filter.entries.filter(({ action, read }) => {
      const why = action === 'deny' || !read ? null : whyUnsaid(read, groups)
      if (why !== null && read && read.order < PLATFORM_ORDER) findings.push(unsaid(filter, read, why))
      return why === null
    }),
  }))
  const byId = new Map(cleaned.map((filter) => [filter.id, filter]))
  return { side: { ...side, filters: new Map([...side.filters, ...byId]) }, filters: cleaned, findings }
}

function whyUnsaid(entry: FilterEntry, groups: ReadonlySet<string>): string | null {
  const isAll = entry.sourcePorts.length === 0 || entry.sourcePorts.some(({ from, to }) => from === 0 && to === 65_535)
  if (!isAll) return 'the ports of senders'
  const peers = entry.direction === 'ingress' ? entry.sources : entry.destinations
  return peers.map((end) => whyUnsaidEnd(end, groups)).find((why) => why !== null) ?? null
}

function whyUnsaidEnd(end: FilterEnd, groups: ReadonlySet<string>): string | null {
  if (end.kind === 'tag' && !['virtualnetwork', 'internet'].includes(end.tag.toLowerCase())) return `the tag ${end.tag}`
  if (end.kind === 'group' && !groups.has(end.group)) return `the group ${end.group}, which is not in the inventory`
  return end.kind === 'prefix-list' ? `the list ${end.list}` : null
}

const unsaid = (filter: SideFilter, entry: FilterEntry, why: string): Finding =>
  createFinding('network.rule-untranslated', {
    subject: `${filter.name} ${entry.name}`,
    message: `${entry.direction} entry ${entry.name} of ${filter.name} depends on ${why}, for which permissions of the recovery site have no word; what it allows is denied there.`,
    suggestion: 'Write a rule for it by hand, or answer for the difference.',
  })
