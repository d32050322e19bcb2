import { describe, expect, it } from 'vitest'
import { recoveryTimeOf } from '../../../src/core/mapping/recovery-time.ts'
import { strategies } from '../../../src/model/tier.ts'
import type { RecoveryStrategy, Tier } from '../../../src/model/tier.ts'
import { aRecoveryModel, aTier } from './builders.ts'

const recovery = aRecoveryModel()
const timeOf = (strategy: RecoveryStrategy, tier: Partial<Tier> = {}, copiedGiB = 100) =>
  recoveryTimeOf(strategy, aTier([strategy], tier), { recovery, copiedGiB })

describe('the RTO by the default model', () => {
  it('is detect 2 + redirect 1 + verify 1 for what runs already', () => {
    expect(timeOf('hot-standby').achieved.rtoMinutes).toBe(4)
    expect(timeOf('active-active').achieved.rtoMinutes).toBe(4)
  })

  it('is detect 2 + declare 10 + scale 6 + boot 2 + start 2 + verify 1 + redirect 1 for warm standby', () => {
    expect(timeOf('warm-standby').achieved.rtoMinutes).toBe(24)
  })

  it('is detect 2 + declare 10 + launch 12 + boot 2 + start 2 + verify 1 + redirect 1 for pilot light', () => {
    expect(timeOf('pilot-light').achieved.rtoMinutes).toBe(30)
  })

  it('adds 100 GiB x 1024 / 200 MiB/s / 60 = 8.53 min of restore to 28 min for backup and restore', () => {
    const { achieved } = timeOf('backup-restore')

    expect(achieved.terms.find((term) => term.name === 'restore')).toEqual({
      name: 'restore',
      minutes: 8.53,
      basis: '100 GiB at recovery.restoreMiBps',
    })
    expect(achieved.rtoMinutes).toBe(36.53)
  })

  it.each(strategies)('names the setting of every term of %s, and the terms add up', (strategy) => {
    const { terms, rtoMinutes } = timeOf(strategy).achieved

    expect(terms.every((term) => term.basis.includes('recovery.'))).toBe(true)
    expect(terms.reduce((sum, term) => sum + term.minutes, 0)).toBeCloseTo(rtoMinutes, 6)
  })
})

describe('the RPO', () => {
  it('is the lag where data is replicated continuously', () => {
    expect(timeOf('pilot-light').achieved.rpoMinutes).toBe(1)
    expect(timeOf('pilot-light').backupIntervalMinutes).toBeNull()
  })

  it('takes the longest interval that keeps the promise, the copy of 30 min included', () => {
    expect(timeOf('backup-restore', { rpoMinutes: 300 })).toMatchObject({
      backupIntervalMinutes: 240,
      achieved: { rpoMinutes: 270 },
    })
    expect(timeOf('backup-restore', { rpoMinutes: 270 }).backupIntervalMinutes).toBe(240)
    expect(timeOf('backup-restore', { rpoMinutes: 269 }).backupIntervalMinutes).toBe(60)
  })

  it('takes the shortest interval when none keeps it, and says by how much it is missed', () => {
    expect(timeOf('backup-restore', { rpoMinutes: 60 })).toMatchObject({ backupIntervalMinutes: 60, rpoExcess: 30 })
  })

  it('takes the longest interval when nothing is promised', () => {
    expect(timeOf('backup-restore')).toMatchObject({ backupIntervalMinutes: 1440, rpoExcess: 0, rtoExcess: 0 })
  })
})

it('keeps a promise that is met to the minute, and misses one by the difference', () => {
  expect(timeOf('pilot-light', { rtoMinutes: 30 }).rtoExcess).toBe(0)
  expect(timeOf('pilot-light', { rtoMinutes: 29.5 }).rtoExcess).toBe(0.5)
})
