import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { formatAddress } from '../../../src/model/address.ts'
import type { SiteReading } from '../../../src/model/source.ts'
import { vsphereJsonSource } from '../../../src/sources/vsphere-json/index.ts'
import { testSource } from '../../contracts/source.ts'
import { aFolder, aRequest } from '../../support/source-folder.ts'

const recorded = join(import.meta.dirname, '../../../fixtures/recorded/vsphere-json')

testSource({
  name: 'vsphere-json',
  source: vsphereJsonSource,
  request: () => Promise.resolve(aRequest(recorded)),
  fileName: 'vminfo.json',
})

const read = async (path: string): Promise<SiteReading> => (await vsphereJsonSource.readSite?.(aRequest(path)))!
const readJson = async (answer: unknown): Promise<SiteReading> =>
  read(await aFolder({ 'vms.json': JSON.stringify(answer) }))
const findingsOf = (reading: SiteReading, code: string) => reading.findings.filter((finding) => finding.code === code)
const vmOf = (reading: SiteReading, name: string) => reading.vms.find((vm) => vm.name === name)

describe('vm.info of govc', () => {
  test('gives sizes, disks with what they hang on, GPUs and custom attributes', async () => {
    const vm = vmOf(await read(recorded), 'mole-db')

    expect(vm).toMatchObject({
      id: 'vm-101',
      power: 'on',
      vcpus: 4,
      memoryGiB: 16,
      firmware: 'uefi',
      architecture: 'x86_64',
      placement: { host: 'host-5' },
      tier: '1',
      application: 'mole',
      tags: { 'DR-Tier': '1', App: 'mole' },
      accelerators: [{ kind: 'gpu', model: 'grid_a100-40c', count: 1, memoryGiB: 40 }],
      disks: [
        { id: '2000', name: 'Hard disk 1', capacityGiB: 40, attachment: 'exclusive', boot: true },
        { id: '2001', capacityGiB: 200, attachment: 'raw', boot: false },
        { id: '2016', capacityGiB: 10, attachment: 'shared' },
      ],
    })
  })

  test('gives adapters the addresses of the guest, and names port groups through any guest that knows them', async () => {
    const reading = await read(recorded)

    expect(vmOf(reading, 'mole-db')?.nics).toMatchObject([
      { id: '4000', subnetId: 'servers', macAddress: '00:50:56:aa:00:01' },
    ])
    expect(vmOf(reading, 'mole-db')?.nics[0]?.addresses.map(formatAddress)).toEqual(['10.80.1.10'])
    expect(vmOf(reading, 'mole-golden')?.nics).toMatchObject([{ subnetId: 'servers' }])
    expect(reading.network.subnets.map(({ id }) => id)).toEqual(['VM Network', 'servers'])
  })

  test('marks templates, and reports an entry with a fault of its own without losing the others', async () => {
    const reading = await read(recorded)

    expect(vmOf(reading, 'mole-golden')).toMatchObject({ kind: 'template', os: { family: 'windows' } })
    expect(findingsOf(reading, 'site.row-unreadable')).toMatchObject([
      { place: 'estate/vminfo.json#virtualMachines[2]' },
    ])
    expect(findingsOf(reading, 'site.disk-independent')).toMatchObject([{ affected: ['vm-101'] }])
  })

  test('is understood in the PascalCase of old govc, which names no types', async () => {
    expect(vmOf(await read(recorded), 'mole-old')).toMatchObject({
      id: 'vm-201',
      power: 'off',
      vcpus: 2,
      firmware: 'bios',
      os: { family: 'windows' },
      disks: [{ id: '2000', capacityGiB: 60, attachment: 'shared', boot: true }],
      nics: [{ subnetId: 'VM Network', addresses: [{ family: 4 }] }],
    })
  })
})

