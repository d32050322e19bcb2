/**
 * How many VMs can be hit by the failure of any k failure domains at once.
 *
 * A VM fails with the finest domain that is known of it. One of which only the cluster is known may be on any host there,
 * so that its cluster is a domain too, and hits all VMs in it: domains of several kinds overlap. The worst k of them are
 * found by branch and bound, exactly: what a domain adds to others never grows with more others, so that the sum of the
 * largest gains bounds every way on. Disjoint domains end it at once, with the k largest. A host of which no cluster is
 * known is taken to be in none.
 */
import type { Vm } from '../../../model/site.ts'
import { domainKinds, type FailureDomain, type StandbyPool } from '../../../model/standby-pool.ts'
import { compareText } from '../../../model/text-order.ts'

export type Placement = Vm['placement']

/** Null = nothing is known: it may fail together with anything. */
export function domainOf(placement: Placement): FailureDomain | null {
  const kind = domainKinds.find((one) => placement[one] !== null)
  const name = kind ? placement[kind] : null
  return kind && name !== null ? { kind, name } : null
}

/** Those that some VM fails with, from the finest, then by name. */
export function domainsOf(placements: readonly Placement[]): readonly FailureDomain[] {
  const found = placements.flatMap((placement) => domainOf(placement) ?? [])
  return domainKinds.flatMap((kind) => {
    const names = new Set(found.filter((one) => one.kind === kind).map(({ name }) => name))
    return [...names].sort(compareText).map((name) => ({ kind, name }))
  })
}

interface Domain {
  readonly domain: FailureDomain
  /** Indices of those that it hits. */
  readonly hits: readonly number[]
}

/** Those that nothing is known of are counted, whatever fails. */
export function worstFailure(placements: readonly Placement[], failures: number): StandbyPool['worst'] {
  const unknown = placements.filter((placement) => domainOf(placement) === null).length
  const worst = search(placedIn(placements), failures)
  return { domains: [...worst.domains], hit: unknown + worst.hit }
}

function placedIn(placements: readonly Placement[]): readonly Domain[] {
  const byKind = new Map(domainKinds.map((kind) => [kind, indicesBy(placements, kind)]))
  return domainsOf(placements).map((domain) => ({ domain, hits: byKind.get(domain.kind)?.get(domain.name) ?? [] }))
}

const indicesBy = (
  placements: readonly Placement[],
  kind: FailureDomain['kind'],
): ReadonlyMap<string | null, readonly number[]> =>
  Map.groupBy(placements.keys(), (index) => placements[index]?.[kind] ?? null)

/** The first of the best, in the order of `domains`. */
function search(domains: readonly Domain[], failures: number): StandbyPool['worst'] {
  let best: StandbyPool['worst'] = { domains: [], hit: 0 }
  const visit = (open: readonly Domain[], failed: readonly FailureDomain[], hit: number): void => {
    if (hit > best.hit) best = { domains: [...failed], hit }
    const left = failures - failed.length
    const gains = open.filter(({ hits }) => hits.length > 0).toSorted((a, b) => b.hits.length - a.hits.length)
    for (const [index, { domain, hits }] of gains.entries()) {
      if (hit + largest(gains.slice(index, index + left)) <= best.hit) return
      const covered = new Set(hits)
      const rest = gains.slice(index + 1).map((one) => ({ ...one, hits: one.hits.filter((at) => !covered.has(at)) }))
      visit(rest, [...failed, domain], hit + hits.length)
    }
  }
  visit(domains, [], 0)
  return best
}

const largest = (gains: readonly Domain[]): number => gains.reduce((sum, { hits }) => sum + hits.length, 0)
