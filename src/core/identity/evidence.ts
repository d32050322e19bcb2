/** What of a machine can be recognised in another source. */
import { formatAddress, readAddress, type Address } from '../../model/address.ts'
import { totalDiskGiB, type Vm } from '../../model/site.ts'

/** The keys of one machine, out of everything that sources say of it. */
export interface Keys {
  readonly ids: ReadonlySet<string>
  readonly addresses: ReadonlySet<string>
  readonly macs: ReadonlySet<string>
  /** Short host names in lower case; none where only a generic name is known. */
  readonly names: ReadonlySet<string>
}

export function keysOf(members: readonly Vm[]): Keys {
  const nics = members.flatMap((vm) => vm.nics)
  return {
    ids: new Set(members.map(({ id }) => id)),
    addresses: new Set(nics.flatMap((nic) => nic.addresses.filter(tellsApart).map(formatAddress))),
    macs: new Set(nics.flatMap(({ macAddress }) => macOf(macAddress) ?? [])),
    names: new Set(members.flatMap(({ name }) => hostName(name) ?? [])),
  }
}

/** The bridges that Docker and libvirt make by default: every host that runs them has the same address there. */
const bridgeAddresses = new Set(['172.17.0.1', '192.168.122.1'])

/** Not so loopback (RFC 1122, RFC 4291), link-local (RFC 3927, RFC 4291) and unspecified addresses. */
function tellsApart(address: Address): boolean {
  const { family, value } = address
  if (family === 6) return value > 1n && value >> 118n !== 0x3fan
  const isLocal = value === 0n || value >> 24n === 127n || value >> 16n === 0xa9fen
  return !isLocal && !bridgeAddresses.has(formatAddress(address))
}

/** Twelve hexadecimal digits whatever stands between them; null for none and for all zeros. */
function macOf(text: string | null): string | null {
  const digits = (text ?? '').toLowerCase().replaceAll(/[^0-9a-f]/g, '')
  return digits.length === 12 && /[1-9a-f]/.test(digits) ? digits : null
}

/** Names that images, installers and clouds give to every machine; some of them number theirs. */
const genericName =
  /^(|centos|debian|default|fedora|host|linux|localhost|machine|node|rhel|server|template|ubuntu|unknown|unnamed|windows)$|^(instance|(new )?virtual machine|vm)[-_ ]?\d{0,3}$/

/** What stands where a name is missing: an instance id, a UUID, an address in words. Asset numbers are names. */
const codeName = /^i-[0-9a-f]{8,17}$|^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$|^ip(-\d{1,3}){4}$/

/** The name before its domain, in lower case; null for a generic one, which says nothing about who it is. */
export function hostName(name: string): string | null {
  const whole = name.trim()
  if (readAddress(whole).ok) return null
  const short = (whole.split('.')[0] ?? '').toLowerCase()
  return genericName.test(short) || codeName.test(short) ? null : short
}

const share = (a: ReadonlySet<string>, b: ReadonlySet<string>): boolean => [...a].some((key) => b.has(key))

/** Both are known, and they have nothing in common. */
const differ = (a: ReadonlySet<string>, b: ReadonlySet<string>): boolean => a.size > 0 && b.size > 0 && !share(a, b)

export const namesContradict = (a: Keys, b: Keys): boolean => differ(a.names, b.names)

/** Inventories round to whole or tenths of GiB; one percent covers that for all but the smallest. */
const ROUNDING = 0.01

/** Equal but for the rounding of inventories. */
export const sameAmount = (a: number, b: number): boolean => Math.abs(a - b) <= ROUNDING * Math.max(a, b)

export interface Machine {
  /** All that sources say of it, first source first. */
  readonly members: readonly Vm[]
  readonly keys: Keys
}

/** Has two machines of one host name something else in common? Sizes count only where no address or MAC speaks against. */
export function agree(a: Machine, b: Machine): boolean {
  if (share(a.keys.addresses, b.keys.addresses) || share(a.keys.macs, b.keys.macs)) return true
  if (differ(a.keys.addresses, b.keys.addresses) || differ(a.keys.macs, b.keys.macs)) return false
  return a.members.some((one) => b.members.some((other) => sameSize(one, other)))
}

function sameSize(a: Vm, b: Vm): boolean {
  const [disks, others] = [totalDiskGiB(a), totalDiskGiB(b)]
  if (disks > 0 && others > 0 && sameAmount(disks, others)) return true
  if (a.vcpus === null || a.memoryGiB === null || b.memoryGiB === null) return false
  return a.vcpus === b.vcpus && sameAmount(a.memoryGiB, b.memoryGiB)
}
