/** All VPCs of a site at the recovery site, and what each of them must know of the others and of its surroundings. */
import { readAddress } from '../../model/address.ts'
import { containsAddress, readCidr, type Cidr } from '../../model/cidr.ts'
import type { NetworkPolicy } from '../../model/network-policy.ts'
import type { Finding } from '../../model/finding.ts'
import { objectsOf } from '../../model/network-objects.ts'
import type { Network, Subnet } from '../../model/network.ts'
import type { NetworkLimits } from '../../model/target.ts'
import { maximal } from './allocate.ts'
import { followedRules, ruleFindings, type VpcBlocks } from './block-rules.ts'
import { blocksOf } from './blocks.ts'
import type { SeatedNic } from './complete.ts'
import { rangesElsewhere } from './elsewhere.ts'
import { ipv6BlocksOf, ipv6RuleFindings } from './ipv6.ts'
import type { Crowd } from './resize.ts'
import { translateVpc, type TranslatedVpc } from './vpcs.ts'

export interface PlannedVpcs {
  readonly vpcs: readonly TranslatedVpc[]
  /** Blocks of the primary site that rules and routes name, each once. */
  readonly named: readonly Cidr[]
  readonly findings: readonly Finding[]
}

export function planVpcs(
  network: Network,
  nics: readonly SeatedNic[],
  { policy, limits }: { readonly policy: NetworkPolicy; readonly limits: NetworkLimits },
): PlannedVpcs {
  const subnetsOf = (vpcId: string): readonly Subnet[] => network.subnets.filter((subnet) => subnet.vpcId === vpcId)
  const known = network.vpcs.map((vpc): VpcBlocks => ({
    vpc,
    blocks: maximal([
      ...vpc.blocks.filter(({ family }) => family === 4),
      ...blocksOf(vpc, subnetsOf(vpc.id), limits),
      ...subnetsOf(vpc.id).flatMap(({ block }) => (block?.family === 4 ? [block] : [])),
    ]),
  }))
  const primary = maximal([
    ...known.flatMap(({ blocks }) => blocks),
    ...network.vpcs.flatMap(({ blocks }) => blocks),
    ...network.subnets.flatMap(({ block }) => block ?? []),
  ])
  const named = namedBlocks(network)
  const crowds = crowdsOf(network, nics)
  const context = {
    policy,
    limits,
    network,
    primary,
    named,
    rules: followedRules(policy, known),
    elsewhere: rangesElsewhere(network, policy, primary),
    given: [] as Cidr[],
    crowdOf: crowds,
    hostsOf: hostsOf(nics),
  }
  const six = network.vpcs.flatMap((vpc) => ipv6BlocksOf(vpc, subnetsOf(vpc.id)))
  return {
    vpcs: network.vpcs.map((vpc) => translateVpc(vpc, subnetsOf(vpc.id), context)),
    named,
    findings: [...ruleFindings(policy, known, primary), ...ipv6RuleFindings(policy, six)],
  }
}

function hostsOf(nics: readonly SeatedNic[]): (subnetId: string) => number {
  const hosts = new Map<string, number>()
  for (const { subnetId, nic } of nics)
    hosts.set(subnetId, (hosts.get(subnetId) ?? 0) + Math.max(1, nic.addresses.length))
  return (id) => hosts.get(id) ?? 0
}

function crowdsOf(network: Network, nics: readonly SeatedNic[]): (subnet: Subnet) => Crowd {
  const cards = Map.groupBy(nics, ({ subnetId }) => subnetId)
  const reservations = Map.groupBy(objectsOf(network.objects, 'reservation'), ({ subnetId }) => subnetId)
  return ({ id, block }) => {
    const own = cards.get(id) ?? []
    const known = own
      .flatMap(({ nic }) => nic.addresses)
      .filter((address) => block !== null && containsAddress(block, address))
    const unknown = own.filter(({ nic }) => !nic.addresses.some(({ family }) => family === 4)).length
    const held = [
      ...own.flatMap(({ nic }) => nic.prefixes ?? []),
      ...(reservations.get(id) ?? []).map((each) => each.block),
    ]
    const inside = held.filter(
      (each) =>
        block !== null &&
        each.family === 4 &&
        each.prefixLength > block.prefixLength &&
        containsAddress(block, { family: 4, value: each.network }),
    )
    return {
      hosts: [...new Set(known.map(({ value }) => value))].sort((a, b) => (a < b ? -1 : 1)),
      unknown,
      whole: maximal(inside),
    }
  }
}

/** Of IPv4, and not single addresses, which are one block wherever they go. */
function namedBlocks(network: Network): readonly Cidr[] {
  const inFilters = objectsOf(network.objects, 'packet-filter')
    .flatMap(({ entries }) => entries.flatMap(({ sources, destinations }) => [...sources, ...destinations]))
    .filter((text) => !readAddress(text).ok)
    .flatMap((text) => {
      const reading = readCidr(text)
      return reading.ok ? [reading.value] : []
    })
  const all = [
    ...network.securityRules.flatMap(({ peer }) => (peer.kind === 'cidr' ? [peer.cidr] : [])),
    ...network.routes.flatMap(({ destination }) => ('prefixListId' in destination ? [] : [destination])),
    ...objectsOf(network.objects, 'prefix-list').flatMap(({ blocks, managed }) => (managed ? [] : blocks)),
    ...inFilters,
  ]
  const seen = new Map(
    all
      .filter(({ family, prefixLength }) => family === 4 && prefixLength < 32)
      .map((cidr) => [`${cidr.network}/${cidr.prefixLength}`, cidr]),
  )
  return [...seen.values()]
}
