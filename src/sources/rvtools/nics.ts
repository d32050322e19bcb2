/** The network adapters of a VM: from vNetwork, else from the networks and the address that vInfo names. */
import { equalAddresses, type Address } from '../../model/address.ts'
import type { Nic } from '../../model/site.ts'
import { readAddresses } from '../read-addresses.ts'
import type { Report } from '../report.ts'
import { serverOf, type Machine } from './machines.ts'
import { textOf, type Row } from './rows.ts'
import { compareText } from '../../model/text-order.ts'

/** An adapter and the name of its port group; the subnet's id follows from the name and the datacenter. */
export interface Adapter {
  readonly nic: Nic
  readonly network: string | null
}

interface Reading {
  readonly machine: Machine
  readonly rows: readonly Row<'vNetwork'>[]
  readonly report: Report
  /** VMs whose one address was given to the first of several networks. */
  readonly guessed: string[]
}

/** The synthetic VPC of a VM: its datacenter, with the vCenter in front where the export names it. */
export const vpcIdOf = ({ row }: Machine): string =>
  [serverOf(row), textOf(row, 'datacenter') ?? 'datacenter'].filter((part) => part !== null).join('/')

export const subnetIdOf = (machine: Machine, network: string): string => `${vpcIdOf(machine)}/${network}`

export function readNics(reading: Reading): readonly Adapter[] {
  const { machine, rows, report } = reading
  const primary = addressesIn(machine, textOf(machine.row, 'address'), { report, place: machine.row.place })
  if (rows.length === 0) return fromInfo(reading, primary)
  const ordered = rows.toSorted(compareRows)
  const ids = uniqueIds(ordered)
  const adapters = ordered.map((row, index) => {
    const cell = [textOf(row, 'ipv4'), textOf(row, 'ipv6')].filter((text) => text !== null).join(' ')
    const network = textOf(row, 'network')
    const addresses = primaryFirst(addressesIn(machine, cell, { report, place: row.place }), primary)
    return adapterOf({
      machine,
      id: ids[index] ?? '',
      network,
      mac: textOf(row, 'mac'),
      kind: textOf(row, 'adapter'),
      addresses,
    })
  })
  const [only] = adapters
  // One adapter without an address: the VM's primary address can only be its own.
  if (only && adapters.length === 1 && only.nic.addresses.length === 0)
    return [{ ...only, nic: { ...only.nic, addresses: primary } }]
  return adapters
}

const networkColumns = [
  'network1',
  'network2',
  'network3',
  'network4',
  'network5',
  'network6',
  'network7',
  'network8',
] as const

function fromInfo({ machine, guessed }: Reading, primary: readonly Address[]): readonly Adapter[] {
  const networks = networkColumns.map((column) => textOf(machine.row, column)).filter((name) => name !== null)
  if (networks.length > 1 && primary.length > 0) guessed.push(machine.id)
  const named: readonly (string | null)[] = networks.length === 0 && primary.length > 0 ? [null] : networks
  return named.map((network, index) =>
    adapterOf({ machine, id: `Network #${index + 1}`, network, mac: null, addresses: index === 0 ? primary : [] }),
  )
}

interface AdapterParts {
  readonly machine: Machine
  readonly id: string
  readonly network: string | null
  readonly mac: string | null
  /** The adapter's type. */
  readonly kind?: string | null
  readonly addresses: readonly Address[]
}

const adapterOf = ({ machine, id, network, mac, kind, addresses }: AdapterParts): Adapter => ({
  network,
  nic: {
    id,
    subnetId: network === null ? null : subnetIdOf(machine, network),
    macAddress: mac?.toLowerCase() ?? null,
    addresses,
    securityGroupIds: [],
    hasPublicAddress: false,
    ...(/sr-?iov/i.test(kind ?? '') && { accelerated: true }),
  },
})

function addressesIn(
  machine: Machine,
  text: string | null,
  { report, place }: { report: Report; place: string },
): readonly Address[] {
  const { addresses, faults } = readAddresses(text ?? '')
  for (const fault of faults)
    report('site.value-invalid', {
      subject: machine.name,
      message: `An address cannot be read: ${fault}. It is left out.`,
      suggestion: 'Correct the cell, or export again.',
      place,
    })
  return addresses
}

/** The address that vCenter calls the primary one comes first, where the adapter has it. */
function primaryFirst(addresses: readonly Address[], primary: readonly Address[]): readonly Address[] {
  const isPrimary = (address: Address): boolean => primary.some((other) => equalAddresses(address, other))
  return [...addresses.filter(isPrimary), ...addresses.filter((address) => !isPrimary(address))]
}

const labelOf = (row: Row<'vNetwork'>): string => textOf(row, 'label') ?? textOf(row, 'mac') ?? 'adapter'

/** Network adapter 2 before Network adapter 10; the rest never by the order of rows. */
function compareRows(a: Row<'vNetwork'>, b: Row<'vNetwork'>): number {
  const number = (row: Row<'vNetwork'>): number =>
    Number(/adapter (\d+)$/i.exec(labelOf(row))?.[1] ?? Number.MAX_SAFE_INTEGER)
  const rest = (row: Row<'vNetwork'>): string =>
    (['label', 'mac', 'network', 'ipv4', 'ipv6'] as const).map((column) => textOf(row, column) ?? '').join('\n')
  return number(a) - number(b) || compareText(rest(a), rest(b))
}

function uniqueIds(rows: readonly Row<'vNetwork'>[]): readonly string[] {
  const seen = new Map<string, number>()
  return rows.map((row) => {
    const label = labelOf(row)
    const count = (seen.get(label) ?? 0) + 1
    seen.set(label, count)
    return count === 1 ? label : `${label} (${count})`
  })
}
