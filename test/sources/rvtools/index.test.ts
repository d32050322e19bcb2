import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { mergeReadings } from '../../../src/core/identity/merge-readings.ts'
import { formatAddress } from '../../../src/model/address.ts'
import { formatCidr } from '../../../src/model/cidr.ts'
import type { SiteReading, SourceRequest } from '../../../src/model/source.ts'
import { rvtoolsSource } from '../../../src/sources/rvtools/index.ts'
import { aDisk, aVm } from '../../builders.ts'
import { testSource } from '../../contracts/source.ts'
import { aReading } from '../../core/identity/builders.ts'
import { aFolder, aRequest } from '../../support/source-folder.ts'
import { workbookBytes, type TestTabs, type WorkbookOptions } from '../../support/workbook.ts'
import { info, tabs } from './estate.ts'

const csvFolder = join(import.meta.dirname, '../../../fixtures/recorded/rvtools/csv-semicolon')

testSource({
  name: 'RVTools CSV',
  source: rvtoolsSource,
  request: () => Promise.resolve(aRequest(csvFolder)),
  fileName: 'vInfo.csv',
})

testSource({
  name: 'RVTools workbook',
  source: rvtoolsSource,
  request: async () => aRequest(join(await aFolder({ 'estate.xlsx': workbookBytes(tabs) }), 'estate.xlsx')),
  fileName: 'estate.xlsx',
})

async function readTabs(
  given: TestTabs,
  { workbook = {}, request = {} }: { workbook?: WorkbookOptions; request?: Partial<SourceRequest> } = {},
): Promise<SiteReading> {
  const folder = await aFolder({ 'estate.xlsx': workbookBytes(given, workbook) })
  return readPath(join(folder, 'estate.xlsx'), request)
}

const readPath = async (path: string, over: Partial<SourceRequest> = {}): Promise<SiteReading> => {
  const reading = await rvtoolsSource.readSite?.(aRequest(path, { shownPath: 'estate.xlsx', ...over }))
  return reading!
}

const vmOf = (reading: SiteReading, id: string) => reading.vms.find((vm) => vm.id === id)!
const codes = (reading: SiteReading): readonly string[] => reading.findings.map(({ code }) => code)
const findingsOf = (reading: SiteReading, code: string) => reading.findings.filter((finding) => finding.code === code)
const withCell = (row: number, column: string, cell: string | number | null): TestTabs => {
  const rows = info.rows.map((cells, index) =>
    index === row ? cells.map((old, at) => (info.header[at] === column ? cell : old)) : cells,
  )
  return { ...tabs, vInfo: [info.header, ...rows] }
}

