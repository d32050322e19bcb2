import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { unfilledFindings } from '../../../src/core/identity/answered-findings.ts'
import { mergeReadings } from '../../../src/core/identity/merge-readings.ts'
import { factIds, type FactId } from '../../../src/model/fact.ts'
import { createFinding, type Finding } from '../../../src/model/finding.ts'
import { findingCodes, type FindingCode } from '../../../src/model/finding-codes.ts'
import type { Vm } from '../../../src/model/site.ts'
import type { SourceId } from '../../../src/model/source-id.ts'
import type { SiteReading } from '../../../src/model/source.ts'
import { aNetwork, aSubnet } from '../../builders-network.ts'
import { aDisk, aVm } from '../../builders.ts'
import { aBareVm, aReading, at } from './builders.ts'

const missing = (code: FindingCode, affected: readonly string[]): Finding =>
  createFinding(code, { subject: 'some VMs', message: 'Something of these VMs is not known.', affected })

const unansweredOf = (...readings: readonly SiteReading[]) =>
  mergeReadings(readings).unanswered.map(({ code, affected }) => [code, affected])

/** A source that says what it does not know of its VMs, and another one. */
function aPair(code: FindingCode, own: Partial<Vm>, other: Partial<Vm>): readonly [SiteReading, SiteReading] {
  const affected = ['m-1', 'm-2']
  const vms = affected.map((id, index) => aBareVm('rvtools', id, { name: `name-${index}`, ...own }))
  const reading = aReading(vms, { findings: [missing(code, affected)] })
  return [reading, aReading([aBareVm('inventory', 'm-1', { name: 'name-0', ...other })])]
}

describe('what a source says is missing', () => {
  it.each<[FindingCode, Partial<Vm>]>([
    ['site.size-missing', { vcpus: 2, memoryGiB: 4 }],
    ['site.disks-missing', { disks: [aDisk()] }],
    ['site.interface-missing', { nics: [at('10.0.0.1')] }],
    ['site.accelerator-missing', { accelerators: [{ kind: 'gpu', model: null, count: 1, memoryGiB: null }] }],
  ])('(%s) is withdrawn for the VMs of which another source knows it, whichever comes first', (code, known) => {
    const [first, second] = aPair(code, {}, known)

    expect(unansweredOf(first, second)).toEqual([[code, ['m-2']]])
    expect(unansweredOf(second, first)).toEqual([[code, ['m-2']]])
    expect(unansweredOf({ ...first, findings: [missing(code, ['m-1'])] }, second)).toEqual([])
    expect(first.findings[0]?.affected).toEqual(['m-1', 'm-2'])
  })

  it('is said anew about the VMs that are left, by number and name', () => {
    const [own, other] = aPair('site.size-missing', {}, { vcpus: 2, memoryGiB: 4 })

    const { unanswered } = mergeReadings([own, other])

    expect(unanswered).toEqual([
      {
        ...own.findings[0],
        affected: ['m-2'],
        message: 'No source says both the vCPUs and the memory of 1 VM ("name-1").',
      },
    ])
  })

  it('stays where the other source knows only half of it', () => {
    expect(unansweredOf(...aPair('site.size-missing', {}, { vcpus: 2 }))).toEqual([
      ['site.size-missing', ['m-1', 'm-2']],
    ])
  })

  it('of single disks stays where the disks of this source are used, and goes where those of another are', () => {
    const [own, other] = aPair('site.disks-missing', { disks: [aDisk()] }, { disks: [aDisk(), aDisk({ id: 'two' })] })

    expect(unansweredOf(own, other)).toEqual([['site.disks-missing', ['m-1', 'm-2']]])
    expect(unansweredOf(other, own)).toEqual([['site.disks-missing', ['m-2']]])
  })

  it('is looked up by the id of its own source, also where the machine has another one in the site', () => {
    const nics = [at('10.0.0.1')]
    const first = aReading([aBareVm('rvtools', 'm-1', { name: 'web', nics, vcpus: 2, memoryGiB: 4 })])
    const second = aReading([aBareVm('inventory', 'c-1', { name: 'web', nics })], {
      findings: [missing('site.size-missing', ['c-1'])],
    })

    expect(unansweredOf(first, second)).toEqual([])
  })

  it('of a time is withdrawn when another source is dated', () => {
    const undated = aReading([], { findings: [missing('site.capture-time-unknown', [])] })
    const dated = aReading([], { capturedAt: '2026-11-01T00:00:00Z' })

    expect(unansweredOf(undated, dated)).toEqual([])
    expect(unansweredOf(undated, undated)).toHaveLength(2)
    expect(unansweredOf({ ...undated, capturedAt: '2026-11-01T00:00:00Z' }, dated)).toHaveLength(1)
  })

  it('of a block is withdrawn when the site has it, whatever else the finding names', () => {
    const blocks = (...subnets: readonly (readonly [string, string | null])[]) =>
      aNetwork({ subnets: subnets.map(([id, block]) => aSubnet(id, block)) })
    const clash = aReading([], {
      network: blocks(['lan', null], ['dmz', '10.0.0.0/24']),
      findings: [missing('network.subnet-unknown', ['lan', 'dmz'])],
    })
    const other = aReading([], { network: blocks(['lan', '10.0.1.0/24']) })

    expect(unansweredOf(other, clash)).toEqual([])
    expect(unansweredOf(clash, other)).toHaveLength(1)
  })
})

