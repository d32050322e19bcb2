import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { formatAddress } from '../../../src/model/address.ts'
import { formatCidr } from '../../../src/model/cidr.ts'
import type { SiteReading } from '../../../src/model/source.ts'
import { libvirtSource } from '../../../src/sources/libvirt/index.ts'
import { testSource } from '../../contracts/source.ts'
import { aFolder, aRequest } from '../../support/source-folder.ts'

const recorded = join(import.meta.dirname, '../../../fixtures/recorded/libvirt')

testSource({
  name: 'libvirt',
  source: libvirtSource,
  request: () => Promise.resolve(aRequest(recorded)),
  fileName: 'domains.xml',
})

const read = async (path: string): Promise<SiteReading> => (await libvirtSource.readSite?.(aRequest(path)))!
const readXml = async (xml: string, files: Readonly<Record<string, string>> = {}): Promise<SiteReading> =>
  read(await aFolder({ 'domains.xml': xml, ...files }))
const findingsOf = (reading: SiteReading, code: string) => reading.findings.filter((finding) => finding.code === code)
const db = '5fae0001-0000-4000-8000-000000000001'
const vmOf = (reading: SiteReading, id: string) => reading.vms.find((vm) => vm.id === id)

describe('a domain', () => {
  test('has the vCPUs of now, the memory it may grow to, its firmware and the system that osinfo names', async () => {
    expect(vmOf(await read(recorded), db)).toMatchObject({
      name: 'fen-db & co',
      power: 'on',
      vcpus: 4,
      memoryGiB: 8,
      architecture: 'x86_64',
      firmware: 'uefi',
      os: { family: 'linux' },
    })
  })

  test('has the sizes of its volumes, by path and by pool; a CD drive is no disk', async () => {
    const reading = await read(recorded)

    expect(vmOf(reading, db)?.disks).toMatchObject([
      { id: 'vda', capacityGiB: 40, usedGiB: 10, attachment: 'exclusive', boot: false },
      { id: 'vdb', capacityGiB: 100, usedGiB: null, attachment: 'shared', boot: true },
    ])
    for (const code of ['site.accelerator-missing', 'site.disks-missing'])
      expect(findingsOf(reading, code)).toMatchObject([{ affected: [db] }])
  })

  test('has interfaces on networks, on the network that owns a bridge, on the bridge itself, or on none', async () => {
    const reading = await read(recorded)

    expect(
      vmOf(reading, db)?.nics.map(({ id, subnetId, addresses }) => [id, subnetId, addresses.map(formatAddress)]),
    ).toEqual([
      ['52:54:00:aa:00:01', 'default', ['192.168.122.10']],
      ['52:54:00:aa:00:02', 'default', []],
      ['52:54:00:aa:00:03', 'br-lan', []],
      ['52:54:00:aa:00:04', null, []],
    ])
    const subnet = reading.network.subnets.find(({ id }) => id === 'default')
    expect(subnet?.block && formatCidr(subnet.block)).toBe('192.168.122.0/24')
    expect(subnet?.gateway && formatAddress(subnet.gateway)).toBe('192.168.122.1')
  })

  test('takes sizes that domblkinfo printed into a file of its name', async () => {
    expect(vmOf(await read(recorded), 'fen-arm')).toMatchObject({
      power: 'unknown',
      vcpus: 2,
      memoryGiB: 2,
      architecture: 'arm64',
      firmware: 'uefi',
      disks: [{ id: 'vda', capacityGiB: 20, usedGiB: 1, boot: true }],
    })
  })

  test('without name and UUID is reported, and other files are named', async () => {
    const reading = await read(recorded)

    expect(findingsOf(reading, 'site.row-unreadable')).toMatchObject([{ place: 'estate/domains.xml#domain[3]' }])
    expect(findingsOf(reading, 'site.file-unread')).toMatchObject([{ place: 'estate/notes.txt' }])
  })
})

describe('sizes', () => {
  test.for([
    ['<memory>1048576</memory>', 1],
    ["<memory unit='b'>1073741824</memory>", 1],
    ["<memory unit='KB'>1073741824</memory>", 1000],
    ["<memory unit='k'>1048576</memory>", 1],
    ["<memory unit='G'>3</memory>", 3],
    ["<memory unit='GB'>1073741824</memory>", 1e9],
    ["<memory unit='furlong'>1</memory>", null],
    ["<memory unit='GiB'>-1</memory>", null],
  ] as const)('of %s are %d GiB', async ([memory, gib]) => {
    const reading = await readXml(`<domain><name>a</name>${memory}<vcpu>1</vcpu></domain>`)

    expect(reading.vms[0]?.memoryGiB).toBe(gib)
  })

  test('that domblkinfo printed for people, of the one disk', async () => {
    const disk = "<devices><disk><target dev='sda'/></disk></devices>"
    const reading = await readXml(`<domain><name>a</name>${disk}</domain>`, {
      'a.txt': 'Capacity:       20.500 GiB\nAllocation:     1.000 GiB\nPhysical:       1.000 GiB\n',
    })

    expect(reading.vms[0]?.disks).toMatchObject([{ capacityGiB: 20.5, usedGiB: 1 }])
  })
})

describe('hostile XML', () => {
  test.for([
    '<!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;">]><domain><name>&c;</name></domain>',
    '<!DOCTYPE a SYSTEM "file:///etc/passwd"><domain><name>a</name></domain>',
    '<!doctype a><domain><name>a</name></domain>',
    `${'<a>'.repeat(5000)}${'</a>'.repeat(5000)}`,
    '<domain><name>a</domain>',
    '<__proto__ a="1"/><domain><name>a</name></domain>',
  ])('is refused: %.60s', async (xml) => {
    await expect(readXml(xml)).rejects.toMatchObject({
      code: 'source.file-damaged',
      place: { file: 'estate/domains.xml' },
    })
  })

  test('cannot make entities of its own mean anything', async () => {
    const reading = await readXml('<domain><name>&lol;&#65;&#x42;&lt;b&gt;</name></domain>')

    expect(reading.vms[0]?.name).toBe('&lol;AB<b>')
  })
})

test('a domain inside a snapshot is not a second one', async () => {
  const domain = '<domain><name>a</name><uuid>1</uuid></domain>'

  const reading = await readXml(`${domain}<domainsnapshot>${domain}</domainsnapshot>`)

  expect(findingsOf(reading, 'site.duplicate-vm')).toEqual([])
})

test('what a recovery site may not have is read from devices and tuning, and absent where there is none', async () => {
  const domain = (name: string, inner: string, devices: string): string =>
    `<domain type="kvm"><name>${name}</name><vcpu>1</vcpu><memory unit="GiB">1</memory>${inner}<devices>${devices}</devices></domain>`
  const special = domain(
    'special',
    '<os><type arch="x86_64">hvm</type><loader type="pflash" secure="yes">x</loader></os><numatune><memory mode="strict"/></numatune>',
    '<tpm model="tpm-crb"/><hostdev mode="subsystem" type="usb"/><hostdev mode="subsystem" type="pci"/>',
  )

  const reading = await readXml(`<domains>${special}${domain('plain', '', '')}</domains>`)

  expect(vmOf(reading, 'special')?.traits).toEqual({
    secureBoot: true,
    tpm: true,
    passthrough: ['pci device'],
    usb: true,
    pinned: true,
  })
  expect(vmOf(reading, 'plain')).not.toHaveProperty('traits')
})
