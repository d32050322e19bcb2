import { describe, expect, it } from 'vitest'
import { commonStepSeconds } from '../../src/sources/common-step.ts'

describe('commonStepSeconds', () => {
  it('is the commonest distance, whatever the order and the gaps', () => {
    expect(commonStepSeconds(Float64Array.of(900_000, 0, 300_000, 600_000, 9_000_000))).toBe(300)
    expect(commonStepSeconds(Float64Array.of(0, 0, 60_000, 60_000))).toBe(60)
    expect(commonStepSeconds(Float64Array.of(0, 60_000, 360_000))).toBe(60)
    expect(commonStepSeconds(Float64Array.of(5, 5))).toBeNull()
    expect(commonStepSeconds(Float64Array.of())).toBeNull()
  })

  it('does not mind half a million different distances', () => {
    const at = Float64Array.from({ length: 500_000 }, (_, index) => (index * (index + 1)) / 2)

    expect(commonStepSeconds(at)).toBe(0.001)
  })
})
