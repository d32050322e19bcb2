/** Ranges that are in use somewhere the recovery site must reach, or in its own account, and who has them. */
import { contains, formatCidr, overlaps, type Cidr } from '../../model/cidr.ts'
import type { NetworkPolicy } from '../../model/network-policy.ts'
import { createFinding, type Finding } from '../../model/finding.ts'
import { objectsOf } from '../../model/network-objects.ts'
import type { Network } from '../../model/network.ts'

export interface OwnedRange {
  readonly block: Cidr
  readonly owner: string
}

/** Routes through these lead to networks of others. */
const outwardHops: ReadonlySet<string> = new Set(['vpn-gateway', 'transit-gateway', 'peering'])

/** Without ranges of the primary site itself, which no recovery block may overlap anyway, and without "everything". */
export function rangesElsewhere(
  network: Network,
  policy: NetworkPolicy,
  primary: readonly Cidr[],
): readonly OwnedRange[] {
  const owned = (blocks: readonly Cidr[], owner: string): readonly OwnedRange[] =>
    blocks.map((block) => ({ block, owner }))
  const tables = new Map(network.routeTables.map(({ id, name }) => [id, name]))
  const found = [
    ...objectsOf(network.objects, 'peering').flatMap(({ name, peerBlocks }) => owned(peerBlocks, `peering ${name}`)),
    ...objectsOf(network.objects, 'connection').flatMap(({ name, blocks }) => owned(blocks, `connection ${name}`)),
    ...objectsOf(network.objects, 'remote-gateway').flatMap(({ name, blocks }) =>
      owned(blocks, `remote gateway ${name}`),
    ),
    ...network.routes.flatMap(({ destination, hop, tableId }) =>
      'prefixListId' in destination || !outwardHops.has(hop.kind)
        ? []
        : owned(
            [destination],
            `the networks behind ${hop.kind} ${hop.id ?? ''} (route table ${tables.get(tableId) ?? tableId})`,
          ),
    ),
  ]
  const outside = found.filter(({ block }) => block.prefixLength > 0 && !primary.some((own) => contains(own, block)))
  const stated = [
    ...owned(policy.avoid, 'network.avoid in drplan.yaml'),
    ...(policy.existing ?? []).map(({ name, block }) => ({ block, owner: `${name}, which the target account has` })),
  ]
  const seen = new Set<string>()
  return [...stated, ...outside].filter(({ block }) => {
    const fresh = !seen.has(formatCidr(block))
    seen.add(formatCidr(block))
    return fresh
  })
}

/** A recovery block in a range of somebody else: an address would mean two hosts, and no map of addresses is one to one. */
export const collisionsOf = (
  { to, owner }: { readonly to: Cidr; readonly owner: string },
  elsewhere: readonly OwnedRange[],
): readonly Finding[] =>
  elsewhere
    .filter(({ block }) => overlaps(block, to))
    .map((other) =>
      createFinding('network.cidr-overlap', {
        subject: formatCidr(to),
        message: `${formatCidr(to)} of ${owner} ${contains(other.block, to) ? 'lies in' : 'overlaps'} ${formatCidr(other.block)} of ${other.owner}: an address there would mean a host of each.`,
        suggestion:
          'Choose another block under network.blocks; or let the gateway between them translate addresses (1:1 NAT of the VPN gateway); or reach the other side through a private NAT gateway in a range that both can route. If it is not reached from the recovery site, take it out of network.avoid.',
      }),
    )
