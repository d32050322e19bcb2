/**
 * Rules that let health probes in. Azure asks from an address of its own (168.63.129.16, tag AzureLoadBalancer; "Azure Load
 * Balancer health probes", 2024), which no rule of another platform names, and a denial of everything shuts it out.
 */
import { onePoolKeyOf } from '../../model/listener-rules.ts'
import type { NetworkTranslation, PacketFilterTranslation } from '../../model/network-translation.ts'
import { probeOf } from './terraform-serving.ts'
import { guardsCards, type securityRules } from './terraform-security.ts'

type Rules = ReturnType<typeof securityRules>
type Rule = Rules[string]

/** One rule for each group that who is behind a balancer stands behind, and that denies everything at its end. */
export function probeRules(network: NetworkTranslation, rules: Rules): Rules {
  const ports = probedPorts(network)
  const byGroup = Map.groupBy(
    Object.values(rules).filter(({ direction }) => direction === 'Inbound'),
    ({ group_key: key }) => key,
  )
  return Object.fromEntries(
    network.packetFilters.filter(guardsCards).flatMap((filter) => {
      const probed = portsBehind(filter, network, ports)
      const priority = probed.length === 0 ? null : lastBeforeDenial(byGroup.get(filter.key) ?? [])
      if (priority === null) return []
      return [[`${filter.key}-ingress-${priority}`, ruleOf(filter.key, priority, probed)] as const]
    }),
  )
}

const ruleOf = (groupKey: string, priority: number, ports: readonly number[]): Rule => ({
  group_key: groupKey,
  priority,
  direction: 'Inbound',
  access: 'Allow',
  protocol: 'Tcp',
  source_ports: [],
  destination_ports: ports.map(String),
  description: 'Health probes of load balancers',
  source: { tag: 'AzureLoadBalancer' },
  destination: { tag: '*' },
})

/** By VM, where balancers ask. */
function probedPorts({
  balancers = [],
  targetPools = [],
}: NetworkTranslation): ReadonlyMap<string, ReadonlySet<number>> {
  const pools = new Map(targetPools.map((pool) => [pool.key, pool]))
  const asked = balancers.flatMap(({ listeners }) =>
    listeners.flatMap((listener) => {
      const pool = pools.get(onePoolKeyOf(listener))
      const probe = probeOf(listener, pool?.healthCheck ?? null)
      return probe && pool ? pool.targets.map(({ vmId }) => ({ vmId, port: probe.port })) : []
    }),
  )
  return new Map(
    [...Map.groupBy(asked, ({ vmId }) => vmId)].map(([vmId, own]) => [vmId, new Set(own.map(({ port }) => port))]),
  )
}

function portsBehind(
  { cards, subnetKeys }: PacketFilterTranslation,
  { addresses }: NetworkTranslation,
  ports: ReadonlyMap<string, ReadonlySet<number>>,
): readonly number[] {
  const subnets = new Set(subnetKeys)
  const behind = new Set([
    ...cards.map(({ vmId }) => vmId),
    ...addresses.flatMap(({ vmId, subnetKey }) => (subnets.has(subnetKey) ? [vmId] : [])),
  ])
  const all = [...ports].flatMap(([vmId, own]) => (behind.has(vmId) ? [...own] : []))
  return [...new Set(all)].toSorted((a, b) => a - b)
}

const deniesAll = ({
  access,
  protocol,
  source_ports: from,
  destination_ports: to,
  source,
  destination,
}: Rule): boolean =>
  access === 'Deny' &&
  protocol === '*' &&
  from.length + to.length === 0 &&
  [source, destination].every((end) => 'tag' in end && end.tag === '*')

/** The highest free priority before it; null where nothing denies everything, and Azure lets its probes in by itself. */
function lastBeforeDenial(rules: readonly Rule[]): number | null {
  const denials = rules.filter(deniesAll).map(({ priority }) => priority)
  if (denials.length === 0) return null
  const taken = new Set(rules.map(({ priority }) => priority))
  let priority = Math.min(...denials) - 1
  while (taken.has(priority)) priority--
  return priority >= 100 ? priority : null
}
