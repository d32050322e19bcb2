/** Standing things that every target states alike (model/standing.ts). */
import { formatAddress } from '../model/address.ts'
import { formatCidr } from '../model/cidr.ts'
import type { NetworkTranslation } from '../model/network-translation.ts'
import type { KeyMove, Plan } from '../model/plan.ts'
import {
  cardLabel,
  type StandingItem,
  type StandingKind,
  type StandingRef,
  type StandingThing,
} from '../model/standing.ts'
import { blockText, diskText } from '../model/standing-text.ts'
import { cardsOf, type PlacedVm } from './placed-vms.ts'

type Thing = StandingRef & Partial<StandingThing>

export const aThing = ({ kind, key, ...over }: Thing): StandingThing => ({
  kind,
  key,
  names: [key],
  vpcKey: null,
  inside: over.vpcKey ? [ref('vpc', over.vpcKey)] : [],
  marks: [],
  values: {},
  items: [],
  ...over,
})

export const ref = (kind: StandingKind, key: string): StandingRef => ({ kind, key })

/** Keys that it had in earlier plans come after its own: what cannot be renamed in place keeps its first name. */
export const keysOf = ({ moves = [] }: Plan, kind: KeyMove['kind'], key: string): readonly string[] => [
  key,
  ...moves.filter((move) => move.kind === kind && move.to === key).map(({ from }) => from),
]

/** Blocks of a network and of its subnets: what it is known by where it has another name. */
export const vpcThing = (
  { vpcs, subnets }: NetworkTranslation,
  key: string,
  names: readonly string[],
): StandingThing => {
  const blocks = (vpcs.find((vpc) => vpc.key === key)?.blocks ?? []).filter(({ family }) => family === 4)
  const inIt = subnets.filter(({ vpcKey, block }) => vpcKey === key && block.family === 4)
  return aThing({
    kind: 'vpc',
    key,
    names,
    marks: [...blocks, ...inIt.map(({ block }) => block)].map(formatCidr),
    items: blocks.map((block) => ({ text: blockText(block) })),
  })
}

/** What guards the cards of a server, by their place from 0. */
type CardValues = (card: PlacedVm['addresses'], vmId: string) => Readonly<Record<string, string | null>>

interface Server {
  readonly placed: PlacedVm
  readonly cardValues: CardValues
  /** The platform's own word for a class of disks. */
  readonly diskClass: (classId: string) => string
  readonly forwards: (card: PlacedVm['addresses']) => boolean
}

/** A server that stands all the time, at the size that it stands by with. */
export function serverThing({ placed, cardValues, diskClass, forwards }: Server): StandingThing {
  const { vm, assignment, addresses } = placed
  const { componentId, standbyComponentId } = assignment.offering
  const cards = cardsOf(addresses)
  const values = cards.flatMap((card, index) =>
    Object.entries({
      subnet: card[0]?.subnetKey ?? null,
      addresses: addressesOf(card),
      forwarding: forwards(card) ? 'on' : 'off',
      ...cardValues(card, vm.vmId),
    }).map(([what, value]) => [cardLabel(index, what), value] as const),
  )
  return aThing({
    kind: 'server',
    key: vm.key,
    inside: cards.flatMap((card) => (card[0] ? [ref('subnet', card[0].subnetKey)] : [])),
    values: {
      size: standbyComponentId ?? componentId,
      power: 'on',
      cards: String(cards.length),
      ...Object.fromEntries(values),
    },
    items: disksOf(placed, diskClass),
  })
}

/** Null where the platform chooses one of them. */
function addressesOf(card: PlacedVm['addresses']): string | null {
  const own = card.filter(({ to }) => to?.family !== 6)
  const chosen = own.flatMap(({ to }) => (to ? [formatAddress(to)] : []))
  return chosen.length < own.length ? null : chosen.join(', ')
}

/** Where nobody knows the disk to boot from, it has the size of its image. */
function disksOf({ assignment: { disks } }: PlacedVm, diskClass: Server['diskClass']): readonly StandingItem[] {
  const root = disks.find(({ boot }) => boot)
  const slot = 'disk to boot from'
  return [
    ...disks.map((disk) => {
      const text = diskText(diskClass(disk.classId), disk.sizeGiB)
      return disk === root ? { text, slot } : { text }
    }),
    ...(root ? [] : [{ text: slot, slot, may: true }]),
  ]
}
