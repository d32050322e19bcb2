import { describe, expect, it } from 'vitest'
import { BugError } from '../../../../src/errors.ts'
import { everything, type Packet, type Rule } from '../../../../src/core/network/proof/packets.ts'
import { confirm, decide, type Claim } from '../../../../src/core/network/proof/walk.ts'
import { range, values } from './tiny-world.ts'

const all = everything(4)
const packet: Packet = { protocol: 6, port: 443, source: 5n, destination: 7n, sourcePort: 50_000 }
const deny: Rule = { id: 'deny', outcome: 0, boxes: [{ ...all, source: range(5, 6) }] }
const allow: Rule = {
  id: 'allow',
  outcome: 1,
  boxes: [
    { ...all, port: values(80) },
    { ...all, port: values(443) },
  ],
}

describe('a packet', () => {
  it('is decided by the first rule that holds it in any of its boxes', () => {
    expect(decide([allow, deny], packet)).toEqual({ outcome: 1, ruleId: 'allow' })
    expect(decide([deny, allow], packet)).toEqual({ outcome: 0, ruleId: 'deny' })
  })

  it('is denied when no rule holds it', () => {
    expect(decide([deny], { ...packet, source: 9n })).toEqual({ outcome: 0, ruleId: null })
  })

  it('is in a set that nobody can list only if it says so', () => {
    const tagged: Rule = { id: 'tag', outcome: 1, boxes: [{ ...all, symbols: new Map([['Storage', true]]) }] }

    expect(decide([tagged], packet).outcome).toBe(0)
    expect(decide([tagged], { ...packet, symbols: new Map([['Storage', true]]) }).outcome).toBe(1)
  })
})

describe('a difference that was found', () => {
  const pieces = [{ from: range(0, 9)[0]!, to: range(100, 109)[0]! }]
  const claim: Claim = {
    box: { ...all, port: values(443), source: range(5, 6), destination: range(0, 9) },
    before: 0,
    after: 1,
  }
  const evidence = { source: [deny, allow], target: [allow], pieces, symbols: [] }

  it('is shown with both decisions at its low corner', () => {
    expect(confirm(claim, evidence)).toEqual({
      packet: { protocol: 0, port: 443, source: 5n, destination: 0n, sourcePort: 0 },
      image: { source: 105n, destination: 100n },
      before: { outcome: 0, ruleId: 'deny' },
      after: { outcome: 1, ruleId: 'allow' },
    })
  })

  it.each([
    ['the lists agree', { ...evidence, source: [allow] }, claim],
    [
      'only its low corner differs',
      { ...evidence, source: [{ ...deny, boxes: [{ ...all, source: range(5, 5) }] }, allow] },
      claim,
    ],
    ['it is outside the address map', evidence, { ...claim, box: { ...claim.box, destination: range(0, 10) } }],
    ['it holds nothing', evidence, { ...claim, box: { ...claim.box, destination: [] } }],
  ])('is our own fault where %s', (_, facts, wrong) => {
    expect(() => confirm(wrong, facts)).toThrow(BugError)
  })
})