test('a site of one source keeps all its findings, whatever they are', () => {
  const codes = Object.keys(findingCodes) as FindingCode[]
  const finding = fc
    .record({
      code: fc.constantFrom(...codes),
      affected: fc.subarray(['m-1', 'm-2', 'm-3', 'nobody']),
      about: fc.subarray([...factIds]),
    })
    .map(({ code, affected, about }) => ({ ...missing(code, affected), ...(about.length > 0 && { about }) }))
  const vms = [
    aBareVm('rvtools', 'm-1', { vcpus: 2, memoryGiB: 4, disks: [aDisk()], nics: [at('10.0.0.1')] }),
    aBareVm('rvtools', 'm-2'),
    aBareVm('rvtools', 'm-3'),
    aBareVm('rvtools', 'm-3'),
  ]

  fc.assert(
    fc.property(fc.array(finding), fc.constantFrom(null, '2026-11-01T00:00:00Z'), (findings, capturedAt) => {
      expect(mergeReadings([aReading(vms, { findings, capturedAt })]).unanswered).toEqual(findings)
    }),
  )
})

test('sources that share no machine keep all their findings of machines', () => {
  const [first] = aPair('site.size-missing', {}, {})
  const second = aReading([aBareVm('inventory', 'x-1', { name: 'else', vcpus: 1, memoryGiB: 1 })])

  expect(mergeReadings([second, first]).unanswered).toEqual(first.findings)
})

describe('what a source guesses', () => {
  const guess = (about: FactId, affected: readonly string[]): Finding =>
    createFinding('site.guessed', { subject: 'some', message: 'These are guessed.', affected, about: [about] })
  const vm = (source: SourceId, over: Partial<Vm>) => aBareVm(source, 'm-1', { name: 'one', ...over })

  it.each<[FactId, Partial<Vm>]>([
    ['vcpus', { vcpus: 2 }],
    ['memory', { memoryGiB: 2 }],
    ['application', { application: 'shop' }],
    ['os', { os: { name: 'Debian 12', family: 'linux' } }],
    ['firmware', { firmware: 'bios' }],
    ['power', { power: 'on' }],
    ['host', { placement: { ...aVm().placement, host: 'h-1' } }],
    ['disks', { disks: [aDisk()] }],
    ['interfaces', { nics: [at('10.0.0.1')] }],
  ])('(%s) is withdrawn where an earlier source states it, and stays where it is used', (about, value) => {
    const guessing = aReading([vm('rvtools', value)], { findings: [guess(about, ['m-1'])] })
    const stating = aReading([vm('inventory', structuredClone(value))])
    const silent = aReading([vm('inventory', {})])

    expect(unansweredOf(stating, guessing)).toEqual([])
    expect(unansweredOf(silent, stating, guessing)).toEqual([])
    expect(unansweredOf(guessing, stating)).toEqual([['site.guessed', ['m-1']]])
    expect(unansweredOf(silent, guessing)).toEqual([['site.guessed', ['m-1']]])
  })

  it('is never withdrawn because of the same guess of another source', () => {
    const guessing = () => aReading([vm('rvtools', { vcpus: 2 })], { findings: [guess('vcpus', ['m-1'])] })

    expect(unansweredOf(guessing(), guessing())).toEqual([['site.guessed', ['m-1']]])
  })

  it('stays for the machines that the other source does not have', () => {
    const own = [vm('rvtools', { vcpus: 2 }), aBareVm('rvtools', 'm-2', { name: 'two', vcpus: 2 })]
    const guessing = aReading(own, { findings: [guess('vcpus', ['m-1', 'm-2'])] })

    expect(unansweredOf(aReading([vm('inventory', { vcpus: 4 })]), guessing)).toEqual([['site.guessed', ['m-2']]])
  })

  it('of a block is withdrawn for the subnets that the site has from another source, or not at all', () => {
    const network = (...ids: readonly string[]) => aNetwork({ subnets: ids.map((id) => aSubnet(id, '10.0.0.0/24')) })
    const findings = [guess('block', ['lan', 'dmz'])]
    const guessing = aReading([], { network: network('lan', 'dmz'), findings })

    expect(unansweredOf(guessing, aReading([], { network: network('lan') }))).toEqual([
      ['site.guessed', ['lan', 'dmz']],
    ])
    expect(mergeReadings([aReading([], { network: network('lan') }), guessing]).unanswered).toMatchObject([
      { affected: ['dmz'], message: 'The blocks of these subnets are guessed: "dmz".' },
    ])
    expect(unansweredOf(aReading([], { network: network('lan', 'dmz') }), guessing)).toEqual([])
  })

  it('of routes is withdrawn for the subnets whose route table the site has', () => {
    const lost = createFinding('site.reference-missing', {
      subject: 'route tables',
      message: '2 subnets',
      affected: ['lan', 'dmz'],
      about: ['routes'],
    })
    const subnets = ['lan', 'dmz'].map((id) => aSubnet(id, null))
    const routed = subnets.map((subnet) => ({ ...subnet, routeTableId: subnet.id === 'lan' ? 'rt' : null }))
    const asking = aReading([], { network: aNetwork({ subnets }), findings: [lost] })

    expect(mergeReadings([aReading([], { network: aNetwork({ subnets: routed }) }), asking]).unanswered).toMatchObject([
      { affected: ['dmz'], message: 'No source says the routes of these subnets: "dmz".' },
    ])
  })
})