describe('VMs', () => {
  test('are read with their size, guest, placement and the nouns of their tags', async () => {
    const reading = await readTabs(tabs)

    expect(vmOf(reading, 'vc1/vm-1')).toMatchObject({
      name: 'pier-db',
      kind: 'workload',
      power: 'on',
      vcpus: 4,
      memoryGiB: 16,
      firmware: 'uefi',
      os: { family: 'linux' },
      placement: { datacenter: 'Quay', cluster: 'c1', host: 'h1' },
      tier: '1',
      tags: { 'drplan-tier': '1', Owner: 'Ada' },
    })
    expect(vmOf(reading, 'vc1/vm-2')).toMatchObject({
      vcpus: 2,
      memoryGiB: 4,
      application: 'shop',
      os: { family: 'windows' },
    })
  })

  test('have the application that drplan.yaml says where to find, else what tags and vApps say', async () => {
    const { header, rows } = info
    const filing = [
      ['/Quay/vm/shop', 'gold'],
      ['/Quay/vm/books', 'Resources'],
    ]
    const vInfo = [
      [...header, 'Folder', 'Resource pool'],
      ...rows.map((cells, index) => [...cells, ...(filing[index] ?? ['vm', 'Resources'])]),
    ]
    const namesBy = async (applicationFrom?: readonly string[]) => {
      const reading = await readTabs({ ...tabs, vInfo }, { request: { applicationFrom } })
      return { names: reading.vms.slice(0, 2).map(({ application }) => application), reading }
    }

    expect((await namesBy()).names).toEqual([null, 'shop'])
    expect((await namesBy(['folder'])).names).toEqual(['shop', 'books'])
    expect((await namesBy(['resource-pool', 'vapp'])).names).toEqual(['gold', 'shop'])
    expect((await namesBy(['tag:owner', 'folder'])).names).toEqual(['Ada', 'books'])
    const { names, reading } = await namesBy(['annotation-key:App'])
    expect(names).toEqual([null, null])
    expect(findingsOf(reading, 'site.reference-missing').map(({ subject }) => subject)).toContain('annotation-key:App')
    expect(vmOf(reading, 'vc1/vm-1').tags).toEqual({ 'drplan-tier': '1', Owner: 'Ada' })
    expect(findingsOf(reading, 'site.column-unknown')).toEqual([])
  })

  test('that are templates or cluster services are marked and said', async () => {
    const reading = await readTabs(tabs)

    expect(reading.vms.map(({ kind }) => kind)).toEqual(['workload', 'workload', 'template', 'platform'])
    expect(findingsOf(reading, 'site.vm-not-workload').map(({ affected }) => affected)).toEqual([
      ['vc1/vm-3'],
      ['vc1/vm-4'],
    ])
  })

  test.for([
    ['CPUs', -2, 'vcpus'],
    ['CPUs', 1.5, 'vcpus'],
    ['Memory', 0, 'memoryGiB'],
    ['Memory', 'lots', 'memoryGiB'],
  ] as const)('keep an impossible %s of %s as unknown, with its row', async ([column, cell, field]) => {
    const reading = await readTabs(withCell(0, column, cell))

    expect(vmOf(reading, 'vc1/vm-1')[field]).toBeNull()
    expect(findingsOf(reading, 'site.value-invalid')).toMatchObject([
      { subject: 'pier-db', place: 'estate.xlsx#vInfo!row 2' },
    ])
  })

  test('with one id are reported with both rows, and the first is kept', async () => {
    const reading = await readTabs(withCell(1, 'VM ID', 'vm-1'))

    expect(vmOf(reading, 'vc1/vm-1').name).toBe('pier-db')
    const [finding] = findingsOf(reading, 'site.duplicate-vm')
    expect(finding?.message).toContain('estate.xlsx#vInfo!row 2')
    expect(finding?.message).toContain('estate.xlsx#vInfo!row 3')
  })
})

describe('joining', () => {
  test('goes by VM ID where names are spelt differently, and says so once', async () => {
    const reading = await readTabs(tabs)

    expect(vmOf(reading, 'vc1/vm-2').disks).toHaveLength(1)
    expect(findingsOf(reading, 'site.conflict')).toMatchObject([
      { subject: 'spelling of VM names', affected: ['vc1/vm-2'] },
    ])
  })

  test('by name is refused where two VMs have the name', async () => {
    const reading = await readTabs({
      vInfo: [
        ['VM', 'VM ID'],
        ['twin', 'vm-1'],
        ['twin', 'vm-2'],
        ['only', 'vm-3'],
      ],
      vDisk: [
        ['VM', 'Disk', 'Capacity MiB'],
        ['twin', 'Hard disk 1', 1024],
        ['only', 'Hard disk 1', 1024],
      ],
    })

    expect(reading.vms.map(({ disks }) => disks.length)).toEqual([0, 0, 1])
    expect(codes(reading)).toContain('site.reference-missing')
    expect(findingsOf(reading, 'site.guessed')[0]?.message).toContain('vDisk (1)')
  })

  test('keeps VMs of two vCenters apart that count alike', async () => {
    const reading = await readTabs({
      vInfo: [
        ['VM', 'VM ID', 'VI SDK Server'],
        ['a', 'vm-1', 'vc1'],
        ['b', 'vm-1', 'vc2'],
      ],
      vDisk: [
        ['VM', 'Disk', 'Capacity MiB', 'VM ID', 'VI SDK Server'],
        ['b', 'Hard disk 1', 2048, 'vm-1', 'vc2'],
        ['?', 'Hard disk 1', 2048, 'vm-1', 'vc3'],
      ],
    })

    expect(reading.vms.map(({ id, disks }) => [id, disks.length])).toEqual([
      ['vc1/vm-1', 0],
      ['vc2/vm-1', 1],
    ])
    expect(codes(reading)).toContain('site.reference-missing')
  })

  test('takes the first column as the name of the VM when its title is another', async () => {
    const reading = await readTabs({
      vInfo: [['VM'], ['a']],
      vDisk: [
        ['Our estate', 'Disk', 'Capacity MiB'],
        ['a', 'Hard disk 1', 1024],
      ],
    })

    expect(vmOf(reading, 'a').disks).toHaveLength(1)
    expect(findingsOf(reading, 'site.guessed').map(({ place }) => place)).toContain('estate.xlsx#vDisk')
  })
})

