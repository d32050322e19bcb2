/** Plans of which the primary site is a cloud: their servers with what they were there. */
import { parseAddress } from '../src/model/address.ts'
import type { AddressTranslation } from '../src/model/network-translation.ts'
import type { Plan } from '../src/model/plan.ts'
import type { PrimaryDisk, PrimaryMachine } from '../src/model/primary-machine.ts'
import type { TargetId } from '../src/model/target-id.ts'
import { anAzurePlan, azureServers } from './builders-plan-azure.ts'
import { aPlan, defaultPlannedServers, type PlannedServer } from './builders-plan.ts'

const armId = (type: string, name: string): string =>
  `/subscriptions/00000000-1111-2222-3333-444444444444/resourcegroups/shop/providers/microsoft.${type}/${name}`

export const aPrimaryDisk = (over: Partial<PrimaryDisk> = {}): PrimaryDisk => ({
  id: 'disk-1',
  name: '/dev/xvda',
  capacityGiB: 40,
  sourceClass: 'gp2',
  iops: 120,
  throughputMiBps: null,
  boot: true,
  ...over,
})

const onAws: PrimaryMachine = {
  platform: 'aws',
  size: 'm5.large',
  zone: 'eu-central-1a',
  cards: [],
  disks: [aPrimaryDisk(), aPrimaryDisk({ id: 'data', name: '/dev/sdb', boot: false })],
}

const onAzure: PrimaryMachine = {
  platform: 'azure',
  size: 'Standard_E4s_v3',
  zone: '3',
  cards: [],
  disks: [aPrimaryDisk({ sourceClass: 'Premium_LRS' })],
}

export const machineOn = (platform: TargetId, over: Partial<PrimaryMachine> = {}): PrimaryMachine => ({
  ...(platform === 'aws' ? onAws : onAzure),
  ...over,
})

const groupIds = (platform: TargetId): Omit<PrimaryMachine['cards'][number], 'nicIndex'> =>
  platform === 'aws'
    ? { securityGroupIds: ['sg-1', 'sg-0abc'], packetFilterIds: [], memberGroupIds: [] }
    : {
        securityGroupIds: [],
        packetFilterIds: [armId('network', 'networksecuritygroups/web')],
        memberGroupIds: [armId('network', 'applicationsecuritygroups/web')],
      }

/** The address that moved by 64 in the second place. */
const homeOf = (address: AddressTranslation): AddressTranslation =>
  address.to ? { ...address, from: parseAddress(`10.0.${octets(address.to.value)}`) } : address
const octets = (value: bigint): string => `${(value >> 8n) & 255n}.${value & 255n}`

function atHome(
  { vm, assignment, addresses }: PlannedServer,
  platform: TargetId,
  over: Partial<PrimaryMachine>,
): PlannedServer {
  const cards = [...new Set(addresses.map(({ nicIndex }) => nicIndex))]
  const primary = machineOn(platform, {
    cards: cards.map((nicIndex) => ({ nicIndex, ...groupIds(platform) })),
    ...over,
  })
  return { vm: { ...vm, primary }, assignment, addresses: addresses.map(homeOf) }
}

/** A plan from `platform`, for AWS unless the test says otherwise. */
export function aFailbackPlan(
  platform: TargetId,
  { target = 'aws', machine = {} }: { readonly target?: TargetId; readonly machine?: Partial<PrimaryMachine> } = {},
): Plan {
  const servers = target === 'aws' ? defaultPlannedServers : azureServers
  const homed = servers.map((server) => atHome(server, platform, machine))
  const plan = target === 'aws' ? aPlan({ servers: homed }) : anAzurePlan({ servers: homed })
  const subnets = plan.network.subnets.map((subnet) => ({
    ...subnet,
    from: platform === 'aws' ? `subnet-${subnet.key}` : armId('network', `virtualnetworks/shop/subnets/${subnet.key}`),
  }))
  const site = { ...plan.site, region: platform === 'aws' ? 'eu-central-1' : 'germanywestcentral' }
  return { ...plan, site, network: { ...plan.network, subnets } }
}
