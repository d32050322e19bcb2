import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mergeReadings } from '../../../src/core/identity/merge-readings.ts'
import type { AccountLimit } from '../../../src/model/account-limit.ts'
import type { NetworkObject } from '../../../src/model/network-objects.ts'
import { emptyNetwork } from '../../../src/model/network.ts'
import { referencesOf } from '../../../src/model/object-references.ts'
import { compareFindings } from '../../../src/model/finding.ts'
import type { Vm } from '../../../src/model/site.ts'
import type { SourceId } from '../../../src/model/source-id.ts'
import { aNetwork } from '../../builders-network.ts'
import { aDisk, aLimit, aVm } from '../../builders.ts'
import { aBareVm, aReading, at, findingsOf, idsOf, mergeVms, withMac } from './builders.ts'

describe('machines of two sources', () => {
  it('become one VM with the first id, and one finding a pair of sources says how', () => {
    const first = [
      aBareVm('rvtools', 'm-1', { name: 'one' }),
      aBareVm('rvtools', 'm-2', { name: 'two', nics: [at('10.0.0.2')] }),
      aBareVm('rvtools', 'm-3', { name: 'three', nics: [at('10.0.0.3')] }),
      aBareVm('rvtools', 'm-4', { name: 'four', nics: [withMac('00:50:56:00:00:04')] }),
      aBareVm('rvtools', 'm-5', { name: 'five', vcpus: 2, memoryGiB: 4 }),
      aBareVm('rvtools', 'm-6', { name: 'six' }),
    ]
    const later = [
      aBareVm('inventory', 'm-1', { name: 'one' }),
      aBareVm('inventory', 'c-2', { name: 'two', nics: [at('10.0.0.2')] }),
      aBareVm('inventory', 'c-3', { name: 'three', nics: [at('10.0.0.3')] }),
      aBareVm('inventory', 'c-4', { name: 'four', nics: [withMac('00:50:56:00:00:04')] }),
      aBareVm('inventory', 'c-5', { name: 'five', vcpus: 2, memoryGiB: 4 }),
      aBareVm('inventory', 'c-7', { name: 'seven' }),
    ]

    const merged = mergeVms(first, later)

    expect(idsOf(merged)).toEqual(['c-7', 'm-1', 'm-2', 'm-3', 'm-4', 'm-5', 'm-6'])
    expect(merged.findings).toMatchObject([
      {
        code: 'site.merged',
        severity: 'info',
        subject: 'rvtools and inventory',
        message: '5 VMs are in both rvtools and inventory, and became one each (by id 1, address 2, mac 1, name 1).',
        affected: ['m-1', 'm-2', 'm-3', 'm-4', 'm-5'],
      },
    ])
  })

  it('are recognised in a third source by what only the second knew', () => {
    const merged = mergeVms(
      [aBareVm('rvtools', 'r-1', { name: 'web-a', nics: [at('10.0.0.1')] })],
      [aBareVm('aws-describe', 'i-1', { name: 'web-a', nics: [at('10.0.0.1'), withMac('0a:00:00:00:00:01')] })],
      [aBareVm('terraform-state', 'i-1', { name: 'web-a' })],
      [aBareVm('inventory', 'c-1', { name: '', nics: [withMac('0a:00:00:00:00:01')] })],
    )

    expect(idsOf(merged)).toEqual(['r-1'])
    expect(
      findingsOf(merged, 'site.merged').map(({ subject, message }) => [subject, message.match(/\(.*\)/)?.[0]]),
    ).toEqual([
      ['rvtools and aws-describe', '(by address 1)'],
      ['rvtools and terraform-state', '(by id 1)'],
      ['rvtools and inventory', '(by mac 1)'],
    ])
  })

  it('of one kind are told apart by their number', () => {
    const merged = mergeVms([aBareVm('rvtools', 'm-1', { name: 'one' })], [aBareVm('rvtools', 'm-1', { name: 'one' })])

    expect(merged.findings).toMatchObject([{ code: 'site.merged', subject: 'rvtools #1 and rvtools #2' }])
  })

  it('that may be one are both kept, and named', () => {
    const merged = mergeVms(
      [aBareVm('rvtools', 'r-1', { name: 'web-a' })],
      [aBareVm('inventory', 'c-1', { name: 'WEB-A' })],
    )

    expect(idsOf(merged)).toEqual(['c-1', 'r-1'])
    expect(merged.findings).toMatchObject([
      {
        code: 'site.possible-twin',
        severity: 'warning',
        subject: 'WEB-A',
        message:
          '"WEB-A" of inventory may be "web-a" of rvtools (same name); both are kept, and planned twice if they are one.',
        affected: ['c-1', 'r-1'],
      },
    ])
  })

  it('that disagree are a finding with the fact, both values and both sources', () => {
    const merged = mergeVms(
      [aBareVm('rvtools', 'm-1', { name: 'web-a', memoryGiB: 8 })],
      [aBareVm('inventory', 'm-1', { name: 'web-a', memoryGiB: 16 })],
    )

    expect(findingsOf(merged, 'site.conflict')).toMatchObject([
      {
        subject: 'web-a',
        message: 'The memory of "web-a" is 8 GiB in rvtools and 16 GiB in inventory; 8 GiB is used.',
        affected: ['m-1'],
      },
    ])
    expect(merged.vms[0]?.memoryGiB).toBe(8)
  })

  it('that have nothing but the id in common are an error', () => {
    const merged = mergeVms(
      [aBareVm('vsphere-json', 'vm-101', { name: 'web-a' })],
      [aBareVm('rvtools', 'vm-101', { name: 'db-a' })],
    )

    expect(idsOf(merged)).toEqual(['vm-101'])
    expect(findingsOf(merged, 'site.duplicate-vm')).toMatchObject([{ severity: 'error', affected: ['vm-101'] }])
  })

  it('take their adapters from the source that knows the network, and its network with them', () => {
    const network = aNetwork()
    const inventory = aReading([aBareVm('inventory', 'c-1', { name: 'web-a', nics: [at('10.0.0.10')] })])
    const cloud = aReading([aVm({ id: 'i-1', name: 'web-a', source: 'aws-describe' })], { network })

    const merged = mergeReadings([inventory, cloud])

    expect(merged.vms).toMatchObject([{ id: 'c-1', source: 'inventory', nics: [{ subnetId: 'subnet-1' }] }])
    expect(merged.network).toEqual(network)
  })
})

