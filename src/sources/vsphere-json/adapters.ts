/** Network adapters, with the addresses that VMware Tools report for them, and the networks they are on. */
import type { Address } from '../../model/address.ts'
import type { Nic } from '../../model/site.ts'
import type { NamedNetwork } from '../named-networks.ts'
import { readAddresses } from '../read-addresses.ts'
import type { Report } from '../report.ts'
import { uniqueIds } from '../unique-ids.ts'
import type { Device, Machine } from './schema.ts'
import { compareText } from '../../model/text-order.ts'

/** The answers do not say which datacenter a VM is in, so there is one network over all. */
const siteVpc = { vpcId: 'vsphere', vpcName: 'vsphere' } as const

/** Names of distributed port groups by their key: the adapters know the key, the guests the name. */
export function portGroupNames(machines: readonly Machine[]): ReadonlyMap<string, string> {
  const names = new Map<string, string>()
  for (const machine of machines) {
    for (const device of adaptersOf(machine)) {
      const key = device.backing?.port?.portgroupKey
      const name = netsOf(machine, device)[0]?.network
      if (key && name) names.set(key, name)
    }
  }
  return names
}

const adaptersOf = ({ config }: Machine): readonly Device[] =>
  (config.hardware?.device ?? [])
    .filter(({ macAddress }) => Boolean(macAddress))
    .toSorted((a, b) => (a.key ?? 0) - (b.key ?? 0))

const netsOf = ({ guest }: Machine, { key }: Device) =>
  (guest?.net ?? []).filter(({ deviceConfigId }) => deviceConfigId === key && typeof key === 'number')

export interface NicContext {
  readonly id: string
  readonly names: ReadonlyMap<string, string>
  readonly place: string
  readonly report: Report
}

export function readNics(machine: Machine, context: NicContext): readonly Nic[] {
  const devices = adaptersOf(machine)
  const ids = uniqueIds(
    devices.map(({ key, deviceInfo, macAddress }) => String(key ?? deviceInfo?.label ?? macAddress)),
  )
  return devices.map((device, index) => {
    const own = netsOf(machine, device).flatMap(({ ipAddress }) => ipAddress)
    // One adapter without an entry of its own: the address of the guest can only be its address.
    const only = devices.length === 1 && own.length === 0 ? [machine.guest?.ipAddress ?? ''] : own
    return {
      id: ids[index] ?? '',
      subnetId: networkOf(machine, device, context),
      macAddress: device.macAddress?.toLowerCase() ?? null,
      addresses: readTexts(only, context),
      securityGroupIds: [],
      hasPublicAddress: false,
      ...(device.typeName === 'VirtualSriovEthernetCard' && { accelerated: true }),
    }
  })
}

function networkOf(machine: Machine, device: Device, { names }: NicContext): string | null {
  const key = device.backing?.port?.portgroupKey ?? ''
  const stated = netsOf(machine, device)[0]?.network || device.backing?.deviceName || names.get(key)
  return (stated ?? key) || null
}

export function readTexts(
  texts: readonly string[],
  { id, place, report }: Omit<NicContext, 'names'>,
): readonly Address[] {
  const { addresses, faults } = readAddresses(texts.join(' '))
  for (const fault of faults)
    report('site.value-invalid', {
      subject: id,
      message: `An address cannot be read: ${fault}. It is left out.`,
      suggestion: 'Look at what VMware Tools report for the VM.',
      affected: [id],
      place,
    })
  return addresses
}

/** Sorted by id, which is the name. */
export function namedNetworks(nics: readonly Nic[]): readonly NamedNetwork[] {
  const bySubnet = Map.groupBy(nics, ({ subnetId }) => subnetId)
  return [...bySubnet]
    .flatMap(([id, own]) =>
      id === null ? [] : [{ id, name: id, ...siteVpc, addresses: own.flatMap(({ addresses }) => addresses) }],
    )
    .toSorted((a, b) => compareText(a.id, b.id))
}
