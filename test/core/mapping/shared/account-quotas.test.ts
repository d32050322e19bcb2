import { describe, expect, it } from 'vitest'
import type { AccountQuotas } from '../../../../src/model/account-quotas.ts'
import type { Demand } from '../../../../src/model/forecast.ts'
import type { Quota } from '../../../../src/model/shared-limit.ts'
import { aNeed } from '../../../builders.ts'
import { aCatalogue, aComponent, aPolicy, aScopedVm, aTier, mapAll } from '../builders.ts'

/** Two families: s is the cheaper, w the dearer. */
const catalogue = aCatalogue({
  components: [
    aComponent('s.small', { vcpus: 2, memoryGiB: 8, perHour: 0.1 }),
    aComponent('w.small', { vcpus: 2, memoryGiB: 8, perHour: 0.15 }),
  ],
})

const familyQuota = (family: string): Quota => ({
  id: `Q-${family}`,
  name: `${family} machines`,
  of: 'vcpus',
  covers: (what) => 'component' in what && what.component.family === family,
  initially: 2,
  source: 'test',
  asOf: '2026',
})
const quotas = [familyQuota('s'), familyQuota('w')]

const small: Partial<Demand> = { vcpus: aNeed(2), memoryGiB: aNeed(8) }
const three = ['a', 'b', 'c'].map((id) => [aScopedVm({ id, name: id }, aTier(['hot-standby'])), small] as const)

type Read = Readonly<Record<string, readonly [most: number | null, used: number | null]>>

const anAccount = (read: Read, readAt = '2026-11-01T08:00:00Z'): AccountQuotas => ({
  platform: 'aws',
  account: '111122223333',
  region: 'north',
  readAt,
  quotas: Object.entries(read).map(([id, [most, used]]) => ({ id, most, used, source: 'test' })),
})

const componentsOf = (result: ReturnType<typeof mapAll>): readonly string[] =>
  result.mapping.assignments.map(({ offering }) => offering.componentId).toSorted()

/** Without later targets, so that only what is taken counts. */
const alone = (over: Parameters<typeof aPolicy>[0] = {}) => aPolicy({ targetsPerVm: 1, ...over })

const mapWith = (read: Read, policy = alone()) =>
  mapAll(three, { catalogue, quotas, policy, accountQuotas: anAccount(read) })

describe('quotas that were read from the account', () => {
  it('count less what others have of them', () => {
    const result = mapWith({ 'Q-s': [10, 6], 'Q-w': [100, 0] })

    expect(componentsOf(result)).toEqual(['s.small', 's.small', 'w.small'])
    expect(result.mapping.ledger).toEqual([
      {
        id: 'Q-s',
        name: 's machines',
        unit: 'vCPU',
        needed: 4,
        most: 4,
        used: 6,
        initially: 2,
        vms: 2,
        source: 'account 111122223333 as of 2026-11-01',
      },
      expect.objectContaining({ id: 'Q-w', needed: 2, most: 100, used: 0 }),
    ])
  })

  it('count whole where it is not known what others have', () => {
    expect(mapWith({ 'Q-s': [6, null] }).mapping.ledger).toMatchObject([{ id: 'Q-s', needed: 6, most: 6, used: null }])
  })

  it('leave nothing, and not less than that, where others have more than the account may', () => {
    expect(componentsOf(mapWith({ 'Q-s': [4, 9], 'Q-w': [100, 0] }))).toEqual(['w.small', 'w.small', 'w.small'])
  })

  it('give way to what a person states', () => {
    const result = mapWith({ 'Q-s': [10, 6], 'Q-w': [100, 0] }, alone({ quotas: { 'Q-s': 6 } }))

    expect(componentsOf(result)).toEqual(['s.small', 's.small', 's.small'])
    expect(result.mapping.ledger).toMatchObject([
      { id: 'Q-s', needed: 6, most: 6, used: null, source: 'mapping.quotas' },
    ])
  })

  it('are as good as stated for the others of their kind, which count as in a new account', () => {
    const result = mapWith({ 'Q-s': [2, 0] })

    expect(result.findings.map(({ code }) => code)).toContain('map.limits-conflict')
    expect(result.findings.find(({ code }) => code === 'map.limits-conflict')?.message).toMatch(
      /s machines \(at most 2.*w machines \(at most 2 vCPU, as in a new account/,
    )
  })

  it('have no end where the platform says so', () => {
    const { mapping, findings } = mapWith({ 'Q-s': [null, 12] })

    expect(mapping.ledger).toMatchObject([{ id: 'Q-s', needed: 6, most: null, used: 12, initially: null }])
    expect(findings.map(({ code }) => code)).not.toContain('map.quota-unstated')
  })

  it('are no rows of the ledger while nothing is taken of them', () => {
    expect(mapWith({ 'Q-s': [50, 0], 'Q-w': [100, 40] }).mapping.ledger.map(({ id }) => id)).toEqual(['Q-s'])
  })

  it('that are exceeded are said with what others have', () => {
    const { findings } = mapWith({ 'Q-s': [6, 4], 'Q-w': [4, 4] })

    expect(findings.find(({ code }) => code === 'map.limit-exceeded')?.message).toContain(
      '6 vCPU needed, and there are 2 (account 111122223333 as of 2026-11-01; 4 more in use by others)',
    )
  })

  it.each([
    ['2026-11-02', 0],
    ['2026-11-03', 1],
    [null, 0],
  ])('are said to be old when they are older than prices may be, on %s', (today, count) => {
    const policy = alone({ today, priceAgeDays: 1 })
    const { findings } = mapAll(three, { catalogue, quotas, policy, accountQuotas: anAccount({ 'Q-s': [9, 0] }) })

    const old = findings.filter(({ code }) => code === 'map.quotas-old')
    expect(old.map(({ subject }) => subject)).toEqual(Array(count).fill('quotas of 111122223333 in north'))
  })
})