describe('other shapes', () => {
  test('the properties of object.collect are put together, boxed values too', async () => {
    expect(vmOf(await read(recorded), 'mole-collected')).toMatchObject({
      id: '5200-c',
      vcpus: 1,
      memoryGiB: 1,
      power: 'suspended',
    })
  })

  test('PowerCLI that stops before the disks counts as one disk of the provisioned space, and that is said', async () => {
    const reading = await read(recorded)

    expect(vmOf(reading, 'mole-ps')).toMatchObject({
      id: 'vm-301',
      power: 'on',
      vcpus: 2,
      memoryGiB: 4,
      os: { family: 'linux' },
      placement: { host: 'esx-1' },
      disks: [{ id: 'all', capacityGiB: 45.5 }],
      nics: [],
    })
    expect(findingsOf(reading, 'site.guessed').find(({ affected }) => affected.includes('vm-301'))).toBeDefined()
  })

  test('PowerCLI with disks, adapters and guest is read whole, one VM not in a list', async () => {
    const reading = await readJson({
      Name: 'deep',
      PowerState: 'PoweredOff',
      NumCpu: 1,
      MemoryGB: 2,
      Guest: { OSFullName: 'Debian', IPAddress: ['10.1.1.1', 'fe80::1'] },
      HardDisks: [
        { Name: 'Hard disk 1', CapacityGB: 10, DiskType: 0 },
        { Name: 'Hard disk 1', CapacityGB: 5.5, DiskType: 'RawPhysical' },
      ],
      NetworkAdapters: [{ Name: 'Network adapter 1', NetworkName: 'lan', MacAddress: '00:50:56:00:00:01' }],
    })

    expect(reading.vms).toMatchObject([
      {
        id: 'deep',
        power: 'off',
        disks: [
          { id: 'Hard disk 1', capacityGiB: 10, attachment: 'exclusive' },
          { id: 'Hard disk 1 (2)', capacityGiB: 5.5, attachment: 'raw' },
        ],
        nics: [{ subnetId: 'lan', addresses: [{ family: 4 }] }],
      },
    ])
  })

  test('files of hosts and the like are named; a folder of nothing else is another format', async () => {
    expect(findingsOf(await read(recorded), 'site.file-unread').map(({ place }) => place)).toEqual([
      'estate/hosts.json',
    ])
    await expect(readJson({ hostSystems: [{}] })).rejects.toMatchObject({ code: 'source.shape-unknown' })
    await expect(readJson([])).rejects.toMatchObject({ code: 'source.shape-unknown' })
  })

  test('an answer that is nested without end is refused, not followed', async () => {
    const folder = await aFolder({ 'vms.json': `${'[{"config":'.repeat(20_000)}1${'}]'.repeat(20_000)}` })

    await expect(read(folder)).rejects.toMatchObject({ code: 'source.shape-unknown' })
  })
})

describe('applications that drplan.yaml says where to find', () => {
  const ref = (type: string, value: string) => ({ type, value })
  const vms = {
    virtualMachines: [
      {
        self: ref('VirtualMachine', 'vm-1'),
        parent: ref('Folder', 'group-v12'),
        parentVApp: ref('VirtualApp', 'resgroup-v7'),
        resourcePool: ref('ResourcePool', 'resgroup-9'),
        config: { name: 'one', annotation: 'App: ledger\nowner: Ada', hardware: { numCPU: 1, memoryMB: 1024 } },
      },
    ],
  }
  const folders = {
    folders: [
      { self: ref('Folder', 'group-v12'), name: 'web', parent: ref('Folder', 'group-v11') },
      { self: ref('Folder', 'group-v11'), name: 'shop', parent: ref('Folder', 'group-v3') },
      { self: ref('Folder', 'group-v3'), name: 'vm', parent: ref('Datacenter', 'datacenter-2') },
      { self: ref('HostSystem', 'resgroup-9'), name: 'no pool' },
    ],
  }
  const collected = ['resgroup-v7', 'resgroup-9'].map((value, index) => ({
    obj: ref(index === 0 ? 'VirtualApp' : 'ResourcePool', value),
    propSet: [{ name: 'name', val: index === 0 ? 'suite' : 'Resources' }],
  }))
  const applicationsOf = async (files: Readonly<Record<string, unknown>>, applicationFrom?: readonly string[]) => {
    const texts = Object.entries(files).map(([name, value]) => [`${name}.json`, JSON.stringify(value)] as const)
    const request = aRequest(await aFolder(Object.fromEntries(texts)), { applicationFrom })
    const reading = (await vsphereJsonSource.readSite?.(request))!
    return { names: reading.vms.map(({ application }) => application), reading }
  }

  test('are the path of the folder, the vApp or a line of the annotation, where the answers have them', async () => {
    const files = { vms, folders, collected }

    expect((await applicationsOf(files)).names).toEqual([null])
    expect((await applicationsOf(files, ['folder'])).names).toEqual(['shop/web'])
    expect((await applicationsOf(files, ['vapp'])).names).toEqual(['suite'])
    expect((await applicationsOf(files, ['annotation-key:app'])).names).toEqual(['ledger'])
    const { names, reading } = await applicationsOf(files, ['resource-pool', 'tag:App'])
    expect(names).toEqual([null])
    expect(findingsOf(reading, 'site.reference-missing').map(({ subject }) => subject)).toEqual([
      'resource-pool',
      'tag:App',
    ])
    expect(findingsOf(reading, 'site.file-unread')).toEqual([])
  })

  test('are unknown where only references are there, and folders in a circle end', async () => {
    const circle = { folders: [{ self: ref('Folder', 'group-v12'), name: 'a', parent: ref('Folder', 'group-v12') }] }

    expect((await applicationsOf({ vms }, ['folder'])).names).toEqual([null])
    expect((await applicationsOf({ vms, circle }, ['folder'])).names).toEqual(['a'])
  })

  test('are what PowerCLI prints, as text or as an object', async () => {
    const shell = { Name: 'ps', NumCpu: 1, MemoryGB: 1, Notes: 'App=ledger', Folder: { Name: 'shop' }, VApp: 'suite' }

    expect((await applicationsOf({ shell }, ['folder'])).names).toEqual(['shop'])
    expect((await applicationsOf({ shell }, ['vapp'])).names).toEqual(['suite'])
    expect((await applicationsOf({ shell }, ['annotation-key:App'])).names).toEqual(['ledger'])
  })
})