describe('disks', () => {
  test('keep their order, size and what keeps them from being copied', async () => {
    const reading = await readTabs(tabs)

    expect(vmOf(reading, 'vc1/vm-1').disks).toMatchObject([
      { id: '2000', name: 'Hard disk 1', capacityGiB: 50, usedGiB: 15, attachment: 'exclusive', boot: true },
      { id: '2001', name: 'Hard disk 2', capacityGiB: 100, usedGiB: 50, attachment: 'raw', boot: false },
    ])
    expect(vmOf(reading, 'vc1/vm-2').disks).toMatchObject([{ attachment: 'shared' }])
    expect(findingsOf(reading, 'site.disk-independent')).toMatchObject([{ affected: ['vc1/vm-1'] }])
  })

  test('leave the use unknown where partitions name no disk and there are several', async () => {
    const [header, ...rows] = tabs['vPartition']!
    const reading = await readTabs({ ...tabs, vPartition: [header!, ...rows.map((cells) => cells.with(1, null))] })

    expect(vmOf(reading, 'vc1/vm-1').disks.map(({ usedGiB }) => usedGiB)).toEqual([null, null])
  })

  test.for([
    ['Total disk capacity MiB', 150],
    ['Provisioned MB', 200],
  ] as const)('fall back to %s without vDisk, and say so', async ([column, gib]) => {
    const reading = await readTabs({
      vInfo: [
        ['VM', column],
        ['a', gib * 1024],
      ],
    })

    expect(vmOf(reading, 'a').disks).toMatchObject([{ capacityGiB: gib }])
    expect(findingsOf(reading, 'site.guessed')).toMatchObject([{ affected: ['a'] }])
  })
})

describe('headers', () => {
  test.for([
    [['VM', 'CPUs', 'Memory', 'Provisioned MB', 'VM ID']],
    [['VM', 'CPUs', 'Memory', 'Provisioned MiB', 'VM ID']],
    [['vInfoVMName', 'vInfoCPUs', 'vInfoMemory', 'vInfoProvisioned', 'vInfoVMID']],
  ])('of every family give the same VM: %j', async ([header]) => {
    const reading = await readTabs({ vInfo: [header!, ['a', 2, 2048, 10240, 'vm-1']] })

    expect(vmOf(reading, 'vm-1')).toMatchObject({ name: 'a', vcpus: 2, memoryGiB: 2, disks: [{ capacityGiB: 10 }] })
  })

  test('in GiB are not taken for MiB', async () => {
    const reading = await readTabs({
      vInfo: [
        ['VM', 'Provisioned GiB'],
        ['a', 10],
      ],
    })

    expect(vmOf(reading, 'a').disks).toEqual([])
    expect(findingsOf(reading, 'site.column-unknown')[0]?.message).toContain('Provisioned GiB')
  })
})