it('an id that one source repeats is an error, and the first of the two is used', () => {
  const merged = mergeVms([aBareVm('rvtools', 'm-1', { name: 'a' }), aBareVm('rvtools', 'm-1', { name: 'b' })])

  expect(merged.vms.map(({ name }) => name)).toEqual(['a'])
  expect(merged.findings).toMatchObject([{ code: 'site.duplicate-vm', affected: ['m-1'] }])
})

it('nothing is made of nothing', () => {
  expect(mergeReadings([])).toMatchObject({ vms: [], findings: [] })
})

/** Few values, so that machines share ids, addresses, MACs, names and sizes in every unlucky combination. */
const few = (prefix: string) => fc.integer({ min: 1, max: 4 }).map((n) => `${prefix}${n}`)
const arbitraryVm = (source: SourceId) =>
  fc
    .record({
      id: few('id-'),
      name: fc.constantFrom('alpha', 'BETA', 'beta.corp.example', 'gamma', 'localhost', ''),
      vcpus: fc.constantFrom(null, 2, 4),
      memoryGiB: fc.constantFrom(null, 8),
      disks: fc.constantFrom([], [aDisk()]),
      nics: fc.array(
        fc.oneof(
          few('10.0.0.').map((text) => at(text)),
          few('0a:00:00:00:00:0').map(withMac),
        ),
        { maxLength: 2 },
      ),
      dependsOn: fc.array(fc.oneof(few('id-'), fc.constantFrom('alpha', 'gamma', 'nowhere')), { maxLength: 2 }),
    })
    .map((over) => aBareVm(source, over.id, over))
/** Every VM is tagged with where it came from: tags are united, so they tell who became whom. */
const arbitraryReading = (source: SourceId) =>
  fc
    .uniqueArray(arbitraryVm(source), { selector: ({ id }) => id, maxLength: 4 })
    .map((vms): Vm[] => vms.map((vm) => ({ ...vm, tags: { [`${source} ${vm.id}`]: '' } })))
const arbitraryReadings = fc.tuple(
  arbitraryReading('rvtools'),
  arbitraryReading('aws-describe'),
  arbitraryReading('inventory'),
)

