/** The address map in its three directions, host by host: for the day, for drills, and for the way home. */
import type { Address } from './address.ts'
import type { Cidr } from './cidr.ts'

export type NetworkMapKind = 'live' | 'drill' | 'failback'

/** What a card is told at one site. */
export interface CardAddress {
  readonly address: Address
  /** Null: the subnet is not known. */
  readonly block: Cidr | null
  readonly gateway: Address | null
}

export interface MappedHost {
  readonly vmId: string
  readonly vmName: string
  readonly nicId: string
  /** Order of the card on its VM and of the address on its card, from 0. */
  readonly nicIndex: number
  readonly addressIndex: number
  readonly subnetName: string
  /** Null: nobody knows the address, or the platform gives one. */
  readonly from: CardAddress | null
  readonly to: CardAddress | null
  /** As the VM must know them where it goes. */
  readonly nameServers: readonly Address[]
  readonly netbiosServers: readonly Address[]
  readonly domain: string | null
}

export interface NetworkMap {
  readonly kind: NetworkMapKind
  /** Equally long blocks, host parts kept; hosts win over them. */
  readonly blocks: readonly { readonly from: Cidr; readonly to: Cidr }[]
  /** By VM, card and address. */
  readonly hosts: readonly MappedHost[]
}

export type NetworkMaps = Readonly<Record<NetworkMapKind, NetworkMap>>

/** Whether anything in a network leads out of it. */
export interface Isolation {
  readonly verdict: 'isolated' | 'leaks' | 'undetermined'
  /** Route tables that were looked at, each in both families. */
  readonly tables: number
  /** One packet for each way out that was found. */
  readonly leaks: readonly IsolationLeak[]
  /** What would settle it. */
  readonly missing: readonly string[]
}

export interface IsolationLeak {
  readonly tableKey: string
  readonly destination: Address
  readonly hop: string
  /** The key of the route that leads there. */
  readonly routeKey: string | null
}

/** A host of the recovery site on its way home. */
export interface HostHome {
  /** By the inventory of the recovery site. */
  readonly vmId: string
  readonly from: Address
  /** Null: it stands in no subnet of the plan, or there is no room in the one that its subnet was made from. */
  readonly to: Address | null
}

export interface Failback {
  /** Hosts of the plan, with the addresses that they had. */
  readonly back: readonly HostHome[]
  /** Hosts that came. The host part is kept where it is free, else the lowest free one of the subnet is taken. */
  readonly fresh: readonly HostHome[]
  /** Addresses of the plan that no machine has any more, by the VM of the primary site. */
  readonly gone: readonly { readonly vmId: string; readonly address: Address }[]
}

export interface NamedFailback extends Failback {
  /** Names by the ids of both sites. */
  readonly names: ReadonlyMap<string, string>
}
