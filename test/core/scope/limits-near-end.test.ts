import { expect, test } from 'vitest'
import { limitsNearEnd } from '../../../src/core/scope/limits-near-end.ts'
import { aLimit } from '../../builders.ts'

const codes = (used: number, limit: number) => limitsNearEnd([aLimit({ used, limit })]).map(({ code }) => code)

test('a limit is near its end at four fifths, and reached when all is used, or more than all', () => {
  expect(codes(79, 100)).toEqual([])
  expect(codes(80, 100)).toEqual(['site.limit-near'])
  expect(codes(99, 100)).toEqual(['site.limit-near'])
  expect(codes(100, 100)).toEqual(['site.limit-reached'])
  expect(codes(4, 3)).toEqual(['site.limit-reached'])
  expect(codes(1, 0)).toEqual(['site.limit-reached'])
})

test('the one thing of a kind that a platform wants is no shortage', () => {
  expect(codes(1, 1)).toEqual([])
  expect(codes(2, 2)).toEqual(['site.limit-reached'])
})

test('limits of one account and region are one finding for each severity, whatever their order', () => {
  const limits = [
    aLimit({ id: 'b', name: 'vCPUs', used: 100 }),
    aLimit({ id: 'a', name: 'VMs', used: 100 }),
    aLimit({ id: 'c', used: 85 }),
    aLimit({ id: 'd', account: 'two', used: 90 }),
    aLimit({ id: 'e', region: 'north', used: 90 }),
  ]

  const findings = limitsNearEnd(limits)

  expect(findings.map(({ code, subject, affected }) => [code, subject, affected])).toEqual([
    ['site.limit-near', 'limits of one in north', ['e']],
    ['site.limit-near', 'limits of one in west', ['c']],
    ['site.limit-near', 'limits of two in west', ['d']],
    ['site.limit-reached', 'limits of one in west', ['a', 'b']],
  ])
  expect(findings[3]).toMatchObject({
    severity: 'error',
    message: 'No more can be made of: "VMs 100 of 100", "vCPUs 100 of 100".',
    suggestion: expect.stringContaining('Ask the platform for more') as string,
  })
  expect(limitsNearEnd(limits.toReversed())).toEqual(findings)
})
