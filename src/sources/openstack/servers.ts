/** Servers as VMs. */
import type { Vm } from '../../model/site.ts'
import { guestOs } from '../guest-os.ts'
import type { Item } from '../json-items.ts'
import { counted, type Report } from '../report.ts'
import { nounsFromTags } from '../tag-conventions.ts'
import { blankVm } from '../vm-list.ts'
import { indexVolumes, readDisks, type DiskNotes } from './disks.ts'
import type { Dump } from './dump.ts'
import { readNics } from './nics.ts'
import type { Flavor, Image, Server } from './schema.ts'

/** Sorted by id, as the dump is. Deleted servers, which an administrator's list may hold, are left out. */
export function readServers(dump: Dump, report: Report): readonly Vm[] {
  const volumes = indexVolumes(dump.volumes)
  const notes: DiskNotes & { guessed: string[] } = { withoutSize: [], guessed: [] }
  const gone = dump.servers.filter(({ value }) => isDeleted(value)).map(({ value }) => value.id)
  const vms = dump.servers
    .filter(({ value }) => !isDeleted(value))
    .map((item) => {
      const flavor = flavorOf(item.value, dump.flavors)
      const nics = readNics(item.value, { place: item.place, report, guessed: notes.guessed })
      return { ...describe(item, flavor, dump.images), disks: readDisks(item.value, { flavor, volumes, notes }), nics }
    })
  reportNotes({ ...notes, gone }, report)
  return vms
}

const isDeleted = ({ status }: Server): boolean => /^(soft_)?deleted$/i.test(status ?? '')

function describe(
  { value: server }: Item<Server>,
  flavor: Flavor | null,
  images: readonly Image[],
): Omit<Vm, 'disks' | 'nics'> {
  const image = imageOf(server, images)
  const tags = tagsOf(server)
  return {
    ...blankVm,
    id: server.id,
    name: server.name || server.id,
    source: 'openstack',
    power: powerOf(server.status ?? ''),
    ...sizeOf(flavor),
    ...platformOf(image),
    os: guestOs(osNameOf(server, image)),
    sourceType: flavorName(server, flavor),
    placement: { ...blankVm.placement, ...placeOf(server) },
    ...nounsFromTags(tags),
    tags,
  }
}

/** The flavor inside the server (since microversion 2.47), else the one of the list with its id or name. */
function flavorOf({ flavor: stated }: Server, flavors: readonly Flavor[]): Flavor | null {
  if (!stated) return null
  if (typeof stated === 'string') {
    const bare = stated.replace(/\s*\([^)]*\)$/, '')
    return flavors.find(({ id, name }) => [stated, bare].includes(name ?? '') || id === stated) ?? null
  }
  if (stated.vcpus && stated.ram) return { ...stated, 'os-flv-ext-data:ephemeral': null }
  const known = stated.id ?? stated.original_name ?? stated.name
  return flavors.find(({ id, name }) => id === known || name === known) ?? null
}

function flavorName({ flavor: stated }: Server, flavor: Flavor | null): string | null {
  const own = flavor?.original_name ?? flavor?.name
  if (own) return own
  return (typeof stated === 'string' ? stated : (stated?.original_name ?? stated?.id)) ?? null
}

/** Nova counts memory in MiB. */
function sizeOf(flavor: Flavor | null): Pick<Vm, 'vcpus' | 'memoryGiB'> {
  const [vcpus, ram] = [flavor?.vcpus ?? 0, flavor?.ram ?? 0]
  return { vcpus: Number.isInteger(vcpus) && vcpus > 0 ? vcpus : null, memoryGiB: ram > 0 ? ram / 1024 : null }
}

function powerOf(status: string): Vm['power'] {
  if (/^(active|password|reboot|hard_reboot|migrating|resize|verify_resize|rescue)$/i.test(status)) return 'on'
  if (/^(shutoff|stopped|shelved|shelved_offloaded)$/i.test(status)) return 'off'
  return /^(paused|suspended)$/i.test(status) ? 'suspended' : 'unknown'
}

const imageOf = ({ image }: Server, images: readonly Image[]): Image | undefined => {
  const known = typeof image === 'string' ? image.replace(/\s*\([^)]*\)$/, '') : image?.id
  return images.find(({ id, name }) => id === known || name === known)
}

function platformOf(image: Image | undefined): Pick<Vm, 'architecture' | 'firmware'> {
  const machine = image?.hw_architecture ?? image?.architecture ?? ''
  const firmware = image?.hw_firmware_type
  return {
    architecture: /^(aarch64|arm64)$/i.test(machine)
      ? 'arm64'
      : /^(x86_64|amd64|i686)$/i.test(machine)
        ? 'x86_64'
        : null,
    firmware: firmware === 'uefi' || firmware === 'bios' ? firmware : null,
  }
}

/** The image's name says most; its own properties settle the family where the name does not. */
function osNameOf({ image }: Server, found: Image | undefined): string | null {
  const words = [found?.name, found?.os_distro, found?.os_type].filter((word) => Boolean(word))
  if (words.length > 0) return words.join(' ')
  return typeof image === 'string' && !/booted from volume/i.test(image) ? image : null
}

const placeOf = (server: Server): Pick<Vm['placement'], 'host' | 'zone'> => ({
  host: server['os-ext-srv-attr:host'] || server.host || null,
  zone: server['os-ext-az:availability_zone'] || server.availability_zone || null,
})

/** Metadata; old clients print it as key='value' with commas between. */
function tagsOf({ metadata, properties }: Server): Record<string, string> {
  if (typeof properties !== 'string') return { ...properties, ...metadata }
  const printed = [...properties.matchAll(/([^\s,=][^,=]*)='([^']*)'/g)]
  return Object.fromEntries(printed.map(([, key = '', value = '']) => [key, value]))
}

function reportNotes(
  { withoutSize, guessed, gone }: DiskNotes & { guessed: readonly string[]; gone: readonly string[] },
  report: Report,
): void {
  if (withoutSize.length > 0)
    report('site.disks-missing', {
      subject: 'disk sizes',
      message: 'Volumes of these servers are in no list of volumes; those disks are not in the plan.',
      suggestion: 'Add: openstack volume list --long -f json > volumes.json',
      affected: withoutSize,
    })
  if (guessed.length > 0)
    report('site.guessed', {
      subject: 'floating addresses',
      message: 'The list does not tell floating addresses apart; public ones beside a private one were taken as such.',
      suggestion: 'Use the answer of the Compute API (servers/detail), which tells.',
      affected: guessed,
      about: ['interfaces'],
    })
  if (gone.length > 0)
    report('site.not-a-vm', {
      subject: 'deleted servers',
      message: `${counted(gone.length, 'server')} deleted; left out.`,
      affected: gone,
    })
}
