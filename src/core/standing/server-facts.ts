/** Facts of servers of a reading, and what their cards are called. */
import { formatAddress } from '../../model/address.ts'
import { objectsOf } from '../../model/network-objects.ts'
import type { Nic, Vm } from '../../model/site.ts'
import { cardLabel, standingTags, type StandingFacts } from '../../model/standing.ts'
import { cardHop, diskText, togetherText } from '../../model/standing-text.ts'
import type { Keys } from './keys.ts'
import { guardsOf, type StandingReading } from './reading.ts'

interface Context {
  readonly reading: StandingReading
  readonly keys: Keys
}

/** The card of an id as the plan calls it: servers that a failover makes have keys of the plan too. */
export function cardOf(nicId: string | null, { reading }: Context): string {
  for (const { id, nics, tags } of reading.vms) {
    const index = nics.findIndex((nic) => nic.id === nicId)
    if (index >= 0) return cardHop(tags[standingTags.vm] ?? id, index)
  }
  return nicId ?? 'nothing'
}

export function serverFacts(vm: Vm, context: Context): StandingFacts {
  const cards = vm.nics.flatMap((nic, index) => Object.entries(cardValues(nic, index, context)))
  const disksKnown = !context.reading.unread?.includes('disk')
  return {
    values: {
      size: vm.sourceType,
      power: vm.power === 'unknown' ? null : vm.power,
      cards: String(vm.nics.length),
      ...Object.fromEntries(cards),
    },
    items: disksKnown
      ? vm.disks.map(({ sourceClass, capacityGiB, boot }) => {
          const text = diskText(sourceClass, capacityGiB)
          return boot ? { text, slot: 'disk to boot from' } : { text }
        })
      : [],
  }
}

/** Addresses that nobody chose are not among them: `null` in the plan, whatever is read. */
function cardValues(nic: Nic, index: number, { reading, keys }: Context): Readonly<Record<string, string | null>> {
  const filters = guardsOf(reading).filter(({ nicIds }) => nicIds.includes(nic.id))
  const groups = objectsOf(reading.network.objects, 'member-group').filter(({ nicIds }) => nicIds.includes(nic.id))
  return {
    [cardLabel(index, 'subnet')]: keys.of('subnet', nic.subnetId) ?? keys.say('subnet', nic.subnetId),
    [cardLabel(index, 'addresses')]: nic.addresses
      .filter(({ family }) => family === 4)
      .map(formatAddress)
      .join(', '),
    [cardLabel(index, 'security groups')]: togetherText(
      nic.securityGroupIds.map((id) => keys.say('security-group', id)),
    ),
    [cardLabel(index, 'packet filter')]: togetherText(filters.map(({ id }) => keys.say('packet-filter', id))),
    [cardLabel(index, 'member groups')]: togetherText(groups.map(({ id }) => keys.say('member-group', id))),
    [cardLabel(index, 'forwarding')]: nic.forwards === undefined ? null : nic.forwards ? 'on' : 'off',
  }
}
