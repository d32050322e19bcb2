/** The proof against a third opinion (plain-walk.ts). */
import { describe, expect, it } from 'vitest'
import { proveNetwork } from '../../../src/core/network/prove-network.ts'
import { translateNetwork } from '../../../src/core/network/translate.ts'
import { parseCidr, type Cidr } from '../../../src/model/cidr.ts'
import type { NetworkTranslation, SecurityRuleTranslation } from '../../../src/model/network-translation.ts'
import type { Network, SecurityRule } from '../../../src/model/network.ts'
import type { FilterEntry } from '../../../src/model/packet-filter.ts'
import {
  aGroup,
  aNetwork,
  anAcl,
  anAclEntry,
  aPolicy,
  aRoute,
  aRule,
  aSubnet,
  aTable,
  someLimits,
  someRegions,
} from '../../builders-network.ts'
import { BLOCKS, passes, plainDifference, plainPrimary, plainRecovery, vms } from './plain-walk.ts'
import { createDice as createRolls } from '../../../bench/proof/lists.ts'

const createDice = (seed: number) => {
  const below = createRolls(seed)
  return { below, pick: <T>(options: readonly [T, ...T[]]): T => options[below(options.length)] ?? options[0] }
}
type Dice = ReturnType<typeof createDice>

function aRandomNetwork(dice: Dice): Network {
  const ports = () => {
    const from = dice.pick([22, 80, 443, 5432])
    return { from, to: from + dice.pick([0, 0, 1, 8]) }
  }
  const peer = (): SecurityRule['peer'] =>
    dice.below(4) === 0
      ? { kind: 'group', groupId: dice.pick(['sg-web', 'sg-db']) }
      : { kind: 'cidr', cidr: parseCidr(dice.pick(BLOCKS)) }
  const rules = Array.from({ length: 6 }, (_, index) =>
    aRule(`rule-${index}`, peer(), {
      groupId: dice.pick(['sg-web', 'sg-db']),
      direction: dice.pick<'ingress' | 'egress'>(['ingress', 'egress']),
      protocol: dice.pick<'tcp' | 'udp' | 'any'>(['tcp', 'tcp', 'udp', 'any']),
      ports: ports(),
    }),
  ).map((rule) => (rule.protocol === 'any' ? { ...rule, ports: null } : rule))
  const entries = (['ingress', 'egress'] as const).flatMap((direction) =>
    Array.from({ length: 3 }, (_, index) =>
      anAclEntry(direction, 100 + 10 * index, {
        peer: dice.pick(BLOCKS),
        action: dice.pick<'allow' | 'deny'>(['allow', 'allow', 'deny']),
        protocol: dice.pick(['tcp', 'any']),
      }),
    ).map((entry) =>
      entry.protocol === 'any'
        ? entry
        : { ...entry, ports: dice.pick<string[]>([['443'], ['1024-65535'], ['0-5432']]) },
    ),
  )
  return aNetwork({
    subnets: [aSubnet('subnet-1', '10.0.0.0/24'), aSubnet('subnet-2', '10.0.1.0/24')],
    routeTables: [aTable('rtb-1')],
    routes: [aRoute('local', '10.0.0.0/16', 'local')],
    securityGroups: [aGroup('sg-web'), aGroup('sg-db')],
    securityRules: rules,
    objects: dice.below(2) === 0 ? [anAcl(['subnet-2'], entries)] : [],
  })
}

/** One thing changed in one place. */
function mutate(translation: NetworkTranslation, dice: Dice): NetworkTranslation {
  const { securityRules, packetFilters } = translation
  const [filter] = packetFilters
  if (filter && dice.below(2) === 0) {
    const at = dice.below(filter.entries.length)
    const entries = filter.entries.flatMap((entry, index): FilterEntry[] => {
      if (index !== at) return [entry]
      const kind = dice.below(4)
      if (kind === 0) return []
      if (kind === 1) return [{ ...entry, action: entry.action === 'allow' ? 'deny' : 'allow' }]
      if (kind === 2) return [{ ...entry, order: entry.order + dice.pick([-15, 15]) }]
      return [{ ...entry, ports: entry.ports.map(({ from, to }) => ({ from, to: Math.min(65_535, to + 1) })) }]
    })
    return { ...translation, packetFilters: [{ ...filter, entries }] }
  }
  const at = dice.below(securityRules.length)
  const changed = securityRules.flatMap((rule, index): SecurityRuleTranslation[] => {
    if (index !== at) return [rule]
    const kind = dice.below(5)
    if (kind === 0) return []
    if (kind === 1 && rule.ports) return [{ ...rule, ports: { from: rule.ports.from, to: rule.ports.to + 1 } }]
    if (kind === 2 && rule.peer.kind === 'cidr')
      return [{ ...rule, peer: { kind: 'cidr', cidr: halved(rule.peer.cidr) } }]
    if (kind === 3) return [{ ...rule, direction: rule.direction === 'ingress' ? 'egress' : 'ingress' }]
    return [{ ...rule, groupKey: rule.groupKey === 'sg-web' ? 'sg-db' : 'sg-web' }]
  })
  return { ...translation, securityRules: changed }
}

const halved = (block: Cidr): Cidr => ({ ...block, prefixLength: Math.min(32, block.prefixLength + 1) })

const limits = someLimits()
const translated = (network: Network): NetworkTranslation =>
  translateNetwork({
    vms,
    network,
    policy: aPolicy({ blocks: [['10.0.0.0/16', '10.9.0.0/16']] }),
    limits,
    regions: someRegions,
  }).translation

describe('the proof and a plain walk through both sites', () => {
  it('agree that 60 translations are equal', () => {
    const dice = createDice(1)
    const networks = Array.from({ length: 60 }, () => aRandomNetwork(dice))

    for (const network of networks) {
      const translation = translated(network)

      expect(proveNetwork({ vms, network, translation, limits }).differences).toEqual([])
      expect(plainDifference(network, translation)).toBeNull()
    }
  })

  it('agree about 300 translations with one thing changed: none is wrongly called equal, every packet shown differs', () => {
    const dice = createDice(2)
    const mutants = Array.from({ length: 300 }, () => {
      const network = aRandomNetwork(dice)
      const translation = mutate(translated(network), dice)
      return { network, translation, proof: proveNetwork({ vms, network, translation, limits }) }
    })

    const equal = mutants.filter(({ proof }) => proof.differences.length === 0)
    const different = mutants.filter(({ proof }) => proof.differences.length > 0)

    expect(equal.filter(({ network, translation }) => plainDifference(network, translation) !== null)).toEqual([])
    expect(different.filter((mutant) => !isConfirmed(mutant))).toEqual([])
    expect([equal.length > 50, different.length > 50]).toEqual([true, true])
  })
})

/** Every packet that the proof shows makes the difference that it says, in the plain walk. */
function isConfirmed({
  network,
  translation,
  proof,
}: {
  network: Network
  translation: NetworkTranslation
  proof: Proof
}): boolean {
  const [primary, recovery] = [plainPrimary(network), plainRecovery(translation)]
  return proof.differences.every(({ packet, image, kind }) => {
    const { protocol, sourcePort, port } = packet
    const ends = { source: packet.source.value, destination: packet.destination.value }
    const before = passes(primary, { protocol, sourcePort, port, ...ends })
    const after = passes(recovery, {
      protocol,
      sourcePort,
      port,
      source: image.source.value,
      destination: image.destination.value,
    })
    return kind === 'newly-allowed' ? !before && after : before && !after
  })
}

type Proof = ReturnType<typeof proveNetwork>
