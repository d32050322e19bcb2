import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createBaseline, openBaseline } from '../../../src/core/gate/baseline.ts'
import { checkBaselineSchema } from '../../../src/model/check-baseline.ts'
import type { ReportedFinding } from '../../../src/model/check-report.ts'
import { aReported, fingerprint, waiver } from '../../support/check-reports.ts'

const finding = (number: number, over: Partial<ReportedFinding> = {}): ReportedFinding =>
  aReported({ fingerprint: fingerprint(number), subject: `vm-${number}`, ...over })

const waived = (number: number): ReportedFinding => finding(number, { status: 'waived', waiver })

test('what a baseline was made from is known, and nothing of it is stale', () => {
  const someFindings = fc.uniqueArray(fc.nat(50)).map((numbers) => numbers.map((number) => finding(number)))
  fc.assert(
    fc.property(someFindings, (findings) => {
      const known = openBaseline(createBaseline(findings))

      expect(findings.every((one) => known.has(one))).toBe(true)
      expect(known.stale()).toEqual([])
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

test('what is new is not known, and an entry that nothing was like is stale', () => {
  const known = openBaseline(createBaseline([finding(3), finding(2), finding(1)]))

  expect([finding(2), finding(9)].map((one) => known.has(one))).toEqual([true, false])
  expect(known.stale().map(({ subject }) => subject)).toEqual(['vm-1', 'vm-3'])
})

test('what is waived does not get into a baseline', () => {
  expect(createBaseline([waived(1)]).findings).toEqual([])
})

test('the same of fewer things is known, and of more things it is not', () => {
  const of = (number: number, affected: string[]): ReportedFinding =>
    finding(number, { subject: `${affected.length} VMs`, affected })
  const known = openBaseline(createBaseline([of(1, ['a', 'b', 'c'])]))

  expect([of(2, ['a', 'c']), of(3, ['a', 'b', 'c', 'd'])].map((one) => known.has(one))).toEqual([true, false])
})
