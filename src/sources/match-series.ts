/**
 * Which VM a series belongs to, when its file calls the VM by id, name, address or host name. The first
 * kind of name that fits decides; where it fits several VMs nothing is guessed.
 */
import { formatAddress, readAddress } from '../model/address.ts'
import type { Site, Vm } from '../model/site.ts'

export type VmMatch =
  | { readonly kind: 'one'; readonly vm: Vm }
  | { readonly kind: 'none' }
  | { readonly kind: 'several'; readonly vmIds: readonly string[] }

export type VmMatcher = (name: string) => VmMatch

/** By id, then exact name, then address, then host name without domain and without case. */
export function createVmMatcher(site: Site): VmMatcher {
  const indexes = [
    { key: (name: string) => name, of: indexVms(site, (vm) => [vm.id, ...(vm.otherIds ?? [])]) },
    { key: (name: string) => name, of: indexVms(site, (vm) => [vm.name]) },
    { key: addressKey, of: indexVms(site, addressesOf) },
    { key: hostName, of: indexVms(site, (vm) => [hostName(vm.name)]) },
  ]
  const match = (name: string): VmMatch => {
    for (const { key, of } of indexes) {
      const found = of.get(key(name))
      if (found?.[0]) return found.length === 1 ? { kind: 'one', vm: found[0] } : several(found)
    }
    return { kind: 'none' }
  }
  return (name) => {
    const whole = match(name)
    // Monitoring systems name the port of their exporter too: web-1:9100.
    const port = /^(.+):\d{1,5}$/.exec(name)
    return whole.kind === 'none' && port?.[1] !== undefined ? match(port[1]) : whole
  }
}

const several = (vms: readonly Vm[]): VmMatch => ({ kind: 'several', vmIds: vms.map(({ id }) => id).sort() })

function indexVms(site: Site, keysOf: (vm: Vm) => readonly string[]): Map<string, Vm[]> {
  const index = new Map<string, Vm[]>()
  for (const vm of site.vms) {
    for (const key of new Set(keysOf(vm))) {
      const vms = index.get(key)
      if (vms) vms.push(vm)
      else index.set(key, [vm])
    }
  }
  index.delete('')
  return index
}

const addressesOf = (vm: Vm): string[] => vm.nics.flatMap((nic) => nic.addresses.map(formatAddress))

/** Empty, which is in no index, for what is not an address. */
function addressKey(name: string): string {
  const reading = readAddress(name.replaceAll(/^\[|\]$/g, ''))
  return reading.ok ? formatAddress(reading.value) : ''
}

/** An address has no host name: 10.0.0.1 must not become "10". */
const hostName = (name: string): string => (addressKey(name) === '' ? (name.split('.')[0] ?? '').toLowerCase() : '')
