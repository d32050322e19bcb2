import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { actions, iamPolicy } from '../../../src/sources/aws/actions.ts'

test('the policy allows what is called, all of it reading, and nothing else', () => {
  const { Version, Statement } = iamPolicy()

  expect(Version).toBe('2012-10-17')
  expect(Statement).toHaveLength(1)
  expect(Statement[0]?.Action).toEqual(
    Object.values(actions)
      .filter((action) => action !== 'sts:AssumeRole')
      .sort(),
  )
  expect(
    Statement[0]?.Action.every((action) => /^[a-z0-9-]+:(Describe|Get|List|Search)[A-Za-z0-9]+$/.test(action)),
  ).toBe(true)
})

test('roles may be assumed only if they are named', () => {
  const role = 'arn:aws:iam::111122223333:role/reader'

  expect(iamPolicy([role, role]).Statement[1]).toMatchObject({ Action: ['sts:AssumeRole'], Resource: [role] })
})

test('the name of every call is that of its action', () => {
  for (const [call, action] of Object.entries(actions)) expect(action.split(':')[1]).toBe(call)
})

test('the policy in the documentation is this one', () => {
  const file = new URL('../../../docs/aws-iam-policy.json', import.meta.url)

  expect(readFileSync(file, 'utf8')).toBe(`${JSON.stringify(iamPolicy(), null, 2)}\n`)
})
