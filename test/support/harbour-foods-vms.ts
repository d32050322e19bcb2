/** The VMs of Harbour Foods, an invented company that sells, makes and ships food. One line a VM. */

const os = {
  debian: { name: 'Debian 12', family: 'linux' },
  rhel: { name: 'Red Hat Enterprise Linux 9', family: 'linux' },
  ubuntu: { name: 'Ubuntu 24.04 LTS', family: 'linux' },
  windows: { name: 'Windows Server 2022', family: 'windows' },
} as const

interface Row {
  readonly id: number
  readonly name: string
  readonly size: readonly [vcpus: number, memoryGiB: number]
  readonly os: keyof typeof os
  readonly subnet: string
  /** One for each NIC; a second NIC is in the management network. */
  readonly addresses: readonly string[]
  readonly groups: readonly string[]
  /** GiB; the first one boots. Above 400 GiB a data disk is on the slow pool. */
  readonly disks: readonly number[]
  readonly host: string
  readonly application?: string
  readonly tier?: string
  readonly dependsOn?: readonly string[]
  readonly tags: Readonly<Record<string, string>>
  readonly more?: Readonly<Record<string, unknown>>
}

const production = { environment: 'production' }
const [webA, webB, appA, appB] = ['sn-web-a', 'sn-web-b', 'sn-app-a', 'sn-app-b']
const [dataA, dataB, office] = ['sn-data-a', 'sn-data-b', 'sn-office']
const [floor, render, lab] = ['sn-floor', 'sn-render', 'sn-lab']
const shop = { application: 'storefront', tier: '1', tags: production } as const
const erp = { application: 'erp', tier: '1', tags: production } as const
const identity = { application: 'identity', tier: '0', tags: production } as const
const wms = { os: 'rhel', subnet: floor, groups: ['sg-plant'], tags: { ...production, owner: 'logistics' } } as const
const plain = { os: 'debian', subnet: office, groups: ['sg-office'], tags: production } as const

// Columns line up on purpose: this is a table, read down as much as across.
// prettier-ignore
const rows: readonly Row[] = [
  { ...shop, id: 101, name: 'web-1', size: [2, 4], os: 'debian', subnet: webA, addresses: ['10.20.1.11'], groups: ['sg-web'], disks: [30], host: 'host-1', dependsOn: ['shop-1'], more: { public: true } },
  { ...shop, id: 102, name: 'web-2', size: [2, 4], os: 'debian', subnet: webB, addresses: ['10.20.2.11'], groups: ['sg-web'], disks: [30], host: 'host-4', dependsOn: ['shop-2'], more: { public: true } },
  { ...shop, id: 103, name: 'shop-1', size: [4, 16], os: 'debian', subnet: appA, addresses: ['10.20.11.11'], groups: ['sg-app'], disks: [40, 60], host: 'host-1', dependsOn: ['shop-db-1', 'cache-1', 'id-1'] },
  { ...shop, id: 104, name: 'shop-2', size: [4, 16], os: 'debian', subnet: appB, addresses: ['10.20.12.11'], groups: ['sg-app'], disks: [40, 60], host: 'host-4', dependsOn: ['shop-db-1', 'cache-1', 'id-2'] },
  { ...shop, id: 105, name: 'shop-db-1', tier: '0', size: [8, 64], os: 'debian', subnet: dataA, addresses: ['10.20.21.11'], groups: ['sg-data'], disks: [40, 300, 120], host: 'host-2', more: { protectionGroup: 'storefront-data' } },
  { ...shop, id: 106, name: 'shop-db-2', tier: '0', size: [8, 64], os: 'debian', subnet: dataB, addresses: ['10.20.22.11'], groups: ['sg-data'], disks: [40, 300, 120], host: 'host-5', dependsOn: ['shop-db-1'], more: { protectionGroup: 'storefront-data' } },
  { ...shop, id: 107, name: 'cache-1', size: [2, 16], os: 'debian', subnet: appA, addresses: ['10.20.11.21'], groups: ['sg-app'], disks: [30], host: 'host-2' },
  { ...erp, id: 111, name: 'erp-app-1', size: [8, 32], os: 'windows', subnet: appA, addresses: ['10.20.11.31'], groups: ['sg-erp'], disks: [100, 150], host: 'host-3', dependsOn: ['erp-db-1', 'id-1'] },
  { ...erp, id: 112, name: 'erp-app-2', size: [8, 32], os: 'windows', subnet: appB, addresses: ['10.20.12.31'], groups: ['sg-erp'], disks: [100, 150], host: 'host-5', dependsOn: ['erp-db-1', 'id-2'] },
  { ...erp, id: 113, name: 'erp-db-1', size: [16, 128], os: 'windows', subnet: dataA, addresses: ['10.20.21.31', '10.20.31.131'], groups: ['sg-erp'], disks: [120, 400, 250], host: 'host-3', dependsOn: ['id-1'], more: { protectionGroup: 'erp-data' } },
  { ...erp, id: 114, name: 'erp-batch-1', tier: '2', size: [8, 32], os: 'windows', subnet: appB, addresses: ['10.20.12.41'], groups: ['sg-erp'], disks: [100, 200], host: 'host-4', dependsOn: ['erp-db-1'] },
  { ...erp, id: 115, name: 'erp-report-1', tier: '3', size: [4, 16], os: 'windows', subnet: appB, addresses: ['10.20.12.51'], groups: ['sg-erp'], disks: [100], host: 'host-5', dependsOn: ['erp-db-1'] },
  { ...wms, id: 121, name: 'wms-app-1', size: [4, 16], addresses: ['172.20.1.11'], disks: [50, 80], host: 'plant-1', dependsOn: ['wms-db-1'] },
  { ...wms, id: 122, name: 'wms-db-1', size: [4, 32], addresses: ['172.20.1.21'], disks: [50, 250], host: 'plant-2' },
  { ...wms, id: 123, name: 'label-1', size: [2, 4], os: 'windows', addresses: ['172.20.1.31'], disks: [80], host: 'plant-1', dependsOn: ['wms-app-1'] },
  { ...identity, id: 131, name: 'id-1', size: [2, 8], os: 'windows', subnet: office, addresses: ['10.20.31.11'], groups: ['sg-identity'], disks: [80], host: 'host-1' },
  { ...identity, id: 132, name: 'id-2', size: [2, 8], os: 'windows', subnet: appB, addresses: ['10.20.12.61'], groups: ['sg-identity'], disks: [80], host: 'host-4', dependsOn: ['id-1'] },
  { id: 141, name: 'render-1', size: [8, 32], os: 'ubuntu', subnet: render, addresses: ['172.20.8.11'], groups: ['sg-render'], disks: [100, 400], host: 'plant-gpu', dependsOn: ['render-store-1'], tags: { ...production, role: 'render' }, more: { accelerators: [{ kind: 'gpu', model: 'NVIDIA T4', count: 1, memoryGiB: 16 }] } },
  { id: 142, name: 'render-store-1', size: [4, 16], os: 'ubuntu', subnet: render, addresses: ['172.20.9.11'], groups: ['sg-render'], disks: [50, 2000, 2000], host: 'plant-2', tags: { ...production, role: 'render' } },
  { ...plain, id: 151, name: 'mon-1', size: [4, 16], addresses: ['10.20.31.51'], disks: [40, 200], host: 'host-2' },
  { ...plain, id: 152, name: 'log-1', size: [4, 16], addresses: ['10.20.31.52'], disks: [40, 1000], host: 'host-5', dependsOn: ['mon-1'] },
  { ...plain, id: 161, name: 'files-1', size: [4, 16], os: 'windows', addresses: ['10.20.31.61'], disks: [100, 1500], host: 'host-3', dependsOn: ['id-1'] },
  { ...plain, id: 162, name: 'jump-1', size: [2, 4], addresses: ['10.20.31.71'], disks: [30], host: 'host-1', dependsOn: ['id-1'] },
  { id: 171, name: 'shop-test-1', size: [4, 8], os: 'debian', subnet: lab, addresses: ['172.20.16.11'], groups: ['sg-lab'], disks: [40, 60], host: 'plant-1', tags: { environment: 'test' } },
  { id: 172, name: 'erp-old-1', size: [4, 16], os: 'windows', subnet: lab, addresses: ['172.20.16.21'], groups: ['sg-lab'], disks: [100, 300], host: 'plant-2', tags: { environment: 'test' }, more: { power: 'off' } },
  { id: 190, name: 'tpl-debian-12', size: [2, 4], os: 'debian', subnet: lab, addresses: [], groups: [], disks: [20], host: 'plant-1', tags: {}, more: { kind: 'template', power: 'off' } },
]