describe('what a recovery site may not have', () => {
  const machine = (config: object, runtime: object = {}) => ({
    VirtualMachines: [
      {
        Self: { Type: 'VirtualMachine', Value: 'vm-9' },
        Name: 'special',
        Config: { Name: 'special', GuestId: 'ubuntu64Guest', ...config },
        Runtime: { PowerState: 'poweredOn', ...runtime },
      },
    ],
  })

  test('is read from devices and settings', async () => {
    const reading = await readJson(
      machine(
        {
          BootOptions: { EfiSecureBootEnabled: true },
          LatencySensitivity: { Level: 'high' },
          MemoryReservationLockedToMax: true,
          CpuHotAddEnabled: false,
          MemoryHotAddEnabled: true,
          NestedHVEnabled: true,
          CpuAffinity: { AffinitySet: [0, 1] },
          Hardware: {
            NumCPU: 2,
            MemoryMB: 2048,
            Device: [
              { _typeName: 'VirtualTPM', Key: 11000 },
              { _typeName: 'VirtualUSB', Key: 7000 },
              {
                _typeName: 'VirtualPCIPassthrough',
                Key: 13000,
                Backing: { DeviceName: 'a capture card', VendorId: 4660 },
              },
              {
                _typeName: 'VirtualPCIPassthrough',
                Key: 13001,
                Backing: { DeviceName: 'GA102GL [A10]', VendorId: 4318 },
              },
              { _typeName: 'VirtualPCIPassthrough', Key: 13002, Backing: { Vgpu: 'grid_a16-4q' } },
            ],
          },
        },
        { FaultToleranceState: 'running' },
      ),
    )

    expect(reading.vms[0]).toMatchObject({
      traits: {
        secureBoot: true,
        tpm: true,
        passthrough: ['a capture card'],
        usb: true,
        faultTolerant: true,
        latencySensitive: true,
        memoryReserved: true,
        hotAdd: true,
        nestedVirtualisation: true,
        pinned: true,
      },
      accelerators: [
        { kind: 'gpu', model: 'GA102GL [A10]', memoryGiB: 24 },
        { kind: 'gpu', model: 'grid_a16-4q', memoryGiB: 4 },
      ],
    })
  })

  test('is absent where the answer does not say', async () => {
    const reading = await readJson(machine({ Hardware: { NumCPU: 2, MemoryMB: 2048, Device: [] } }))

    expect(reading.vms[0]).not.toHaveProperty('traits')
  })
})
