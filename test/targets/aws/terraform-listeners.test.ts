import fc from 'fast-check'
import { expect, test } from 'vitest'
import { listenerValues, prioritiesOf, ruleValues } from '../../../src/targets/aws/terraform-listeners.ts'
import { aPlan } from '../../builders-plan.ts'

const { balancers = [] } = aPlan().network

test('priorities are those of the primary site, moved up where one rule became several', () => {
  expect(prioritiesOf([10, 20, 30])).toEqual([10, 20, 30])
  expect(prioritiesOf([10, 10, 11, 40])).toEqual([10, 11, 12, 40])
  expect(prioritiesOf([0, 5])).toEqual([1, 5])
  expect(prioritiesOf([49_999, 50_000, 50_000])).toEqual([1, 2, 3])
})

test('priorities keep the order, and are such as AWS takes', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 60_000 }), { maxLength: 100 }), (orders) => {
      const priorities = prioritiesOf(orders.toSorted((a, b) => a - b))

      expect(priorities.every((one, index) => one > (priorities[index - 1] ?? 0) && one <= 50_000)).toBe(true)
    }),
  )
})

test('a part of a redirect that is as in the request is not stated', () => {
  const rules = Object.values(ruleValues(balancers))

  expect(rules.map(({ action }) => action)).toContainEqual({
    redirect: {
      status_code: 'HTTP_302',
      protocol: 'HTTPS',
      host: '#{host}.new',
      path: '/new/#{path}',
      query: 'from=#{query}',
    },
  })
})

test('one pool for all is said by its key, and anything else by an action', () => {
  const listeners = Object.values(listenerValues(balancers))

  expect(listeners.every((one) => 'target_pool_key' in one !== 'action' in one)).toBe(true)
  expect(listeners.some((one) => 'action' in one)).toBe(true)
})

test('what the plan does not make is refused', () => {
  expect(ruleValues(balancers)['wiki-http-8081-rule-5']?.action).toMatchObject({ answer: { status_code: '503' } })
})
