/** DNS private resolvers: where they answer, from where they ask, and the rules by which they forward. */
import type { NetworkObject } from '../../model/network-objects.ts'
import type { Dump } from './answers.ts'
import { addressesOf, idOf, idsOf } from './lookup.ts'

export function readResolvers(dump: Dump): readonly NetworkObject[] {
  const networks = new Map(dump.resolvers.map(({ value }) => [value.id.toLowerCase(), idsOf([value.virtualnetwork])]))
  const subnetOf = new Map(dump.resolversOut.map(({ value }) => [value.id.toLowerCase(), value.subnet]))
  return [
    ...dump.resolversIn.map((item) => inbound(item.value, networks)),
    ...dump.resolversOut.map(({ value }): NetworkObject => ({
      ...blank,
      id: value.id.toLowerCase(),
      name: value.name,
      direction: 'outbound',
      vpcIds: networks.get(resolverOf(value.id)) ?? [],
      subnetIds: idsOf([value.subnet]),
    })),
    ...dump.ruleSets.flatMap(({ value }) => {
      const id = value.id.toLowerCase()
      const links = dump.ruleSetLinks.filter((link) => link.value.id.toLowerCase().startsWith(`${id}/`))
      const standing = {
        vpcIds: idsOf(links.map((link) => link.value.virtualnetwork)),
        subnetIds: idsOf(value.dnsresolveroutboundendpoints.map((own) => subnetOf.get(idOf(own) ?? ''))),
      }
      return dump.forwardings
        .filter((rule) => rule.value.id.toLowerCase().startsWith(`${id}/`))
        .map((rule) => ruleOf(rule.value, standing))
    }),
  ]
}

const blank = { kind: 'resolver', addresses: [], domain: null, forwardsTo: [] } as const

function inbound(
  { id, name, ipconfigurations }: Dump['resolversIn'][number]['value'],
  networks: ReadonlyMap<string, readonly string[]>,
): NetworkObject {
  const methods = ipconfigurations.flatMap(({ privateipallocationmethod }) => privateipallocationmethod ?? [])
  return {
    ...blank,
    id: id.toLowerCase(),
    name,
    direction: 'inbound',
    vpcIds: networks.get(resolverOf(id)) ?? [],
    subnetIds: idsOf(ipconfigurations.map(({ subnet }) => subnet)),
    addresses: addressesOf(ipconfigurations.map(({ privateipaddress }) => privateipaddress)),
    ...(methods.length > 0 && { isStatic: methods.every((method) => /^static$/i.test(method)) }),
  }
}

/** Asked for in the networks that the set is linked to, sent from the subnets of its outbound endpoints. */
function ruleOf(
  { id, name, domainname, targetdnsservers, forwardingrulestate }: Dump['forwardings'][number]['value'],
  standing: { readonly vpcIds: readonly string[]; readonly subnetIds: readonly string[] },
): NetworkObject {
  return {
    ...blank,
    ...standing,
    id: id.toLowerCase(),
    name: /^disabled$/i.test(forwardingrulestate ?? '') ? `${name} (disabled)` : name,
    direction: 'rule',
    domain: domainOf(domainname),
    forwardsTo: targetdnsservers.flatMap(({ ipaddress, port }) => (ipaddress ? [hostAndPort(ipaddress, port)] : [])),
  }
}

/** Rules end in a dot; the dot alone stands for every name. */
const domainOf = (text: string | null | undefined): string | null =>
  text ? (text === '.' ? text : text.toLowerCase().replace(/\.$/, '')) : null

/** RFC 3986, 3.2: an IPv6 address stands in brackets. Without a port it is 53 (REST reference, TargetDnsServer). */
const hostAndPort = (address: string, port: number | null | undefined): string =>
  `${address.includes(':') ? `[${address}]` : address}:${port ?? 53}`

const resolverOf = (id: string): string => id.toLowerCase().replace(/\/[^/]+\/[^/]+$/, '')
