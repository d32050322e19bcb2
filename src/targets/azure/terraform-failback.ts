/** The way home to Azure as values of failback/: machines as they were, in the subnets and groups that stand there. */
import { formatAddress } from '../../model/address.ts'
import { stableKey } from '../../model/key.ts'
import type { NetworkTranslation } from '../../model/network-translation.ts'
import type { Plan } from '../../model/plan.ts'
import type { TerraformRoot } from '../../model/target.ts'
import { homeSite, type HomeCard, type HomeDisk, type HomeServer } from '../home-servers.ts'
import { dataKey } from './terraform-disks.ts'
import { machineName, plainText, resourceName, siteName, tagValue } from './text.ts'

/** Null where the primary site is not Azure, or nothing can be made again there. */
export function azureFailbackRoot(plan: Plan): TerraformRoot | null {
  const home = homeSite(plan, 'azure')
  if (!home) return null
  const cards = home.servers.flatMap((server) => server.cards)
  const keys = groupKeys(plan.network)
  const idsByKey = (idsOf: (card: HomeCard) => readonly string[]): Record<string, string> =>
    Object.fromEntries([...new Set(cards.flatMap(idsOf))].map((id) => [keys(id), id]))
  return {
    name: 'failback',
    variables: {
      location: home.region,
      name: siteName(plan.site.id),
      tags: { 'drplan:managed-by': 'terraform', 'drplan:site': tagValue(plan.site.id) },
      subnets: home.subnets,
      network_security_groups: idsByKey(guardsOf),
      application_security_groups: idsByKey((card) => card.memberGroupIds),
      servers: Object.fromEntries(home.servers.map((server) => [server.vm.key, serverValue(server, keys)])),
    },
    files: [],
  }
}

/** A card has one network security group at most. */
const guardsOf = ({ packetFilterIds }: HomeCard): readonly string[] =>
  packetFilterIds.filter((id) => /\/networksecuritygroups\/[^/]+$/i.test(id)).slice(0, 1)

/** The plan's keys, so that a person meets one name for one thing; of groups that it does not carry over, their own. */
function groupKeys({ packetFilters, memberGroups }: NetworkTranslation): (id: string) => string {
  const known = new Map([...packetFilters, ...memberGroups].map(({ key, from }) => [from, key]))
  return (id) => known.get(id) ?? stableKey(id.split('/').at(-1) ?? id, id)
}

function serverValue({ vm, wave, tierId, size, machine, cards, disks }: HomeServer, keys: (id: string) => string) {
  const osType = vm.os === 'windows' ? 'Windows' : 'Linux'
  return {
    name: plainText(vm.name),
    resource_name: machineName(vm.key, osType),
    wave,
    size,
    os_type: osType,
    ...(vm.firmware === null ? {} : { generation: vm.firmware === 'uefi' ? 'V2' : 'V1' }),
    ...(machine.zone === null ? {} : { zone: machine.zone }),
    tags: {
      Name: tagValue(vm.name) || vm.key,
      'drplan:application': tagValue(vm.application),
      'drplan:tier': tagValue(tierId),
      'drplan:vm': vm.key,
    },
    disks: disksOf(vm.key, disks, machine.zone !== null),
    interfaces: Object.fromEntries(cards.map((card, index) => [String(index), interfaceValue(card, keys)])),
  }
}

function interfaceValue(card: HomeCard, keys: (id: string) => string) {
  const [guard] = guardsOf(card)
  return {
    subnet_key: card.subnetKey,
    ...(guard === undefined ? {} : { network_security_group_key: keys(guard) }),
    application_security_group_keys: card.memberGroupIds.map(keys).sort(),
    addresses: card.addresses.flatMap(({ from }) => (from?.family === 4 ? [formatAddress(from)] : [])),
    forwards: card.forwards,
  }
}

/** As in recovery/: `os` is the one to boot from, and takes the size of its source where nobody knows it. */
function disksOf(vmKey: string, disks: readonly HomeDisk[], zonal: boolean) {
  const root = disks.find(({ boot }) => boot)
  const name = (diskKey: string): string => resourceName(`${vmKey}_${diskKey}`, 80)
  const os = root ? diskValue(root, zonal) : { type: 'StandardSSD_LRS' }
  return Object.fromEntries([
    ['os', { name: name('os'), ...os }],
    ...disks
      .filter((disk) => disk !== root)
      .map((disk, lun) => {
        const key = dataKey(disk.id)
        return [key, { name: name(key), lun, ...diskValue(disk, zonal) }] as const
      }),
  ])
}

const types: ReadonlySet<string> = new Set([
  'PremiumV2_LRS',
  'Premium_LRS',
  'Premium_ZRS',
  'StandardSSD_LRS',
  'StandardSSD_ZRS',
  'Standard_LRS',
  'UltraSSD_LRS',
])
const flexible: ReadonlySet<string> = new Set(['PremiumV2_LRS', 'UltraSSD_LRS'])

/**
 * What nobody knows becomes StandardSSD_LRS. A disk of a machine in a zone stands in that zone, so it is not spread over
 * zones (ZRS). Performance is bought apart of two types only (Azure managed disk types, 2025).
 */
function diskValue({ sourceClass, sizeGiB, iops, throughputMiBps }: HomeDisk, zonal: boolean) {
  const stated = types.has(sourceClass ?? '') ? (sourceClass ?? '') : 'StandardSSD_LRS'
  const type = zonal ? stated.replace(/ZRS$/, 'LRS') : stated
  if (!flexible.has(type)) return { type, size_gib: sizeGiB }
  return {
    type,
    size_gib: sizeGiB,
    ...(iops !== null && { iops }),
    // The provider takes what Azure counts in, megabytes of 10^6 bytes.
    ...(throughputMiBps !== null && { throughput_mibs: Math.round((throughputMiBps * 2 ** 20) / 1e6) }),
  }
}
