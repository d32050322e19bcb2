/**
 * A network security group as it is: its whole ordered list of rules that allow and deny, the default rules at its end
 * (Microsoft Learn, "Network security groups", read 2025-07). The permissions of azure-security.ts may not be able to
 * say a group; nothing of it is lost here.
 */
import type { NetworkObjectOf } from '../model/network-objects.ts'
import { compareText } from '../model/text-order.ts'
import type { AzureRule } from './azure-security.ts'

type PacketFilter = NetworkObjectOf<'packet-filter'>

interface Group {
  readonly id: string
  readonly name: string
  readonly rules: readonly AzureRule[]
  readonly defaultRules: readonly AzureRule[]
}

interface Uses {
  readonly vpcId: string | null
  readonly subnets: readonly { readonly id: string; readonly groupId: string | null }[]
  readonly nics: readonly { readonly nic: { readonly id: string }; readonly groupId: string | null }[]
}

const ends = (direction: AzureRule['direction'], rules: readonly (readonly [string, number, string, string])[]) =>
  rules.map(([name, priority, source, destination]): AzureRule => ({
    name,
    priority,
    direction,
    allows: !name.startsWith('Deny'),
    protocol: '*',
    sourcePorts: ['*'],
    ports: ['*'],
    sources: [source],
    destinations: [destination],
    sourceGroups: [],
    destinationGroups: [],
    description: '',
  }))

/** They cannot be deleted, only overridden by rules of a lower number. */
const defaults: readonly AzureRule[] = [
  ...ends('ingress', [
    ['AllowVnetInBound', 65_000, 'VirtualNetwork', 'VirtualNetwork'],
    ['AllowAzureLoadBalancerInBound', 65_001, 'AzureLoadBalancer', '*'],
    ['DenyAllInBound', 65_500, '*', '*'],
  ]),
  ...ends('egress', [
    ['AllowVnetOutBound', 65_000, 'VirtualNetwork', 'VirtualNetwork'],
    ['AllowInternetOutBound', 65_001, '*', 'Internet'],
    ['DenyAllOutBound', 65_500, '*', '*'],
  ]),
]

/** Entries ordered by direction and number, which is how Azure reads them. */
export function packetFilterOf({ id, name, rules, defaultRules }: Group, { vpcId, subnets, nics }: Uses): PacketFilter {
  const all = [...rules, ...(defaultRules.length > 0 ? defaultRules : defaults)]
  return {
    kind: 'packet-filter',
    id,
    name,
    vpcId,
    subnetIds: subnets
      .filter(({ groupId }) => groupId === id)
      .map((subnet) => subnet.id)
      .toSorted(compareText),
    nicIds: nics
      .filter(({ groupId }) => groupId === id)
      .map(({ nic }) => nic.id)
      .toSorted(compareText),
    stateful: true,
    isDefault: false,
    entries: all
      .map(entryOf)
      .toSorted((a, b) => compareText(b.direction, a.direction) || a.order - b.order || compareText(a.name, b.name)),
  }
}

const entryOf = (rule: AzureRule): PacketFilter['entries'][number] => ({
  name: rule.name,
  order: rule.priority,
  direction: rule.direction,
  action: rule.allows ? 'allow' : 'deny',
  protocol: rule.protocol === '*' ? 'any' : rule.protocol.toLowerCase(),
  sourcePorts: noneForAll(rule.sourcePorts),
  ports: noneForAll(rule.ports),
  sources: noneForAll([...rule.sources, ...rule.sourceGroups]),
  destinations: noneForAll([...rule.destinations, ...rule.destinationGroups]),
})

/** No text where one of them means everything. */
export const noneForAll = (texts: readonly string[]): readonly string[] =>
  texts.some((text) => /^(\*|any|0-65535)$/i.test(text)) ? [] : texts