describe('objects of the network', () => {
  const pool = (vmIds: readonly string[]): NetworkObject => ({
    kind: 'target-pool',
    id: 'pool-1',
    name: 'web',
    vpcId: null,
    protocol: null,
    port: 80,
    targets: vmIds.map((vmId) => ({ vmId, nicId: null, address: null, port: 80 })),
    healthCheck: null,
  })
  const network = (objects: readonly NetworkObject[]) => ({ network: { ...emptyNetwork, objects } })

  it('name VMs by the ids that these have in the site', () => {
    const { network: merged } = mergeReadings([
      aReading([aBareVm('rvtools', 'm-1', { name: 'web', nics: [at('10.0.0.1')] })]),
      aReading(
        [aBareVm('aws', 'i-1', { name: 'web', nics: [at('10.0.0.1')] }), aBareVm('aws', 'i-2', { name: 'own' })],
        network([pool(['i-1', 'i-2', 'i-gone'])]),
      ),
    ])

    expect(merged.objects.flatMap((object) => referencesOf(object).vmIds)).toEqual(['m-1', 'i-2', 'i-gone'])
  })

  it('keep an id that their own source has no VM for', () => {
    const { network: merged, vms } = mergeReadings([
      aReading([aBareVm('rvtools', 'm-1', { name: 'web', nics: [at('10.0.0.1')] })]),
      aReading([aBareVm('inventory', 'c-1', { name: 'web', nics: [at('10.0.0.1')] })], network([pool(['m-1'])])),
    ])

    expect(vms.map(({ id }) => id)).toEqual(['m-1'])
    expect(merged.objects.flatMap((object) => referencesOf(object).vmIds)).toEqual(['m-1'])
  })
})

describe('whatever the sources say', () => {
  it('every VM of every source is in exactly one VM of the site, whose ids are distinct', () => {
    fc.assert(
      fc.property(arbitraryReadings, (sources) => {
        const { vms } = mergeVms(...sources)

        const given = sources.flatMap((own) => own.flatMap(({ tags }) => Object.keys(tags)))
        expect(vms.flatMap(({ tags }) => Object.keys(tags)).toSorted()).toEqual(given.toSorted())
        expect(new Set(vms.map(({ id }) => id)).size).toBe(vms.length)
      }),
    )
  })

  it('two VMs of one source stay two', () => {
    fc.assert(
      fc.property(arbitraryReadings, (sources) => {
        for (const { tags } of mergeVms(...sources).vms) {
          const origins = Object.keys(tags).map((tag) => tag.split(' ')[0])
          expect(new Set(origins).size).toBe(origins.length)
        }
      }),
    )
  })

  it('the order inside a source does not matter', () => {
    fc.assert(
      fc.property(arbitraryReadings, (sources) => {
        const [one, other] = [sources, sources.map((vms) => vms.toReversed())].map((each) => {
          const { vms, network, findings } = mergeVms(...each)
          return { vms, network, findings: findings.toSorted(compareFindings) }
        })

        expect(other).toEqual(one)
      }),
    )
  })

  it('a source beside itself under another name is still the same site, without conflicts or twins', () => {
    fc.assert(
      fc.property(arbitraryReading('rvtools'), (vms) => {
        const again = vms.map((vm): Vm => ({ ...vm, source: 'inventory' }))

        const merged = mergeVms(vms, again)

        expect(merged.vms).toEqual(mergeVms(vms).vms)
        expect(new Set(merged.findings.map(({ code }) => code))).toEqual(new Set(vms.length > 0 ? ['site.merged'] : []))
      }),
    )
  })
})

it('hosts of all readings are in the site once, as the first says', () => {
  const host = { name: 'h', cluster: null, datacenter: null, memoryGiB: 64, threads: null, maintenance: false }
  const first = aReading([], { hosts: [{ ...host, id: 'b' }] })
  const second = aReading([], {
    hosts: [
      { ...host, id: 'b', memoryGiB: 32 },
      { ...host, id: 'a' },
    ],
  })

  const { hosts } = mergeReadings([first, aReading([]), second])

  expect(hosts).toEqual([
    { ...host, id: 'a' },
    { ...host, id: 'b' },
  ])
})

describe('limits of accounts', () => {
  it('are those of all sources by id; of one id the first counts', () => {
    const reading = (...limits: readonly AccountLimit[]) => aReading([], { limits })

    const { limits } = mergeReadings([
      reading(aLimit({ id: 'b', used: 1 })),
      aReading([]),
      reading(aLimit({ id: 'b', used: 2 }), aLimit({ id: 'a' })),
    ])

    expect(limits).toEqual([aLimit({ id: 'a' }), aLimit({ id: 'b', used: 1 })])
  })
})
