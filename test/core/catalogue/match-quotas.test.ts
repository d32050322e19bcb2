import { expect, test } from 'vitest'
import { matchQuotas } from '../../../src/core/catalogue/match-quotas.ts'
import type { Quota } from '../../../src/model/shared-limit.ts'

const aQuota = (id: string): Quota => ({
  id,
  name: id,
  of: 'vcpus',
  covers: () => true,
  initially: null,
  source: 'test',
  asOf: '2026',
})
const read = (...ids: readonly string[]) => ({
  account: 'one',
  quotas: ids.map((id) => ({ id, most: 1, used: 0, source: 'test' })),
  findings: [],
})

test('a quota has the id of the target, whatever the case of the vendor, and what is not counted is left aside', () => {
  const { quotas, findings } = matchQuotas([aQuota('b'), aQuota('A')], read('a', 'B', 'other'), 'north')

  expect(quotas.map(({ id }) => id)).toEqual(['A', 'b'])
  expect(findings).toEqual([])
})

test('names that matched nothing are one finding', () => {
  const { findings } = matchQuotas([aQuota('b'), aQuota('a'), aQuota('c')], read('c'), 'north')

  expect(findings).toMatchObject([
    { code: 'catalogue.quota-unmatched', subject: 'quotas of one in north', affected: ['a', 'b'] },
  ])
})
