/**
 * One series for each metric of a VM. Where several measure the same (two exporters, one exporter scraped under two
 * names) they are not added and not mixed: the user's own query goes before a preset, then the one with more samples,
 * then the one that is asked for first, then the smaller text of its labels.
 */
import type { Series } from './answer.ts'
import { labelText, type Identifier } from './identify.ts'
import type { MetricQuery } from './queries.ts'

interface Candidate {
  readonly query: MetricQuery
  /** The labels, as text. */
  readonly text: string
  samples: number
}

/** What could not be placed, or was left out, for the findings. */
export interface SeriesFaults {
  readonly unmatched: Set<string>
  readonly ambiguous: Set<string>
  /** Ids of VMs by what is measured twice: `cpu: {…} taken, {…} left out`. */
  readonly doubled: Map<string, string>
}

export const noSeriesFaults = (): SeriesFaults => ({ unmatched: new Set(), ambiguous: new Set(), doubled: new Map() })

export interface SeriesChoice {
  /** Counts the samples of a series, of the whole time or evenly of parts of it. */
  count(query: MetricQuery, series: Series): void
  /** Settles every VM and metric by what was counted. */
  settle(queries: readonly MetricQuery[]): void
  /** Ids of the VMs for which a series of this query is taken, of those that were counted. */
  vmsOf(query: MetricQuery): readonly string[]
  /** The VM's id if this series is the one taken for it, else null. */
  take(query: MetricQuery, series: Series): string | null
}

export function createSeriesChoice(identify: Identifier, faults: SeriesFaults): SeriesChoice {
  const candidates = new Map<string, Candidate[]>()
  const place = (query: MetricQuery, { labels }: Series): { vmId: string; text: string } | null => {
    const match = identify(labels, query.identity)
    const text = labelText(labels)
    if (match.kind === 'one') return { vmId: match.vm.id, text }
    faults[match.kind === 'none' ? 'unmatched' : 'ambiguous'].add(text)
    return null
  }
  /** A series that nobody counted is the last choice: it was too short to be seen. */
  const find = (query: MetricQuery, { vmId, text }: { vmId: string; text: string }): Candidate => {
    const key = keyOf(query, vmId)
    const known = candidates.get(key) ?? []
    const found = known.find((candidate) => candidate.query === query && candidate.text === text)
    if (found) return found
    const added = { query, text, samples: 0 }
    candidates.set(key, [...known, added])
    if (known[0]) noteDoubled(faults, vmId, [known[0], added])
    return added
  }
  return {
    count(query, series) {
      const placed = series.at.length === 0 ? null : place(query, series)
      if (placed) find(query, placed).samples += series.at.length
    },
    settle(queries) {
      for (const [key, found] of candidates)
        candidates.set(
          key,
          found.toSorted((a, b) => prefer(a, b, queries)),
        )
      faults.doubled.clear()
      for (const [key, [first, ...others]] of candidates) {
        const vmId = (JSON.parse(key) as [string, string])[1]
        for (const other of others) if (first) noteDoubled(faults, vmId, [first, other])
      }
    },
    vmsOf: (query) =>
      [...candidates].flatMap(([key, [first]]) =>
        first?.query === query ? [(JSON.parse(key) as [string, string])[1]] : [],
      ),
    take(query, series) {
      const placed = series.at.length === 0 ? null : place(query, series)
      if (!placed) return null
      const candidate = find(query, placed)
      return candidates.get(keyOf(query, placed.vmId))?.[0] === candidate ? placed.vmId : null
    },
  }
}

const keyOf = ({ metric }: MetricQuery, vmId: string): string => JSON.stringify([metric, vmId])

function prefer(a: Candidate, b: Candidate, queries: readonly MetricQuery[]): number {
  return (
    Number(b.query.isOwn) - Number(a.query.isOwn) ||
    b.samples - a.samples ||
    queries.indexOf(a.query) - queries.indexOf(b.query) ||
    (a.text < b.text ? -1 : a.text > b.text ? 1 : 0)
  )
}

/** An own query instead of a preset is what the user wants, and nothing to report. */
function noteDoubled(faults: SeriesFaults, vmId: string, [taken, left]: readonly [Candidate, Candidate]): void {
  if (taken.query.isOwn !== left.query.isOwn) return
  const { name } = left.query
  const text = `${taken.query.name} ${taken.text} was taken, ${name} ${left.text} left out`
  faults.doubled.set(`${vmId}: ${text}`, vmId)
}
