/** Entries as text: what they say, without their names and orders. */
import { formatCidr } from '../../../model/cidr.ts'
import type { FilterEnd, FilterEntry } from '../../../model/packet-filter.ts'

export function entryText(entry: FilterEntry): string {
  const { direction, action, protocol, sourcePorts, ports, icmp, sources, destinations } = entry
  return JSON.stringify([
    direction,
    action,
    protocol,
    rangesText(sourcePorts),
    rangesText(ports),
    icmp && [icmp.type, icmp.code],
    sources.map(endText),
    destinations.map(endText),
  ])
}

const rangesText = (ranges: FilterEntry['ports']): string => ranges.map(({ from, to }) => `${from}-${to}`).join()

const endText = (end: FilterEnd): string => {
  if (end.kind === 'cidr') return formatCidr(end.cidr)
  if (end.kind === 'group') return `group ${end.group}`
  return end.kind === 'tag' ? `tag ${end.tag}` : `list ${end.list}`
}

/** The first of each that say the same stays where it is: what a later one matches, the first has decided. */
export function withoutRepeats(entries: readonly FilterEntry[]): readonly FilterEntry[] {
  const seen = new Set<string>()
  return entries.filter((entry) => {
    const text = entryText(entry)
    const isNew = !seen.has(text)
    seen.add(text)
    return isNew
  })
}