describe('columns and tabs that are missing', () => {
  const poor: TestTabs = {
    vInfo: [
      ['VM', 'Provisioned MiB'],
      ['quay-web', 2048],
    ],
  }

  test('are said with the facts that another source may know, apart from what none can', async () => {
    const reading = await readTabs(poor)

    expect(
      findingsOf(reading, 'site.column-missing').map(({ place, message, about }) => [place, message, about]),
    ).toEqual([
      ['estate.xlsx#vInfo', 'There is no column for an id that survives a change of name.', undefined],
      [
        'estate.xlsx#vInfo',
        'There is no column for whether a VM runs; vCPUs; memory; BIOS or UEFI; which VMs fail together; the operating system.',
        ['power', 'vcpus', 'memory', 'firmware', 'host', 'os'],
      ],
      [
        'estate.xlsx',
        'There is no tab vDisk, so drplan does not know the sizes of single disks, raw and shared disks.',
        ['disks'],
      ],
      [
        'estate.xlsx',
        'There is no tab vNetwork, so drplan does not know adapters and their addresses.',
        ['interfaces'],
      ],
      ['estate.xlsx', 'There is no tab vPartition, so drplan does not know space in use.', ['used-space']],
    ])
  })

  test('are no finding any more where another source of the site says it all; nor is the guess of the disks', async () => {
    const poorest = await readTabs(poor)
    const vm = aVm({
      id: 'c-1',
      name: 'quay-web',
      disks: [aDisk({ capacityGiB: 2, usedGiB: 1 })],
      placement: { ...aVm().placement, host: 'h-1' },
    })
    const rich = aReading([vm], { capturedAt: '2026-11-01T00:00:00Z' })

    const { vms, unanswered } = mergeReadings([rich, poorest])

    expect(vms).toHaveLength(1)
    expect(unanswered.map(({ code, message }) => [code, message])).toEqual([
      ['site.column-missing', 'There is no column for an id that survives a change of name.'],
    ])
  })
})

describe('networks', () => {
  test('take the /24 that all addresses lie in, and say how to state another', async () => {
    const reading = await readTabs(tabs)

    const blocks = reading.network.subnets.map(({ id, block }) => [id, block && formatCidr(block)])
    expect(blocks).toEqual([
      ['vc1/Quay/Data', '10.20.1.0/24'],
      ['vc1/Quay/Spread', null],
      ['vc1/Quay/Web', '10.20.2.0/24'],
    ])
    const guess = findingsOf(reading, 'site.guessed').find(({ subject }) => subject === 'Web')
    expect(guess?.suggestion).toContain('subnets: [{ name: "Web", block: 10.20.2.0/24 }]')
    expect(findingsOf(reading, 'network.subnet-unknown')).toMatchObject([{ subject: 'Spread' }])
  })

  test('take the block that drplan.yaml states', async () => {
    const reading = await readTabs(tabs, {
      request: {
        subnets: [
          { name: 'Spread', block: '10.30.0.0/16' },
          { name: 'Nowhere', block: '10.9.0.0/24' },
        ],
      },
    })

    expect(reading.network.subnets.map(({ block }) => block && formatCidr(block))).toContain('10.30.0.0/16')
    expect(findingsOf(reading, 'network.subnet-unknown')).toEqual([])
    expect(findingsOf(reading, 'site.reference-missing')).toMatchObject([{ subject: 'Nowhere' }])
  })

  test('never get overlapping blocks: the one with more addresses keeps it', async () => {
    const reading = await readTabs({
      vInfo: [
        ['VM', 'Network #1', 'Primary IP Address'],
        ['a', 'Old', '10.1.1.1'],
        ['b', 'New', '10.1.1.2'],
        ['c', 'New', '10.1.1.3'],
      ],
    })

    expect(reading.network.subnets.map(({ name, block }) => [name, block && formatCidr(block)])).toEqual([
      ['New', '10.1.1.0/24'],
      ['Old', null],
    ])
    expect(findingsOf(reading, 'network.subnet-unknown')).toMatchObject([{ subject: 'Old' }])
  })

  test('drop link-local addresses and keep the primary one first', async () => {
    const reading = await readTabs(tabs)

    expect(vmOf(reading, 'vc1/vm-1').nics[0]?.addresses.map(formatAddress)).toEqual(['10.20.1.10', 'fd00::10'])
    expect(vmOf(reading, 'vc1/vm-1').nics[0]?.macAddress).toBe('00:50:56:aa:00:01')
  })
})

