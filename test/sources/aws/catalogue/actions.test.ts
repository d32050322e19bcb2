import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { catalogueActions, cataloguePolicy } from '../../../../src/sources/aws/catalogue/actions.ts'

test('the policy of a refresh allows what is called, all of it reading', () => {
  const actions = cataloguePolicy.Statement.flatMap(({ Action }) => Action)

  expect(actions).toEqual(Object.values(catalogueActions).sort())
  expect(actions.every((action) => /^(ec2:Describe|pricing:Get)[A-Za-z]+$/.test(action))).toBe(true)
  for (const [call, action] of Object.entries(catalogueActions)) expect(action.split(':')[1]).toBe(call)
})

test('the policy in the documentation is this one', () => {
  const file = new URL('../../../../docs/aws-iam-policy-catalogue.json', import.meta.url)

  expect(readFileSync(file, 'utf8')).toBe(`${JSON.stringify(cataloguePolicy, null, 2)}\n`)
})
