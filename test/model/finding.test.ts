import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compareFindings, createFinding, findingSchema, isAtLeast } from '../../src/model/finding.ts'
import { findingCodes, type FindingCode } from '../../src/model/finding-codes.ts'

const codes = Object.keys(findingCodes) as FindingCode[]
const short = fc.constantFrom('a', 'b', '')
const anyFinding = fc
  .record({
    code: fc.constantFrom(...codes.slice(0, 6)),
    subject: short,
    message: short,
    place: short,
    affected: fc.array(short, { maxLength: 2 }),
  })
  .map(({ code, ...parts }) => createFinding(code, parts))

describe('findings', () => {
  it.each(codes)('of %s have the severity of the table', (code) => {
    const finding = createFinding(code, { subject: 'a', message: 'b' })

    expect(findingSchema.parse(finding)).toEqual(finding)
    expect(finding.severity).toBe(findingCodes[code].severity)
  })

  it('come in one order, whatever order they were found in', () => {
    fc.assert(
      fc.property(fc.array(anyFinding), (findings) => {
        const sorted = [...findings].sort(compareFindings)

        expect([...findings].reverse().sort(compareFindings)).toEqual(sorted)
      }),
    )
  })

  it('come worst first', () => {
    const found = (['plan.vm-excluded', 'check.vm-gone', 'check.vm-unprotected'] as const).map((code) =>
      createFinding(code, { subject: '', message: '' }),
    )

    expect(found.sort(compareFindings).map(({ severity }) => severity)).toEqual(['error', 'warning', 'info'])
  })

  it.each([
    ['error', 'warning', true],
    ['warning', 'warning', true],
    ['info', 'warning', false],
  ] as const)('%s is at least %s: %s', (severity, limit, is) => {
    expect(isAtLeast(severity, limit)).toBe(is)
  })
})
