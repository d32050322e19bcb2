/** Blocks inside subnets that belong to one card (delegated prefixes) or are kept free (reservations). */
import { contains, equalCidrs, formatCidr, lastOf, overlaps, type Cidr } from '../../model/cidr.ts'
import { coverOf } from '../../model/intervals.ts'
import { createFinding, type Finding } from '../../model/finding.ts'
import { objectsOf } from '../../model/network-objects.ts'
import type { HeldBlockTranslation, SubnetTranslation } from '../../model/network-translation.ts'
import type { Network } from '../../model/network.ts'
import type { NetworkLimits } from '../../model/target.ts'
import { findFreeBlock } from './allocate.ts'
import type { Range } from './address-map.ts'
import { isResized } from '../../model/network-translation.ts'
import type { PlacedNic } from './placed-nic.ts'

export interface HeldContext {
  readonly network: Network
  readonly subnets: readonly SubnetTranslation[]
  /** Blocks of resized blocks that kept their size or not, of all VPCs by key. */
  readonly rangesOf: (vpcKey: string) => readonly Range[]
  readonly limits: NetworkLimits
}

export interface HeldBlocks {
  readonly blocks: readonly HeldBlockTranslation[]
  readonly findings: readonly Finding[]
}

type Asked = Omit<HeldBlockTranslation, 'to'>

/** Prefixes first: a reservation may lie around them. */
export function translateHeld(nics: readonly PlacedNic[], context: HeldContext): HeldBlocks {
  const byId = new Map(context.subnets.map((subnet) => [subnet.from ?? '', subnet]))
  const bySubnet = new Map(context.subnets.map((subnet) => [subnet.key, subnet]))
  const prefixes = nics.flatMap(({ vm, nic, subnet }) =>
    (nic.prefixes ?? []).map((from): Asked => ({
      kind: 'prefix',
      id: nic.id,
      vmId: vm.id,
      subnetKey: subnet.key,
      from,
    })),
  )
  const reservations = objectsOf(context.network.objects, 'reservation').flatMap(({ id, subnetId, block }): Asked[] => {
    const subnet = byId.get(subnetId)
    return subnet ? [{ kind: 'reservation', id, vmId: null, subnetKey: subnet.key, from: block }] : []
  })
  const blocks: HeldBlockTranslation[] = []
  const findings: Finding[] = []
  for (const asked of [...prefixes, ...reservations]) {
    const subnet = bySubnet.get(asked.subnetKey)
    const to = subnet ? placeOf(asked, subnet, { blocks, nics, context }) : null
    blocks.push({ ...asked, to })
    if (subnet && !to) findings.push(noRoom(asked, subnet))
  }
  return { blocks: blocks.toSorted(inOrder), findings }
}

const inOrder = (a: HeldBlockTranslation, b: HeldBlockTranslation): number => {
  const [one, other] = [a, b].map(({ kind, id, from }) => `${kind} ${id} ${formatCidr(from)}`)
  return (one ?? '') < (other ?? '') ? -1 : 1
}

interface Placing {
  readonly blocks: readonly HeldBlockTranslation[]
  readonly nics: readonly PlacedNic[]
  readonly context: HeldContext
}

function placeOf(asked: Asked, subnet: SubnetTranslation, placing: Placing): Cidr | null {
  const { context } = placing
  const alike = alikePlace(asked.from, subnet, context.rangesOf(subnet.vpcKey))
  if (
    alike &&
    (asked.kind === 'reservation' ||
      !reservedIn(blockAround(subnet, alike), context.limits).some((own) => overlaps(own, alike)))
  )
    return alike
  if (asked.from.family === 6) return null
  const others = placing.blocks.flatMap(({ to, subnetKey }) => (to && subnetKey === subnet.key ? [to] : []))
  const hosts = alike ? hostPlaces(subnet, placing.nics) : []
  const taken = [...reservedIn(subnet.block, context.limits), ...others, ...hosts]
  return findFreeBlock([subnet.block], asked.from.prefixLength, { taken, like: null })
}

const blockAround = ({ block, moreBlocks = [] }: SubnetTranslation, inner: Cidr): Cidr =>
  moreBlocks.find(({ to }) => contains(to, inner))?.to ?? block

/** The same place in its subnet, where that kept its size, or in the part of it that did. */
function alikePlace(from: Cidr, subnet: SubnetTranslation, ranges: readonly Range[]): Cidr | null {
  const own =
    subnet.fromBlock && !isResized(subnet) && subnet.rule !== 'allocated'
      ? [{ from: subnet.fromBlock, to: subnet.block }]
      : []
  const whole = ranges.filter((range) => range.from.prefixLength === range.to.prefixLength && isResized(subnet))
  const around = [...own, ...(subnet.moreBlocks ?? []), ...whole].find((range) => contains(range.from, from))
  return around ? { ...from, network: around.to.network + (from.network - around.from.network) } : null
}

const reservedIn = (block: Cidr, { reservedFirst, reservedLast }: NetworkLimits): readonly Cidr[] =>
  coverOf(block.family, [
    { lo: block.network, hi: block.network + BigInt(reservedFirst) - 1n },
    { lo: lastOf(block) - BigInt(reservedLast) + 1n, hi: lastOf(block) },
  ])

/** Where hosts of a subnet that moves as it is will be. */
const hostPlaces = ({ key, fromBlock, block }: SubnetTranslation, nics: readonly PlacedNic[]): readonly Cidr[] =>
  nics
    .filter(({ subnet }) => subnet.key === key)
    .flatMap(({ nic }) => nic.addresses)
    .flatMap(({ family, value }) =>
      family === 4 && fromBlock
        ? [{ family, network: block.network + (value - fromBlock.network), prefixLength: 32 }]
        : [],
    )

const noRoom = ({ from, kind, id, vmId }: Asked, { name, block }: SubnetTranslation): Finding =>
  createFinding('network.limit', {
    subject: name,
    message: `${name} (${formatCidr(block)}) has no room for ${formatCidr(from)}, ${kind === 'prefix' ? 'a prefix of card' : 'a reservation,'} ${id}.`,
    suggestion: 'Give the subnet a larger block.',
    affected: vmId === null ? [] : [vmId],
  })

/** Blocks that no host of a subnet may be seated in; a host that had its place in a reservation keeps it. */
export const heldIn = (subnetKey: string, { blocks }: HeldBlocks): readonly Cidr[] =>
  blocks
    .flatMap((held) => (held.subnetKey === subnetKey && held.to?.family === 4 ? [held.to] : []))
    .filter((block, index, all) => all.findIndex((other) => equalCidrs(other, block)) === index)
