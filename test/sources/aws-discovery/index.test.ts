import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { formatAddress } from '../../../src/model/address.ts'
import type { SiteReading } from '../../../src/model/source.ts'
import { awsDiscoverySource } from '../../../src/sources/aws-discovery/index.ts'
import { testSource } from '../../contracts/source.ts'
import { aFolder, aRequest } from '../../support/source-folder.ts'

const recorded = join(import.meta.dirname, '../../../fixtures/recorded/aws-discovery')

testSource({
  name: 'aws-discovery',
  source: awsDiscoverySource,
  request: () => Promise.resolve(aRequest(recorded)),
  fileName: 'import.csv',
})

const read = async (path: string): Promise<SiteReading> => (await awsDiscoverySource.readSite?.(aRequest(path)))!
const readCsv = async (text: string): Promise<SiteReading> => read(await aFolder({ 'import.csv': text }))
const findingsOf = (reading: SiteReading, code: string) => reading.findings.filter((finding) => finding.code === code)

describe('a row of the template', () => {
  test('is a VM with the lists of its cells taken apart', async () => {
    const vm = (await read(recorded)).vms.find(({ id }) => id === 'inv-1')

    expect(vm).toMatchObject({
      name: 'Pier DB',
      vcpus: 16,
      memoryGiB: 64,
      os: { name: 'Ubuntu 22.04', family: 'linux' },
      application: 'Ledger',
      tier: '1',
      tags: { ApplicationWave: '2', 'DR-Tier': '1', link: 'http://x:80' },
      disks: [],
    })
    expect(vm?.nics.map(({ addresses, macAddress }) => [addresses.map(formatAddress), macAddress])).toEqual([
      [['10.70.1.10'], null],
      [['10.70.2.10'], null],
    ])
  })

  test('is known by its vCenter and reference where the owner has no id; cores count as vCPUs and that is said', async () => {
    const reading = await read(recorded)

    expect(reading.vms.find(({ name }) => name === 'pier-web')).toMatchObject({
      id: 'vc-1/vm-17',
      vcpus: 2,
      application: 'Shop',
      nics: [{ macAddress: '02:00:00:00:00:03' }],
    })
    expect(findingsOf(reading, 'site.guessed').find(({ subject }) => subject === 'vCPUs from cores')?.affected).toEqual(
      ['vc-1/vm-17'],
    )
  })

  test('without any key, or with a tag that is no pair, is reported with its line', async () => {
    const reading = await read(recorded)

    expect(reading.vms).toHaveLength(2)
    expect(findingsOf(reading, 'site.row-unreadable')).toMatchObject([{ place: 'estate/import.csv:4' }])
    expect(findingsOf(reading, 'site.value-invalid')).toMatchObject([{ subject: 'Tags', place: 'estate/import.csv:2' }])
  })
})

test('the missing disks, several applications and unused utilisation are said', async () => {
  const reading = await read(recorded)

  expect(findingsOf(reading, 'site.disks-missing')).toMatchObject([
    { subject: 'disks', affected: ['inv-1', 'vc-1/vm-17'] },
  ])
  expect(findingsOf(reading, 'site.guessed').map(({ subject }) => subject)).toContain('applications')
  expect(findingsOf(reading, 'site.value-unused')).toMatchObject([{ subject: 'utilisation' }])
})

test('a CSV with host names and nothing of the template is another format', async () => {
  await expect(readCsv('HostName,colour\na,red')).rejects.toMatchObject({ code: 'source.shape-unknown' })
})
