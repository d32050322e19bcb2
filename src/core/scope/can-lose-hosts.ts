/** Can the VMs of any k hosts of a cluster start again on the others, without moving what runs there? */
import { placeVms, type PlacedVm, type Placing } from './place-vms.ts'

export interface LoadedHost {
  readonly name: string
  readonly memoryGiB: number
  /** Null = not known. */
  readonly threads: number | null
  readonly vms: readonly PlacedVm[]
}

export type HostLoss =
  | { readonly verdict: 'yes' }
  /** `lost`: the hosts whose loss is the worst; `shortGiB` = 0: enough in all, but in parts that are too small. */
  | { readonly verdict: 'no'; readonly lost: readonly string[]; readonly shortGiB: number }
  /** Neither a placement nor a proof that there is none, of these hosts and maybe of others. */
  | { readonly verdict: 'cannot-tell'; readonly lost: readonly string[] }

/** Every choice of `k` of the hosts is looked at: n over k placements. `k` < the number of hosts. */
export function canLoseHosts(hosts: readonly LoadedHost[], k: number): HostLoss {
  let worst: HostLoss = { verdict: 'yes' }
  for (const lost of choicesOf(hosts, k)) {
    const loss = lossOf(lost, placeWithout(hosts, lost))
    if (isWorse(loss, worst)) worst = loss
  }
  return worst
}

function placeWithout(hosts: readonly LoadedHost[], lost: readonly LoadedHost[]): Placing {
  const rooms = hosts
    .filter((host) => !lost.includes(host))
    .map(({ memoryGiB, threads, vms }) => ({ freeGiB: Math.max(0, memoryGiB - usedGiB(vms)), threads }))
  return placeVms(
    lost.flatMap(({ vms }) => vms),
    rooms,
  )
}

const usedGiB = (vms: readonly PlacedVm[]): number => vms.reduce((sum, { memoryGiB }) => sum + memoryGiB, 0)

function lossOf(hosts: readonly LoadedHost[], placing: Placing): HostLoss {
  const lost = hosts.map(({ name }) => name)
  if (placing.verdict === 'fits') return { verdict: 'yes' }
  return placing.verdict === 'cannot-tell'
    ? { verdict: 'cannot-tell', lost }
    : { verdict: 'no', lost, shortGiB: placing.shortGiB }
}

const rank: Record<HostLoss['verdict'], number> = { yes: 0, 'cannot-tell': 1, no: 2 }
const shortOf = (loss: HostLoss): number => (loss.verdict === 'no' ? loss.shortGiB : 0)

const isWorse = (a: HostLoss, b: HostLoss): boolean =>
  (rank[a.verdict] - rank[b.verdict] || shortOf(a) - shortOf(b)) > 0

function* choicesOf<T>(items: readonly T[], size: number): Generator<readonly T[]> {
  if (size === 0) yield []
  else
    for (const [index, item] of items.entries())
      for (const rest of choicesOf(items.slice(index + 1), size - 1)) yield [item, ...rest]
}
