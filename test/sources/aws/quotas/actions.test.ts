import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { quotaPolicy } from '../../../../src/sources/aws/quotas/actions.ts'

test('the policy in the documentation is this one, and all of it reads', () => {
  const file = new URL('../../../../docs/aws-iam-policy-quotas.json', import.meta.url)

  expect(readFileSync(file, 'utf8')).toBe(`${JSON.stringify(quotaPolicy, null, 2)}\n`)
  for (const action of quotaPolicy.Statement[0]?.Action ?? [])
    expect(action).toMatch(/^(ec2:Describe|servicequotas:List)[A-Za-z]+$/)
})
