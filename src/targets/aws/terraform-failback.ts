/** The way home to AWS as values of failback/: machines as they were, in the subnets and groups that stand there. */
import { formatAddress } from '../../model/address.ts'
import { stableKey } from '../../model/key.ts'
import type { NetworkTranslation } from '../../model/network-translation.ts'
import type { Plan } from '../../model/plan.ts'
import type { TerraformRoot } from '../../model/target.ts'
import { homeSite, type HomeCard, type HomeDisk, type HomeServer } from '../home-servers.ts'
import { deviceName } from './terraform-servers.ts'
import { plainText, siteName, tagValue } from './text.ts'

/** Null where the primary site is not AWS, or nothing can be made again there. */
export function awsFailbackRoot(plan: Plan): TerraformRoot | null {
  const home = homeSite(plan, 'aws')
  if (!home) return null
  const groups = groupKeys(plan.network)
  const used = new Set(home.servers.flatMap(({ cards }) => cards.flatMap((card) => card.securityGroupIds)))
  return {
    name: 'failback',
    variables: {
      region: home.region,
      name: siteName(plan.site.id),
      tags: { 'drplan:managed-by': 'terraform', 'drplan:site': tagValue(plan.site.id) },
      subnets: home.subnets,
      security_groups: Object.fromEntries([...used].map((id) => [groups(id), id])),
      servers: Object.fromEntries(home.servers.map((server) => [server.vm.key, serverValue(server, groups)])),
    },
    files: [],
  }
}

/** The plan's keys, so that a person meets one name for one thing; of groups that it does not carry over, their own. */
function groupKeys({ securityGroups }: NetworkTranslation): (id: string) => string {
  const known = new Map(securityGroups.map(({ key, from }) => [from, key]))
  return (id) => known.get(id) ?? stableKey(id, id)
}

function serverValue({ vm, wave, tierId, size, machine, cards, disks }: HomeServer, groups: (id: string) => string) {
  const root = disks.find(({ boot }) => boot)
  const profile = profileName(machine.platformRole)
  return {
    name: plainText(vm.name),
    wave,
    instance_type: size,
    ...(profile === null ? {} : { instance_profile_name: profile }),
    tags: {
      Name: tagValue(vm.name) || vm.key,
      'drplan:application': tagValue(vm.application),
      'drplan:tier': tagValue(tierId),
      'drplan:vm': vm.key,
    },
    ...(root && { root_disk: diskValue(root) }),
    data_disks: dataDisks(
      disks.filter((disk) => disk !== root),
      root?.name,
    ),
    interfaces: Object.fromEntries(cards.map((card, index) => [String(index), interfaceValue(card, groups)])),
  }
}

/** `arn:aws:iam::<account>:instance-profile/<path>/<name>`, or a name. */
const profileName = (role: string | undefined): string | null => role?.split('/').at(-1) || null

const interfaceValue = (card: HomeCard, groups: (id: string) => string) => ({
  subnet_key: card.subnetKey,
  security_group_keys: card.securityGroupIds.map(groups).sort(),
  addresses: card.addresses.flatMap(({ from }) => (from?.family === 4 ? [formatAddress(from)] : [])),
  ...(card.forwards && { forwards: true }),
})

const types: ReadonlySet<string> = new Set(['gp2', 'gp3', 'io1', 'io2', 'sc1', 'st1', 'standard'])

/** They take IOPS; AWS states them of others too (EC2 API, EbsBlockDevice). */
const takesIops: ReadonlySet<string> = new Set(['gp3', 'io1', 'io2'])

const diskValue = (disk: HomeDisk) => valueAs(typeOf(disk), disk)

const valueAs = (type: string, { sizeGiB, iops, throughputMiBps }: HomeDisk) => ({
  type,
  size_gib: sizeGiB,
  ...(takesIops.has(type) && iops !== null && { iops }),
  ...(type === 'gp3' && throughputMiBps !== null && { throughput_mibs: throughputMiBps }),
})

/** What nobody knows becomes gp3, and so does what cannot be without IOPS that nobody knows. */
function typeOf({ sourceClass, iops }: HomeDisk): string {
  if (sourceClass === null || !types.has(sourceClass)) return 'gp3'
  return sourceClass.startsWith('io') && iops === null ? 'gp3' : sourceClass
}

/** Amazon EC2 user guide, "Device names for volumes". */
const deviceNames = /^(\/dev\/)?(sd|xvd)[a-z]{1,2}\d{0,2}$/

/** Under the names that they had; those without one get a name that is free. */
function dataDisks(disks: readonly HomeDisk[], rootName: string | undefined) {
  const taken = new Set([rootName])
  const named = disks.filter(({ name }) => {
    if (!deviceNames.test(name) || taken.has(name)) return false
    taken.add(name)
    return true
  })
  const others = disks.filter((disk) => !named.includes(disk))
  const free = Array.from({ length: disks.length + taken.size }, (_, index) => deviceName(index)).filter(
    (name) => !taken.has(name),
  )
  return Object.fromEntries([
    ...named.map((disk) => [stableKey(disk.id, disk.id), { device_name: disk.name, ...diskValue(disk) }] as const),
    ...others.map(
      (disk, index) =>
        [stableKey(disk.id, disk.id), { device_name: free[index] ?? deviceName(index), ...diskValue(disk) }] as const,
    ),
  ])
}
