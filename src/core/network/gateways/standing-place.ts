/** The subnets that a gateway stands in at the recovery site, or is reached through; one is made where the target wants it. */
import { stableKey } from '../../../model/key.ts'
import { objectsOf } from '../../../model/network-objects.ts'
import type { NetworkTranslation, SubnetTranslation } from '../../../model/network-translation.ts'
import { findFreeBlock } from '../allocate.ts'
import type { GatewayContext, StatedGateway } from './context.ts'
import { sortOf } from './reasons.ts'

interface Place {
  readonly subnetKeys: readonly string[]
  /** A table of its own: routes of others must not lead a gateway astray. */
  readonly made: {
    readonly subnet: SubnetTranslation
    readonly table: NetworkTranslation['routeTables'][number]
  } | null
}

export function standingPlace(stated: StatedGateway, context: GatewayContext): Place | { readonly why: string } {
  const { use } = stated.rule
  const { attachesSubnets, subnet } = context.limits.gateways
  if (use !== undefined) {
    const isTransit = sortOf(use, context)?.role === 'transit'
    return { subnetKeys: isTransit && attachesSubnets ? attachedSubnets(stated, context) : [], made: null }
  }
  return subnet === null ? { subnetKeys: [], made: null } : namedSubnet(subnet, stated.keys[0] ?? '', context)
}

/** Those that the primary site attaches, then the others by key: the first of each zone of a network. */
function attachedSubnets({ gateway, keys }: StatedGateway, { network, subnets }: GatewayContext): readonly string[] {
  const attached = new Set(
    objectsOf(network.objects, 'connection').flatMap(({ gatewayId, subnetIds }) =>
      gatewayId === gateway.id ? subnetIds : [],
    ),
  )
  const own = subnets
    .filter(({ vpcKey, block }) => keys.includes(vpcKey) && block.family === 4)
    .toSorted(
      (a, b) => Number(attached.has(b.from ?? '')) - Number(attached.has(a.from ?? '')) || (a.key < b.key ? -1 : 1),
    )
  const first = new Map<string, string>()
  for (const { key, vpcKey, zone } of own) if (!first.has(`${vpcKey} ${zone}`)) first.set(`${vpcKey} ${zone}`, key)
  return [...first.values()].toSorted()
}

function namedSubnet(name: string, vpcKey: string, context: GatewayContext): Place | { readonly why: string } {
  const { limits, subnets, vpcs } = context
  const there = subnets.find((subnet) => subnet.vpcKey === vpcKey && subnet.name === name)
  if (there) return { subnetKeys: [there.key], made: null }
  const { longestPrefix = 27 } = limits.specialSubnets.find((special) => special.name === name) ?? {}
  const blocks = (vpcs.find(({ key }) => key === vpcKey)?.blocks ?? []).filter(({ family }) => family === 4)
  const taken = subnets.filter((subnet) => subnet.vpcKey === vpcKey).map(({ block }) => block)
  const block = findFreeBlock(blocks, longestPrefix, { taken, like: null })
  if (!block) return { why: `${vpcKey} has no room for the subnet ${name} of /${longestPrefix} that it stands in` }
  const key = stableKey(`${vpcKey}-${name}`, `${vpcKey}/${name}`)
  const subnet = {
    key,
    from: null,
    name,
    vpcKey,
    fromBlock: null,
    block,
    zone: 0,
    routeTableKey: key,
    rule: 'allocated',
  } as const
  return { subnetKeys: [key], made: { subnet, table: { key, from: null, name, vpcKey } } }
}
