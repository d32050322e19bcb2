import { describe, expect, it } from 'vitest'
import { resolveDependencies } from '../../../src/core/plan/dependencies.ts'
import type { TierWaivers } from '../../../src/model/tier-order.ts'
import { aScopedVm } from './builders.ts'

const waiver = { vm: 'db', owner: 'payments', until: '2026-06-30', reason: 'replaced in May' }
const planned = [aScopedVm('web', { tier: '1', dependsOn: ['db'] }), aScopedVm('db', { tier: '3' })]

const findingsOf = (vms: Parameters<typeof resolveDependencies>[0], waivers?: TierWaivers) =>
  resolveDependencies(vms, waivers).findings.map(({ code, severity, subject, message }) => ({
    code,
    severity,
    subject,
    message,
  }))

describe('a VM in a weaker tier than what needs it', () => {
  it('is an error that says who needs it', () => {
    expect(findingsOf(planned)).toEqual([
      {
        code: 'plan.dependency-tier',
        severity: 'error',
        subject: 'db',
        message: 'db is in tier 3, but web in a stronger tier needs it.',
      },
    ])
  })

  it('is an error also where it is needed through others, all said at once', () => {
    const vms = [
      aScopedVm('web', { tier: '1', dependsOn: ['db'] }),
      aScopedVm('db', { tier: '3', dependsOn: ['store'] }),
      aScopedVm('store', { tier: '3' }),
    ]

    expect(findingsOf(vms).map(({ message }) => message)).toEqual([
      'db is in tier 3, but web in a stronger tier needs it.',
      'store is in tier 3, but web in a stronger tier, through db, needs it.',
    ])
  })

  it('is an error also across a need that the order of recovery ignores, because it closes a circle', () => {
    const vms = [aScopedVm('a', { tier: '3', dependsOn: ['b'] }), aScopedVm('b', { tier: '0', dependsOn: ['a'] })]

    expect(findingsOf(vms)).toMatchObject([
      { code: 'plan.dependency-cycle' },
      { code: 'plan.dependency-tier', subject: 'a' },
    ])
  })

  it('is a note while a waiver names it, with owner, last day and reason', () => {
    expect(findingsOf(planned, { waivers: [waiver], today: '2026-06-30' })).toEqual([
      {
        code: 'plan.tier-waived',
        severity: 'info',
        subject: 'db',
        message:
          'db stays in tier 3, although web in a stronger tier needs it: waived by payments until 2026-06-30 (replaced in May).',
      },
    ])
  })

  it('is a note also where no day is known, and that is said', () => {
    const [finding] = findingsOf(planned, { waivers: [waiver], today: null })

    expect(finding?.message).toMatch(/\(replaced in May\); whether that day has passed is not judged\.$/)
  })

  it('is an error again on the day after the last', () => {
    const [finding] = findingsOf(planned, { waivers: [waiver], today: '2026-07-01' })

    expect(finding).toMatchObject({ code: 'plan.dependency-tier', severity: 'error' })
    expect(finding?.message).toMatch(/ The waiver of payments ended on 2026-06-30\.$/)
  })

  it('hands nothing on to what it needs itself, while it is waived', () => {
    const vms = [
      aScopedVm('web', { tier: '1', dependsOn: ['db'] }),
      aScopedVm('db', { tier: '3', dependsOn: ['store'] }),
      aScopedVm('store', { tier: '3' }),
    ]

    expect(findingsOf(vms, { waivers: [waiver], today: null }).map(({ code }) => code)).toEqual(['plan.tier-waived'])
  })
})

it('a waiver that waives nothing is said, whether its VM is missing or strong enough', () => {
  const waivers = [
    { ...waiver, vm: 'gone' },
    { ...waiver, vm: 'web' },
  ]

  const findings = findingsOf([aScopedVm('web', { tier: '1' })], { waivers, today: null })

  expect(findings.map(({ code, subject }) => [code, subject])).toEqual([
    ['plan.tier-waiver-unused', 'gone'],
    ['plan.tier-waiver-unused', 'web'],
  ])
})
