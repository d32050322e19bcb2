/** Translated security rules as values of foundation/'s variable, written as EC2 itself writes them. */
import { formatCidr } from '../../model/cidr.ts'
import type { PrefixListTranslation, SecurityRuleTranslation } from '../../model/network-translation.ts'
import { partsOf } from './terraform-lists.ts'
import { plainText, ruleDescription } from './text.ts'

/**
 * Rules by key. EC2 refuses a second rule that allows the same (InvalidPermission.Duplicate), which two rules of the
 * primary site may become: such rules are one, under the first of their keys, and its description names them all.
 */
export function securityRules(rules: readonly SecurityRuleTranslation[], lists: readonly PrefixListTranslation[]) {
  const ordered = rules.flatMap((rule) => byFamily(rule, lists)).sort((a, b) => (a.key < b.key ? -1 : 1))
  const alike = Map.groupBy(ordered, (rule) => JSON.stringify(allowedBy(rule)))
  return Object.fromEntries(
    [...alike.values()].flatMap((same) => {
      const [first] = same
      if (!first) return []
      const origins = [...new Set(same.map(({ from }) => plainText(from)))].join(' + ')
      return [[first.key, { ...allowedBy(first), description: ruleDescription(`${origins} ${first.description}`) }]]
    }),
  )
}

/** A rule that names a list of both families is one rule for each, because the list is one for each. */
function byFamily(
  rule: SecurityRuleTranslation,
  lists: readonly PrefixListTranslation[],
): readonly SecurityRuleTranslation[] {
  const { peer } = rule
  const list = peer.kind === 'prefix-list' ? lists.find(({ key }) => key === peer.listKey) : undefined
  const parts = list ? partsOf(list) : []
  if (parts.length < 2) return [rule]
  return parts.map(({ key, family }) => ({
    ...rule,
    key: `${rule.key}-ipv${family}`,
    peer: { kind: 'prefix-list', listKey: key },
  }))
}

const allowedBy = (rule: SecurityRuleTranslation) => ({
  group_key: rule.groupKey,
  direction: rule.direction,
  ...protocolAndPorts(rule),
  ...peerValue(rule.peer),
})

/** AWS answers with these names when it is given the number, so the number would differ at every plan. */
const namedProtocols: Readonly<Record<number, string>> = { 1: 'icmp', 6: 'tcp', 17: 'udp', 58: 'icmpv6' }

/** What "all" is, where a protocol has ports: for icmp they are type and code (EC2 API, IpPermission). */
const allPorts: Readonly<Record<string, { from: number; to: number }>> = {
  tcp: { from: 0, to: 65535 },
  udp: { from: 0, to: 65535 },
  icmp: { from: -1, to: -1 },
  icmpv6: { from: -1, to: -1 },
}

function protocolAndPorts({ protocol, ports }: SecurityRuleTranslation) {
  if (protocol === 'any') return { protocol: '-1' }
  const name = typeof protocol === 'number' ? (namedProtocols[protocol] ?? String(protocol)) : protocol
  const all = allPorts[name]
  if (!all) return { protocol: name }
  const { from, to } = ports ?? all
  return { protocol: name, from_port: from, to_port: to }
}

function peerValue(peer: SecurityRuleTranslation['peer']) {
  if (peer.kind === 'group') return { peer_group_key: peer.groupKey }
  if (peer.kind === 'prefix-list') return { peer_list_key: peer.listKey }
  return peer.cidr.family === 4 ? { cidr_ipv4: formatCidr(peer.cidr) } : { cidr_ipv6: formatCidr(peer.cidr) }
}