describe('what a source has no column for', () => {
  const column = (...about: readonly FactId[]): Finding =>
    createFinding('site.column-missing', { subject: 'vInfo', message: 'There is no column for some.', about })
  const exported = (ids: readonly string[], finding: Finding) =>
    aReading(
      ids.map((id) => aBareVm('rvtools', id, { name: `name-${id}` })),
      { findings: [finding] },
    )
  const known = (id: string, over: Partial<Vm>) => aReading([aBareVm('inventory', id, { name: `name-${id}`, ...over })])
  const os = { name: 'Debian 12', family: 'linux' } as const

  it('is withdrawn when other sources say it of all VMs of this one, in whatever order', () => {
    const own = exported(['m-1', 'm-2'], column('os'))

    expect(unansweredOf(own, known('m-1', { os }))).toHaveLength(1)
    expect(unansweredOf(own, known('m-1', { os }), known('m-2', { os }))).toEqual([])
    expect(unansweredOf(known('m-1', { os }), known('m-2', { os }), own)).toEqual([])
  })

  it('is said anew where some of it is known', () => {
    const own = exported(['m-1'], column('os', 'firmware', 'host'))

    expect(mergeReadings([own, known('m-1', { os })]).unanswered).toMatchObject([
      { about: ['firmware', 'host'], message: 'Of some VMs no source says BIOS or UEFI; the host.' },
    ])
  })

  it('of space in use is withdrawn when every disk of the site has it', () => {
    const own = exported(['m-1'], column('used-space'))

    expect(unansweredOf(own, known('m-1', { disks: [aDisk({ usedGiB: 1 }), aDisk({ id: 'b' })] }))).toHaveLength(1)
    expect(unansweredOf(own, known('m-1', { disks: [aDisk({ usedGiB: 1 })] }))).toEqual([])
  })

  it('does not count VMs that are not planned, and stays where there are no others', () => {
    const own = exported(['m-1'], column('os'))
    const template = aBareVm('rvtools', 'm-9', { kind: 'template' })

    expect(unansweredOf({ ...own, vms: [...own.vms, template] }, known('m-1', { os }))).toEqual([])
    expect(unansweredOf({ ...own, vms: [template] }, known('m-1', { os }))).toHaveLength(1)
  })
})

describe('when the catalogue fills sizes in', () => {
  const small = aVm({ id: 'm-1', name: 'web', vcpus: null, memoryGiB: null })
  const odd = aVm({ id: 'm-2', name: 'db', vcpus: null, memoryGiB: null })
  const finding = createFinding('site.size-missing', { subject: 'sizes', message: '2 VMs', affected: ['m-1', 'm-2'] })

  test('the finding stays for the VMs whose type it does not know', () => {
    const left = unfilledFindings([finding], [small, odd], [{ ...small, vcpus: 2, memoryGiB: 4 }, odd])

    expect(left).toMatchObject([{ affected: ['m-2'], message: expect.stringContaining('db') }])
  })

  test('it goes when all are known, and stays as it was when none is', () => {
    const filled = [small, odd].map((vm) => ({ ...vm, vcpus: 2, memoryGiB: 4 }))

    expect(unfilledFindings([finding], [small, odd], filled)).toEqual([])
    expect(unfilledFindings([finding], [small, odd], [small, odd])).toEqual([finding])
  })
})
