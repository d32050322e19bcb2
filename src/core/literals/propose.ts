/** What each address of the primary site would have to become, and where nobody but a person can say. */
import type { AddressLiteral, LiteralReason, LiteralTranslation } from '../../model/address-literal.ts'
import { formatAddress, type Address } from '../../model/address.ts'
import { cidrAround, containsAddress, equalCidrs, type Cidr } from '../../model/cidr.ts'
import { compareText } from '../../model/text-order.ts'
import { hostOf, type Meaning, type MeaningOf } from './meaning.ts'
import { rewrite } from './rewrite.ts'

/** A text with addresses in it: a file, or what a machine runs at its start. */
export interface LiteralPlace {
  readonly place: string
  readonly vmId: string | null
  /** The VPC that it is read in; null = outside of all. */
  readonly vpcId: string | null
  readonly literals: readonly AddressLiteral[]
}

export interface Addressing {
  readonly meaningOf: MeaningOf
  /** The blocks that stand for a block at the recovery site, as one VPC sees it, or somebody outside. */
  readonly imageOf: (block: Cidr, vpcId: string | null) => readonly Cidr[]
  /** Hosts that do not keep their place in their block: an address that is put together there would miss them. */
  readonly moved: readonly Address[]
  /** Of planned VMs: what the address becomes; null = the platform gives another one. Absent: not planned. */
  readonly placeOf: (vmId: string, address: Address) => Address | null | undefined
}

/** Sorted by place and position. */
export function proposeLiterals(
  places: readonly LiteralPlace[],
  addressing: Addressing,
): readonly LiteralTranslation[] {
  return [...places]
    .sort((a, b) => compareText(a.place, b.place) || compareText(a.vmId ?? '', b.vmId ?? ''))
    .flatMap((place) => place.literals.map((literal) => propose(literal, place, addressing)))
}

interface Destination {
  readonly to: Cidr | null
  readonly reason: LiteralReason | null
}

function propose(literal: AddressLiteral, place: LiteralPlace, addressing: Addressing): LiteralTranslation {
  const meaning = addressing.meaningOf(literal.block, place.vpcId)
  const destination = destinationOf(literal.block, { meaning, place, addressing })
  const { to, reason } = missesHosts(literal, addressing) ? noBlock : destination
  const because = reason ?? reasonOfForm(literal)
  const own = { place: place.place, vmId: place.vmId, ...literal, means: meaning.words }
  if (reason === null && to && equalCidrs(to, literal.block))
    return { ...own, outcome: 'kept', becomes: null, reason: null }
  const becomes = to && rewrite(literal, to)
  return { ...own, outcome: because === null ? 'replace' : 'by-hand', becomes, reason: because }
}

/** What is plain in its meaning may still be hard to replace by its form. */
function reasonOfForm({ kind, layers }: AddressLiteral): LiteralReason | null {
  if (layers.length > 0) return 'encoded'
  if (kind === 'hexadecimal' || kind === 'decimal') return 'number'
  if (kind === 'host-name') return 'name'
  return kind === 'padded' ? 'padded' : null
}

const noBlock: Destination = { to: null, reason: 'several-blocks' }

const missesHosts = ({ kind, block }: AddressLiteral, { moved }: Addressing): boolean =>
  kind === 'fragment' && moved.some((address) => containsAddress(block, address))

interface Context {
  readonly meaning: Meaning
  readonly place: LiteralPlace
  readonly addressing: Addressing
}

function destinationOf(block: Cidr, context: Context): Destination {
  const { meaning, place, addressing } = context
  if (meaning.isPublic) return { to: null, reason: 'public' }
  if (block.family === 6) return { to: null, reason: 'ipv6' }
  const address = hostOf(block)
  if (address && meaning.owners.length > 0) return destinationOfHost(address, context)
  const image = addressing.imageOf(block, place.vpcId)
  const [to, ...more] = image
  if (!to) return { to: null, reason: 'nothing-there' }
  if (more.length > 0 || to.prefixLength !== block.prefixLength) return noBlock
  const isUnowned = address !== null && !meaning.isOfSubnet
  return { to, reason: isUnowned ? 'owner-unknown' : null }
}

/** What the hosts say counts. */
function destinationOfHost(address: Address, { meaning, place, addressing }: Context): Destination {
  const places = meaning.owners.map(({ id }) => addressing.placeOf(id, address))
  const planned = places.filter((to) => to !== undefined)
  const known = planned.filter((to) => to !== null)
  const distinct = [...new Map(known.map((to) => [formatAddress(to), to])).values()]
  const [to] = distinct
  if (distinct.length > 1) return { to: null, reason: 'several-owners' }
  if (to) return { to: cidrAround(to, 32), reason: null }
  if (planned.length > 0) return { to: null, reason: 'address-unknown' }
  const [image] = addressing.imageOf(cidrAround(address, 32), place.vpcId)
  return { to: image?.prefixLength === 32 ? image : null, reason: 'owner-unplanned' }
}
