import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { unfilledFindings } from '../../../src/core/identity/answered-findings.ts'
import { mergeReadings } from '../../../src/core/identity/merge-readings.ts'
import { createFinding, findingCodes, type Finding, type FindingCode } from '../../../src/model/finding.ts'
import type { Vm } from '../../../src/model/site.ts'
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
    .record({ code: fc.constantFrom(...codes), affected: fc.subarray(['m-1', 'm-2', 'm-3', 'nobody']) })
    .map(({ code, affected }) => missing(code, affected))
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
