/** Things of Azure by their ids, for the converters of the network's objects. Ids are compared in lower case. */
import { formatAddress, readAddress, type Address } from '../../model/address.ts'
import { readCidr, type Cidr } from '../../model/cidr.ts'
import { compareText } from '../../model/text-order.ts'
import { networkOfSubnet } from '../azure-site.ts'
import type { Dump } from './answers.ts'

type Reference = { readonly id?: string | null | undefined } | null | undefined

export interface Lookup {
  /** The address of a public address, by its id; none while it is not allocated. */
  readonly publicAddress: (reference: Reference) => readonly Address[]
  readonly publicZones: (reference: Reference) => readonly string[]
  /** The VM that has an interface, by the interface's id. */
  readonly vmOfNic: ReadonlyMap<string, string>
}

export function createLookup(dump: Dump): Lookup {
  const publics = new Map(dump.publicAddresses.map(({ value }) => [value.id.toLowerCase(), value]))
  return {
    publicAddress: (reference) => addressesOf([publics.get(idOf(reference) ?? '')?.ipaddress]),
    publicZones: (reference) => publics.get(idOf(reference) ?? '')?.zones ?? [],
    vmOfNic: new Map([
      ...dump.nics.flatMap(({ value }) => pair(value.id, value.virtualmachine?.id)),
      ...dump.vms.flatMap(({ value }) =>
        (value.networkprofile?.networkinterfaces ?? []).flatMap(({ id }) => pair(id, value.id)),
      ),
    ]),
  }
}

const pair = (nic: string, vm: string | null | undefined): readonly (readonly [string, string])[] =>
  vm ? [[nic.toLowerCase(), vm.toLowerCase()]] : []

export const idOf = (reference: Reference): string | null => reference?.id?.toLowerCase() || null

/** Sorted, each once. */
export const idsOf = (references: readonly Reference[]): readonly string[] =>
  [...new Set(references.flatMap((reference) => idOf(reference) ?? []))].toSorted(compareText)

/** The resource that a part of it belongs to: `…/networkInterfaces/a` of `…/networkInterfaces/a/ipConfigurations/b`. */
export const ownerOf = (id: string | null): string | null =>
  /^\/subscriptions\/[^/]+\/resourcegroups\/[^/]+\/providers\/[^/]+\/[^/]+\/[^/]+/.exec(id?.toLowerCase() ?? '')?.[0] ??
  null

/** The last part of an id. */
export const nameOf = (id: string): string => id.split('/').at(-1) ?? id

export const vpcOfSubnet = (subnetId: string | null | undefined): string | null =>
  subnetId ? networkOfSubnet(subnetId) : null

/** What can be read of them, each once; the platform itself writes these. */
export function addressesOf(texts: readonly (string | null | undefined)[]): readonly Address[] {
  const found = texts.flatMap((text) => {
    const reading = readAddress(text ?? '')
    return reading.ok ? [reading.value] : []
  })
  return [...new Map(found.map((address) => [formatAddress(address), address])).values()]
}

/** Blocks, and single addresses as blocks of one. */
export const blocksIn = (texts: readonly (string | null | undefined)[]): readonly Cidr[] =>
  texts.flatMap((text) => {
    const reading = readCidr(/^[\d.]+$/.test(text ?? '') ? `${text}/32` : (text ?? ''))
    return reading.ok ? [reading.value] : []
  })
