/** What the proof found between two recovery sites, with the machines that packets are of; and what it did not look at. */
import { formatAddress, type Address } from '../../model/address.ts'
import type { Equivalence, EquivalenceDifference } from '../../model/equivalence.ts'
import { packetText } from '../../model/packet-text.ts'
import type { FlowChange, FlowsDiff } from '../../model/plan-diff.ts'
import type { PairedVms, VmPair } from './vms.ts'

/** `core/network/compare-recovery.ts`; or why nothing could be compared. */
export type ComparedFlows =
  | Pick<Equivalence, 'verdict' | 'differences' | 'more' | 'missing'>
  | { readonly impossible: string }

const changes = { 'newly-allowed': 'opened', 'now-denied': 'closed', changed: 'rerouted' } as const

export function diffFlows(found: ComparedFlows, vms: PairedVms): FlowsDiff {
  const notCompared = unseen(vms)
  if ('impossible' in found)
    return { verdict: 'undetermined', changes: [], more: false, missing: [found.impossible], notCompared }
  const owners = ownersOf(vms.pairs)
  const differences = found.differences.map((one) => flowChange(one, owners))
  return {
    verdict: differences.length > 0 ? 'changed' : found.verdict === 'undetermined' ? 'undetermined' : 'same',
    changes: differences,
    more: found.more,
    missing: [...found.missing],
    notCompared,
  }
}

const keyOf = ({ family, value }: Address): string => `${family} ${value}`

/** VMs by their address at the earlier recovery site. */
const ownersOf = (pairs: readonly VmPair[]): ReadonlyMap<string, string> =>
  new Map(
    pairs.flatMap(({ before, after }) =>
      before.addresses.flatMap(({ to }) => (to === null ? [] : [[keyOf(to), after.vm.vmId] as const])),
    ),
  )

function flowChange(difference: EquivalenceDifference, owners: ReadonlyMap<string, string>): FlowChange {
  const { kind, place, direction, packet, image, before, after, conditions } = difference
  const isRoute = direction === 'route'
  const text = (source: Address, destination: Address): string =>
    isRoute ? `to ${formatAddress(destination)}` : packetText({ ...packet, source, destination })
  return {
    change: isRoute ? 'rerouted' : changes[kind],
    place,
    direction,
    packet: text(packet.source, packet.destination),
    packetAfter: text(image.source, image.destination),
    sourceVmId: isRoute ? null : (owners.get(keyOf(packet.source)) ?? null),
    destinationVmId: owners.get(keyOf(packet.destination)) ?? null,
    before,
    after,
    conditions: [...conditions],
  }
}

/** A machine that one plan lacks has no connections to compare; nor has one whose address nobody knows yet. */
function unseen({ pairs, added, removed }: PairedVms): FlowsDiff['notCompared'] {
  const unplaced = pairs.filter(({ before, after }) =>
    [before, after].some(({ addresses }) => addresses.some(({ to }) => to === null)),
  )
  const groups = [
    { why: 'they are in the later plan only', vmIds: added.map(({ vm }) => vm.vmId) },
    { why: 'they are in the earlier plan only', vmIds: removed.map(({ vm }) => vm.vmId) },
    {
      why: 'the platform gives them an address that is not known before',
      vmIds: unplaced.map(({ after }) => after.vm.vmId),
    },
  ]
  return groups.filter(({ vmIds }) => vmIds.length > 0)
}
