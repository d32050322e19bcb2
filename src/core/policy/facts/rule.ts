/** The facts of security rules at the recovery site. */
import { formatCidr, type Cidr } from '../../../model/cidr.ts'
import type { ruleFacts } from '../../../model/policy-facts-network.ts'
import type { FactValue, PortRange } from '../../../model/policy-fact.ts'
import type { SecurityRuleTranslation } from '../../../model/network-translation.ts'
import type { Noun } from './noun.ts'
import type { PlanIndex } from './plan-index.ts'

const MOST_PORT = 65_535

/** A rule for any protocol opens all ports; what is neither tcp nor udp has none. */
function portsOf({ protocol, ports }: SecurityRuleTranslation): PortRange | 'all' | null {
  if (protocol === 'any') return 'all'
  if (protocol !== 'tcp' && protocol !== 'udp' && protocol !== 6 && protocol !== 17) return null
  return ports === null || (ports.from <= 0 && ports.to === MOST_PORT) ? 'all' : ports
}

function portCount(rule: SecurityRuleTranslation): number | null {
  const ports = portsOf(rule)
  if (ports === null) return null
  return ports === 'all' ? MOST_PORT + 1 : ports.to - ports.from + 1
}

/** Half of all addresses, or more: who writes two halves means all. Of IPv6, 2000::/3 is all that is routed (RFC 4291). */
const isEverything = ({ family, prefixLength }: Cidr): boolean => prefixLength <= (family === 4 ? 1 : 3)

/** Lists that the platform keeps hold the addresses of its own services. */
function openToWorld({ peer }: SecurityRuleTranslation, { prefixLists }: PlanIndex): boolean | null {
  if (peer.kind === 'cidr') return isEverything(peer.cidr)
  if (peer.kind === 'group') return false
  return prefixLists.get(peer.listKey)?.blocks.some(isEverything) ?? null
}

function openAtPrimary({ from }: SecurityRuleTranslation, { siteRules }: PlanIndex): boolean | null {
  const peer = siteRules.get(from)?.peer
  if (peer === undefined || peer.kind === 'prefix-list') return null
  return peer.kind === 'cidr' && isEverything(peer.cidr)
}

function peerName({ peer }: SecurityRuleTranslation, { groupNames, prefixLists }: PlanIndex): string {
  if (peer.kind === 'cidr') return formatCidr(peer.cidr)
  if (peer.kind === 'group') return groupNames.get(peer.groupKey) ?? peer.groupKey
  return prefixLists.get(peer.listKey)?.name ?? peer.listKey
}

const portWords = (ports: FactValue): string => {
  if (typeof ports !== 'object' || ports === null || !('from' in ports)) return ports === 'all' ? ' all ports' : ''
  return ports.from === ports.to ? ` ${ports.from}` : ` ${ports.from}–${ports.to}`
}

export const ruleNoun: Noun<SecurityRuleTranslation, keyof typeof ruleFacts> = {
  list: ({ plan }) => plan.network.securityRules,
  name: (rule, index) =>
    `${index.groupNames.get(rule.groupKey) ?? rule.groupKey}: ${rule.direction} ${rule.protocol}${portWords(portsOf(rule))} ${rule.direction === 'ingress' ? 'from' : 'to'} ${peerName(rule, index)}`,
  vmIds: ({ groupKey }, { groupVms }) => [...(groupVms.get(groupKey) ?? [])],
  reads: {
    name: ({ key }) => key,
    group: ({ groupKey }, { groupNames }) => groupNames.get(groupKey) ?? null,
    direction: ({ direction }) => direction,
    protocol: ({ protocol }) => String(protocol),
    ports: portsOf,
    portCount,
    peerKind: ({ peer }) => peer.kind,
    peer: peerName,
    block: ({ peer }) => (peer.kind === 'cidr' ? peer.cidr : null),
    openToWorld,
    openAtPrimary,
    description: ({ description }) => description,
    vms: ({ groupKey }, { groupVms }) => groupVms.get(groupKey)?.size ?? 0,
  },
}