describe('the workbook', () => {
  test('padded to the last row a sheet can have gives the rows that say something', async () => {
    const padding = Array.from(
      { length: 200_000 },
      (_, index) => `<row r="${index + 900_000}" spans="1:9"><c r="A${index + 900_000}" s="0"/></row>`,
    ).join('')

    const reading = await readTabs(tabs, { workbook: { padding, dimension: 'A1:CN1048576' } })

    expect(reading.vms).toHaveLength(4)
  })

  test.for([0.2, 0.6, 0.99])('cut off after %d of its length is source.file-damaged', async (share) => {
    const bytes = workbookBytes(tabs)
    const folder = await aFolder({ 'estate.xlsx': bytes.subarray(0, Math.floor(bytes.length * share)) })

    await expect(readPath(join(folder, 'estate.xlsx'))).rejects.toMatchObject({
      code: 'source.file-damaged',
      place: { file: 'estate.xlsx' },
    })
  })

  test('without vInfo is source.shape-unknown and names the tabs it has', async () => {
    await expect(readTabs({ Sizing: [['x']], vHost: [['Host']] })).rejects.toMatchObject({
      code: 'source.shape-unknown',
      message: expect.stringContaining('"Sizing", "vHost"'),
    })
  })

  test('says when it was made by vMetaData, and by its own properties only if nobody saved it again', async () => {
    const metadata = [
      ['RVTools major version', 'xlsx creation datetime'],
      ['4.4', '2025-02-26 12:53:35'],
    ]
    const made = '2025-02-26T12:00:00Z'

    const stated = await readTabs({ ...tabs, vMetaData: metadata })
    const untouched = await readTabs(tabs, { workbook: { created: made, modified: made } })
    const resaved = await readTabs(tabs, { workbook: { created: made, modified: '2025-03-01T08:00:00Z' } })

    expect(stated.capturedAt).toBe('2025-02-26T12:53:35.000Z')
    expect(untouched.capturedAt).toBe('2025-02-26T12:00:00.000Z')
    expect(resaved.capturedAt).toBeNull()
    expect(codes(resaved)).toContain('site.capture-time-unknown')
  })
})

test('the CSV folder reads like the workbook, semicolons and grouped thousands included', async () => {
  const reading = await readPath(csvFolder)

  expect(vmOf(reading, 'vm-11')).toMatchObject({
    name: 'quay, main',
    vcpus: 4,
    memoryGiB: 8,
    disks: [{ capacityGiB: 40 }],
  })
})

test('the order of rows makes no difference to the site', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.record(
        Object.fromEntries(
          Object.entries(tabs).map(([name, [, ...rows]]) => [
            name,
            fc.shuffledSubarray(rows, { minLength: rows.length }),
          ]),
        ),
      ),
      async (shuffled) => {
        const mixed = Object.fromEntries(
          Object.entries(shuffled).map(([name, rows]) => [name, [tabs[name]![0]!, ...rows]]),
        )

        const [plain, other] = [await readTabs(tabs), await readTabs(mixed)]

        expect(other.vms).toEqual(plain.vms)
        expect(other.network).toEqual(plain.network)
      },
    ),
    { numRuns: 20 },
  )
})

