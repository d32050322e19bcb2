/**
 * The way home after the recovery site has run for a while: what the plan knows, what stands there now, and what the primary
 * site has. Hosts of the plan go back to where they were; hosts that came get fresh addresses; hosts that went are named.
 */
import { compareAddresses, formatAddress, type Address } from '../../model/address.ts'
import { containsAddress, lastOf } from '../../model/cidr.ts'
import type { NetworkTranslation, SubnetTranslation } from '../../model/network-translation.ts'
import type { Failback, HostHome } from '../../model/network-maps.ts'
import type { Vm } from '../../model/site.ts'
import type { NetworkLimits } from '../../model/target.ts'

export interface FailbackInput {
  readonly translation: Pick<NetworkTranslation, 'addresses' | 'subnets'>
  /** The machines of the recovery site as an inventory of it tells them. */
  readonly recovered: readonly Vm[]
  /** Every address that is in use at the primary site, of planned VMs and others. */
  readonly taken: readonly Address[]
  /** Places that no host may have there. */
  readonly limits: Pick<NetworkLimits, 'reservedFirst' | 'reservedLast'>
}

const nameOf = formatAddress

/** Sorted by address. Machines are told by their IPv4 addresses, as the ids of two sites have nothing in common. */
export function planFailback({ translation, recovered, taken, limits }: FailbackInput): Failback {
  const planned = new Map(
    translation.addresses.flatMap((entry) => (entry.to ? [[nameOf(entry.to), entry] as const] : [])),
  )
  const standing = recovered
    .flatMap(({ id, nics }) => nics.flatMap(({ addresses }) => addresses.map((from) => ({ vmId: id, from }))))
    .filter(({ from }) => from.family === 4)
    .toSorted((a, b) => compareAddresses(a.from, b.from) || (a.vmId < b.vmId ? -1 : 1))
  const used = new Set([...taken, ...translation.addresses.flatMap(({ from }) => from ?? [])].map(nameOf))
  const back: HostHome[] = []
  const fresh: HostHome[] = []
  for (const { vmId, from } of standing) {
    const known = planned.get(nameOf(from))
    if (known) back.push({ vmId, from, to: known.from })
    else fresh.push({ vmId, from, to: freshAddress(from, { subnets: translation.subnets, used, limits }) })
  }
  const here = new Set(standing.map(({ from }) => nameOf(from)))
  const gone = [...planned].flatMap(([name, { vmId, to }]) =>
    to?.family === 4 && !here.has(name) ? [{ vmId, address: to }] : [],
  )
  return { back, fresh, gone: gone.toSorted((a, b) => compareAddresses(a.address, b.address)) }
}

interface Room {
  readonly subnets: readonly SubnetTranslation[]
  /** Grows by what is given. */
  readonly used: Set<string>
  readonly limits: FailbackInput['limits']
}

/** In the subnet that its own was made from. */
function freshAddress(from: Address, { subnets, used, limits }: Room): Address | null {
  const subnet = subnets.find(({ block }) => containsAddress(block, from))
  const home = subnet?.fromBlock
  if (!subnet || home?.family !== 4) return null
  const first = home.network + BigInt(limits.reservedFirst)
  const last = lastOf(home) - BigInt(limits.reservedLast)
  const isFree = (value: bigint): boolean => first <= value && value <= last && !used.has(nameOf({ family: 4, value }))
  let value = home.network + (from.value - subnet.block.network)
  if (!isFree(value)) for (value = first; value <= last && !isFree(value); value++);
  if (!isFree(value)) return null
  used.add(nameOf({ family: 4, value }))
  return { family: 4, value }
}
