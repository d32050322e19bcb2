import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fingerprintsOf, type Identified } from '../../../src/core/gate/fingerprint.ts'

const aFinding = (over: Partial<Identified> = {}): Identified => ({
  rule: 'check.vm-gone',
  subject: 'till-7',
  affected: ['vm-7'],
  place: 'inventory.csv:12',
  ...over,
})

/** Few values of each, so that findings are often alike. */
const someFinding: fc.Arbitrary<Identified> = fc.record({
  rule: fc.constantFrom('a', 'b'),
  subject: fc.constantFrom('x', 'y', '\uD800'),
  affected: fc.array(fc.constantFrom('1', '2'), { maxLength: 3 }),
  place: fc.constantFrom(null, 'f.csv', 'f.csv:3', 'f.csv:12', 'f.xlsx#s!A1', 'f.xlsx#s!B2'),
})
const someFindings = fc.array(someFinding, { maxLength: 20 })

describe('a fingerprint', () => {
  test('is 16 hexadecimal digits, and no two findings have the same', () => {
    fc.assert(
      fc.property(someFindings, (findings) => {
        const fingerprints = fingerprintsOf(findings)

        expect(new Set(fingerprints).size).toBe(findings.length)
        expect(fingerprints.every((one) => /^[0-9a-f]{16}$/.test(one))).toBe(true)
      }),
    )
  })

  test('does not depend on the order of the findings', () => {
    const orders = someFindings.chain((findings) =>
      fc.tuple(fc.constant(findings), fc.shuffledSubarray(findings, { minLength: findings.length })),
    )
    fc.assert(
      fc.property(orders, ([findings, shuffled]) => {
        expect([...fingerprintsOf(shuffled)].sort()).toEqual([...fingerprintsOf(findings)].sort())
      }),
    )
  })

  test('stays with its line where findings alike come in another order', () => {
    const [first, second] = [aFinding({ place: 'f.csv:9' }), aFinding({ place: 'f.csv:10' })]

    expect(fingerprintsOf([second, first])).toEqual(fingerprintsOf([first, second]).toReversed())
  })

  test('stays where all rows move down, and where what else a finding has changes', () => {
    fc.assert(
      fc.property(someFindings, fc.integer({ min: 1, max: 999 }), (findings, rows) => {
        const moved = findings.map((finding) => ({
          ...finding,
          place: finding.place?.replace(/:(\d+)$/, (_, line: string) => `:${Number(line) + rows}`) ?? null,
          affected: [...finding.affected, ...finding.affected].toReversed(),
          message: `${rows} of them`,
          severity: 'info',
        }))

        expect(fingerprintsOf(moved)).toEqual(fingerprintsOf(findings))
      }),
    )
  })

  test.each([
    ['rule', { rule: 'check.vm-changed' }],
    ['subject', { subject: 'till-8' }],
    ['VMs', { affected: ['vm-7', 'vm-8'] }],
    ['file', { place: 'other.csv:12' }],
    ['absence of a file', { place: null }],
  ])('is another one with another %s', (_, over) => {
    expect(fingerprintsOf([aFinding(over)])).not.toEqual(fingerprintsOf([aFinding()]))
  })

  test('stays where the subject counts, and not where a name begins with a digit', () => {
    const [few, many, name, other] = ['12 VMs', '1,204\u00a0VMs', '7zip', '8zip'].map((subject) =>
      fingerprintsOf([aFinding({ subject })]),
    )

    expect(many).toEqual(few)
    expect(other).not.toEqual(name)
  })

  test('tells sheets of one file apart, but not their cells', () => {
    const [a, moved, other] = ['f.xlsx#vInfo!A7', 'f.xlsx#vInfo!C9', 'f.xlsx#vDisk!A7'].map((place) =>
      fingerprintsOf([aFinding({ place })]),
    )

    expect(moved).toEqual(a)
    expect(other).not.toEqual(a)
  })

  test('is the same for ever: a committed baseline has it', () => {
    expect(fingerprintsOf([aFinding(), aFinding()])).toMatchInlineSnapshot(`
      [
        "b4dfc85f09dad1b9",
        "026b773a1cd2a596",
      ]
    `)
  })
})