const zoneOf = (subnet: string): string => (subnet.endsWith('-b') ? 'hall-b' : 'hall-a')
const datacenterOf = (host: string): string => (host.startsWith('plant') ? 'plant' : 'harbour')
const firmwareOf = (row: Row): string => (row.os === 'windows' || row.os === 'ubuntu' ? 'uefi' : 'bios')
const hex = (value: number): string => (value % 256).toString(16).padStart(2, '0')

const disksOf = (row: Row) =>
  row.disks.map((capacityGiB, index) => ({
    id: `vm-${row.id}-disk-${index}`,
    name: index === 0 ? 'system' : `data ${index}`,
    capacityGiB,
    // Between 40 and 70 % full, the same for every run.
    usedGiB: Math.round(capacityGiB * (0.4 + ((row.id * 7 + index * 3) % 31) / 100)),
    sourceClass: capacityGiB > 400 ? 'capacity' : 'flash',
    boot: index === 0,
  }))

const nicsOf = (row: Row, hasPublicAddress: boolean) =>
  row.addresses.map((address, index) => ({
    id: `vm-${row.id}-nic-${index}`,
    subnetId: index === 0 ? row.subnet : office,
    macAddress: `02:48:46:00:${hex(row.id)}:${hex(index)}`,
    addresses: [address],
    securityGroupIds: index === 0 ? row.groups : ['sg-office'],
    hasPublicAddress,
  }))

/** The VMs in the shape of drplan/inventory@1; what a row leaves out is left out there too. */
export const harbourFoodsVms = rows.map((row) => {
  const { public: hasPublicAddress = false, ...more } = row.more ?? {}
  return {
    id: `vm-${row.id}`,
    name: row.name,
    kind: 'workload',
    power: 'on',
    vcpus: row.size[0],
    memoryGiB: row.size[1],
    architecture: 'x86_64',
    firmware: firmwareOf(row),
    os: os[row.os],
    disks: disksOf(row),
    nics: nicsOf(row, hasPublicAddress === true),
    placement: { datacenter: datacenterOf(row.host), host: row.host, zone: zoneOf(row.subnet) },
    application: row.application,
    tier: row.tier,
    dependsOn: row.dependsOn ?? [],
    tags: row.tags,
    ...more,
  }
})
