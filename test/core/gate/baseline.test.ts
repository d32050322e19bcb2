import fc from 'fast-check'
import { expect, test } from 'vitest'
import { applyBaseline, createBaseline } from '../../../src/core/gate/baseline.ts'
import { checkBaselineSchema } from '../../../src/model/check-baseline.ts'
import { findingStatuses, type ReportedFinding } from '../../../src/model/check-report.ts'
import { aReported, fingerprint, waiver } from '../../support/check-reports.ts'

const finding = (number: number, over: Partial<ReportedFinding> = {}): ReportedFinding =>
  aReported({ fingerprint: fingerprint(number), subject: `vm-${number}`, ...over })

const waived = (number: number): ReportedFinding => finding(number, { status: 'waived', waiver })

test('what a baseline was made from is known, and nothing of it is stale', () => {
  const someFindings = fc.uniqueArray(fc.nat(50)).map((numbers) => numbers.map((number) => finding(number)))
  fc.assert(
    fc.property(someFindings, (findings) => {
      const { findings: marked, stale } = applyBaseline(findings, createBaseline(findings))

      expect(marked).toEqual(findings.map((one) => ({ ...one, status: 'known' })))
      expect(stale).toEqual([])
    }),
  )
})

test('a baseline is the same bytes whatever the order, and keeps what is known already', () => {
  const findings = [finding(2), finding(1, { status: 'known' }), finding(3, { rule: 'a.first' })]

  const baseline = createBaseline(findings)

  expect(JSON.stringify(createBaseline(findings.toReversed()))).toBe(JSON.stringify(baseline))
  expect(baseline.findings.map(({ subject }) => subject)).toEqual(['vm-3', 'vm-1', 'vm-2'])
  expect(checkBaselineSchema.parse(JSON.parse(JSON.stringify(baseline)))).toEqual(baseline)
})

test('what is new stays open', () => {
  const { findings } = applyBaseline([finding(1), finding(2)], createBaseline([finding(1)]))

  expect(findings.map(({ status }) => status)).toEqual(['known', 'open'])
})

test('what is waived does not get into a baseline, and is not made known by one', () => {
  const baseline = createBaseline([finding(1)])

  expect(createBaseline([waived(1)]).findings).toEqual([])
  expect(applyBaseline([waived(1)], baseline)).toEqual({ findings: [waived(1)], stale: [] })
})

test('an entry that matches nothing any more is said', () => {
  const { stale } = applyBaseline([finding(2)], createBaseline([finding(3), finding(2), finding(1)]))

  expect(stale.map(({ subject }) => subject)).toEqual(['vm-1', 'vm-3'])
})

test('a finding that is gone and one that came are one stale entry and one open finding', () => {
  const before = findingStatuses.map((_, index) => finding(index))

  const { findings, stale } = applyBaseline([...before.slice(1), finding(9)], createBaseline(before))

  expect(findings.filter(({ status }) => status === 'open').map(({ subject }) => subject)).toEqual(['vm-9'])
  expect(stale).toHaveLength(1)
})
