/** Changes of one thing at the recovery site, for tests of what is found of them. */
import type { Network } from '../../src/model/network.ts'
import type { NetworkObjectOf } from '../../src/model/network-objects.ts'
import type { Vm } from '../../src/model/site.ts'
import type { Reading } from '../builders-standing.ts'

type Filter = NetworkObjectOf<'packet-filter'>

/** What a reading becomes when one thing of it changes. */
export type Change = (reading: Reading) => Reading

const inNetwork = (change: (network: Network) => Partial<Network>): Change => {
  return (reading) => ({ ...reading, network: { ...reading.network, ...change(reading.network) } })
}

type ListName = 'vpcs' | 'subnets' | 'routeTables' | 'routes' | 'securityGroups' | 'securityRules' | 'objects'
type Item<Name extends ListName> = Network[Name][number]

export const without = (list: ListName, ...ids: readonly string[]): Change =>
  inNetwork((network) => ({
    [list]: (network[list] as readonly { id: string }[]).filter(({ id }) => !ids.includes(id)),
  }))

export const withMore = <Name extends ListName>(list: Name, ...items: readonly Item<Name>[]): Change =>
  inNetwork((network) => ({ [list]: [...network[list], ...items] }))

export const changed = <Name extends ListName>(list: Name, id: string, over: Partial<Item<Name>>): Change =>
  inNetwork((network) => ({
    [list]: (network[list] as readonly Item<Name>[]).map((item) => (item.id === id ? { ...item, ...over } : item)),
  }))

/** Of packet filters. */
export const entriesChanged = (id: string, change: (entries: Filter['entries']) => Filter['entries']): Change =>
  inNetwork(({ objects: all }) => ({
    objects: all.map((one) =>
      one.id === id && one.kind === 'packet-filter' ? { ...one, entries: change(one.entries) } : one,
    ),
  }))

export const vmChanged = (id: string, over: Partial<Vm> | ((vm: Vm) => Partial<Vm>)): Change => {
  return (reading) => ({
    ...reading,
    vms: reading.vms.map((vm) => (vm.id === id ? { ...vm, ...(typeof over === 'function' ? over(vm) : over) } : vm)),
  })
}

export const withVm =
  (vm: Vm): Change =>
  (reading) => ({ ...reading, vms: [...reading.vms, vm] })

export const withoutVm =
  (id: string): Change =>
  (reading) => ({ ...reading, vms: reading.vms.filter((vm) => vm.id !== id) })
