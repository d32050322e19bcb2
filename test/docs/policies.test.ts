/** docs/policies.md repeats the tables of the program: here they are held to be the same. */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { factTests } from '../../src/model/policy.ts'
import { parsePolicies } from '../../src/workspace/policy-file.ts'
import { runPolicyTest } from '../../src/core/policy/run-tests.ts'
import { policyPage, withPolicyTables } from '../support/make-policy-tables.ts'

const page = readFileSync(policyPage, 'utf8')

test('the page has every fact and every built-in policy: node test/support/make-policy-tables.ts remakes them', async () => {
  expect(page).toBe(await withPolicyTables(page))
  expect(page).toContain('| `osSupportDays` |')
  expect(page).toContain('| `disks-encrypted` |')
})

test('the page names every test of a fact', () => {
  for (const name of factTests) expect(page).toContain(`\`${name}\``)
})

test('the example of the page is valid, and its tests pass', () => {
  const [, example = ''] = /```yaml\n(schema: drplan\/policy@1[\s\S]*?)```/.exec(page) ?? []
  const { policies, tests } = parsePolicies(example, 'policies.yaml', 'own')
  const byId = new Map(policies.map((policy) => [policy.id, policy]))

  expect(tests).toHaveLength(2)
  for (const { test } of tests) expect(runPolicyTest(test, byId)).toEqual([])
})
