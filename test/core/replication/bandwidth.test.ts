import fc from 'fast-check'
import { expect, test } from 'vitest'
import { BANDWIDTH_TOLERANCE, linksThatKeep } from '../../../src/core/replication/bandwidth.ts'
import { replayOver } from '../../../src/core/replication/replay.ts'
import { aReplay, anyReplay, aTrace } from './traces.ts'

test('the link that is found keeps the RPO for the share of the time, and a little less does not', () => {
  fc.assert(
    fc.property(anyReplay, (replay) => {
      for (const { tierId, needs } of linksThatKeep(replay))
        for (const { share, linkMiBps } of needs) {
          const within = (link: number): number =>
            Math.min(
              ...replayOver(link, replay)
                .tiers.filter((tier) => tier.tierId === (tierId ?? tier.tierId))
                .map(({ withinShare }) => withinShare ?? 1),
            )
          // A tier among others keeps at least what all of them keep at once.
          expect(linkMiBps === null || within(linkMiBps) >= share - 1e-9).toBe(true)
          const less = (linkMiBps ?? 0) * (1 - 2 * BANDWIDTH_TOLERANCE)
          expect(tierId === null || less === 0 || within(less) < share).toBe(true)
        }
    }),
    { numRuns: 60 },
  )
})

test('for constant writes it is what is written, less what may be late', () => {
  const [whole, tier] = linksThatKeep(aReplay([aTrace('db', [20, 20, 20])]))

  // Late by 5 min after 3 h: 20 x (1 - 5 / 180).
  expect(whole!.needs[0]!.linkMiBps).toBeGreaterThanOrEqual(20 * (1 - 5 / 180) * (1 - 1e-9))
  expect(whole!.needs[0]!.linkMiBps).toBeLessThanOrEqual(20 * (1 - 5 / 180) * (1 + 2 * BANDWIDTH_TOLERANCE))
  expect(tier).toEqual({ ...whole, tierId: '1' })
})

test('a stronger tier needs no more for what a weaker one writes', () => {
  const strong = aTrace('strong', [5, 9, 5], { priority: 0, tierId: '0' })
  const weak = aTrace('weak', [80, 80, 80], { priority: 2, tierId: '2' })

  const [alone] = linksThatKeep(aReplay([strong])).slice(1)
  const [among] = linksThatKeep(aReplay([strong, weak])).slice(1)

  expect(among!.needs.map(({ linkMiBps }) => Math.round(linkMiBps! * 50))).toEqual(
    alone!.needs.map(({ linkMiBps }) => Math.round(linkMiBps! * 50)),
  )
})

test('no link keeps an RPO that is shorter than the hours in which it may not be used', () => {
  const replay = aReplay([aTrace('db', [1, 1, 1, 1])], { linkShares: Float64Array.of(1, 0, 1, 1) })

  const [whole] = linksThatKeep(replay)

  expect(whole!.needs.map(({ share, linkMiBps }) => [share, linkMiBps])).toEqual([
    [1, null],
    [0.99, null],
    [0.9, null],
  ])
})

test('nothing written needs no link, and nothing promised none either', () => {
  expect(linksThatKeep(aReplay([aTrace('db', [0, 0])]))[0]!.needs[0]).toEqual({ share: 1, linkMiBps: 0 })
  expect(linksThatKeep(aReplay([aTrace('db', [5], { rpoMinutes: null })]))).toEqual([])
})