describe('what a recovery site may not have', () => {
  const vInfo = [
    ['VM', 'VM ID', 'CPUs', 'Memory', 'EFI Secure boot', 'FT State', 'Latency Sensitivity', 'vGPU'],
    ['a', 'vm-1', 2, 2048, 'True', 'running', 'high', 'grid_a16-4q'],
    ['b', 'vm-2', 2, 2048, 'False', 'notConfigured', 1, null],
    ['c', 'vm-3', 2, 2048, null, null, null, null],
  ]
  const more: TestTabs = {
    vInfo,
    vCPU: [
      ['VM', 'VM ID', 'CPUs', 'Hot Add'],
      ['a', 'vm-1', 2, 'True'],
      ['b', 'vm-2', 2, 'False'],
    ],
    vMemory: [
      ['VM', 'VM ID', 'Size MiB', 'Hot Add', 'Memory Reservation Locked To Max'],
      ['a', 'vm-1', 2048, 'False', 'True'],
      ['b', 'vm-2', 2048, 'False', 'False'],
    ],
    vUSB: [
      ['VM', 'VM ID', 'Device Node', 'Device Type', 'Connected'],
      ['a', 'vm-1', 'USB 1', 'remote host device', 'True'],
      ['b', 'vm-2', 'USB controller 1', 'controller', 'False'],
    ],
  }

  test('is read from the columns that say it, and absent where none does', async () => {
    const reading = await readTabs(more)

    expect(vmOf(reading, 'vm-1')).toMatchObject({
      traits: {
        secureBoot: true,
        usb: true,
        faultTolerant: true,
        latencySensitive: true,
        memoryReserved: true,
        hotAdd: true,
      },
      accelerators: [{ kind: 'gpu', model: 'grid_a16-4q', memoryGiB: 4 }],
    })
    expect(vmOf(reading, 'vm-2').traits).toEqual({
      secureBoot: false,
      usb: false,
      faultTolerant: false,
      latencySensitive: false,
      memoryReserved: false,
      hotAdd: false,
    })
    expect(vmOf(reading, 'vm-3').traits).toBeUndefined()
    expect(codes(reading)).not.toContain('site.column-unknown')
  })

  test('SR-IOV shows in the type of an adapter', async () => {
    const reading = await readTabs({
      vInfo,
      vNetwork: [
        ['VM', 'VM ID', 'NIC label', 'Adapter', 'Network'],
        ['a', 'vm-1', 'Network adapter 1', 'SR-IOV passthrough', 'lan'],
        ['b', 'vm-2', 'Network adapter 1', 'Vmxnet3', 'lan'],
      ],
    })

    expect(vmOf(reading, 'vm-1').nics[0]?.accelerated).toBe(true)
    expect(vmOf(reading, 'vm-2').nics[0]?.accelerated).toBeUndefined()
  })
})

describe('hosts', () => {
  const header = [
    'Host',
    'Datacenter',
    'Cluster',
    'in Maintenance Mode',
    'HT Active',
    '# Cores',
    '# Memory',
    'VI SDK Server',
  ]

  test('are read with their memory, their threads and whether they serve', async () => {
    const reading = await readTabs({
      ...tabs,
      vHost: [
        header,
        ['h1', 'Quay', 'c1', 'False', 'True', 16, 262144, 'vc1'],
        ['h2', 'Quay', 'c1', 'True', 'False', 16, null, 'vc1'],
        [null, 'Quay', 'c1', 'False', 'False', 16, 1024, 'vc1'],
      ],
    })

    const own = { datacenter: 'Quay', cluster: 'c1' }
    expect(reading.hosts).toEqual([
      { ...own, id: 'vc1/h1', name: 'h1', memoryGiB: 256, threads: 32, maintenance: false },
      { ...own, id: 'vc1/h2', name: 'h2', memoryGiB: null, threads: 16, maintenance: true },
    ])
    expect(codes(reading)).toEqual(codes(await readTabs(tabs)))
  })

  test('are none where their memory is not stated, or there is no tab of them', async () => {
    const reading = await readTabs({
      ...tabs,
      vHost: [
        ['Host', 'Speed', '# Cores'],
        ['h1', 2400, 16],
      ],
    })

    expect(reading.hosts).toBeUndefined()
    expect((await readTabs(tabs)).hosts).toBeUndefined()
    expect(codes(reading)).toEqual(codes(await readTabs(tabs)))
  })
})
