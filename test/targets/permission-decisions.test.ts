import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { matchesAction } from '../../src/targets/action-pattern.ts'
import { awsNeededPolicy } from '../../src/targets/aws/needed-policy.ts'
import { decideByPolicies } from '../../src/targets/aws/policy-decision.ts'
import { azureNeededRole } from '../../src/targets/azure/needed-role.ts'
import { decideByRoles } from '../../src/targets/azure/role-decision.ts'

const allow = (over: object) => ({ Effect: 'Allow', Resource: '*', ...over })
const deny = (over: object) => ({ Effect: 'Deny', Resource: '*', ...over })
const policy = (...Statement: readonly object[]) => ({ Version: '2012-10-17', Statement })
const of = (document: unknown) => decideByPolicies(['ec2:RunInstances'], document)?.[0]?.decision ?? null

describe('a policy of IAM', () => {
  test.each([
    ['allows by name', policy(allow({ Action: 'ec2:RunInstances' })), 'allowed'],
    ['allows in other letters', policy(allow({ Action: ['EC2:runinstances'] })), 'allowed'],
    ['allows by an asterisk', policy(allow({ Action: 'ec2:Run*' })), 'allowed'],
    ['allows by a question mark', policy(allow({ Action: 'ec2:RunInstance?' })), 'allowed'],
    ['allows everything', { Statement: allow({ Action: '*' }) }, 'allowed'],
    ['allows all but others', policy(allow({ NotAction: 'iam:*' })), 'allowed'],
    ['says nothing of it', policy(allow({ Action: 'ec2:Describe*' })), 'not-allowed'],
    ['allows all but it', policy(allow({ NotAction: 'ec2:*' })), 'not-allowed'],
    ['has no statement', policy(), 'not-allowed'],
    ['denies it', policy(allow({ Action: '*' }), deny({ Action: 'ec2:Run*' })), 'denied'],
    ['denies all but others', policy(allow({ Action: '*' }), deny({ NotAction: 's3:*' })), 'denied'],
    ['allows it on conditions', policy(allow({ Action: '*', Condition: { Bool: { 'aws:a': 'b' } } })), 'unknown'],
    ['allows it for some', policy(allow({ Action: '*', Resource: 'arn:aws:ec2:::x' })), 'unknown'],
    ['allows it for all but some', policy({ Effect: 'Allow', Action: '*', NotResource: 'x' }), 'unknown'],
    ['denies it for some', policy(allow({ Action: '*' }), deny({ Action: '*', Resource: 'x' })), 'unknown'],
    ['is an answer of get-policy-version', { PolicyVersion: { Document: policy(allow({ Action: '*' })) } }, 'allowed'],
    [
      'is an answer of get-role-policy, as the API has it',
      { PolicyDocument: encodeURIComponent(JSON.stringify(policy(allow({ Action: '*' })))) },
      'allowed',
    ],
    ['is one of several', [policy(allow({ Action: 's3:*' })), policy(allow({ Action: 'ec2:*' }))], 'allowed'],
    ['is a list of actions', ['ec2:RunInstances', 'ec2:Describe*'], 'allowed'],
    ['is something else', { hello: 'world' }, null],
    ['is text', 'ec2:*', null],
    ['is an empty list', [], null],
  ] as const)('that %s', (_, document, decision) => {
    expect(of(document)).toBe(decision)
  })
})

describe('a role of Azure', () => {
  const action = 'Microsoft.Network/virtualNetworks/write'
  test.each([
    ['allows by name', { permissions: [{ actions: [action], notActions: [] }] }, 'allowed'],
    ['allows by an asterisk', [{ permissions: [{ actions: ['Microsoft.Network/*'] }] }], 'allowed'],
    ['takes it back', { permissions: [{ actions: ['*'], notActions: ['*/write'] }] }, 'not-allowed'],
    [
      'takes it back beside one that does not',
      [{ Actions: ['*'], NotActions: ['*/write'] }, { Actions: ['*'] }],
      'allowed',
    ],
    ['is as Resource Manager has it', { properties: { permissions: [{ actions: ['*'] }] } }, 'allowed'],
    ['says nothing of it', { Actions: ['Microsoft.Compute/*'] }, 'not-allowed'],
    ['is something else', { hello: 'world' }, null],
  ] as const)('that %s', (_, document, decision) => {
    expect(decideByRoles([action], document)?.[0]?.decision ?? null).toBe(decision)
  })
})

test('a pattern matches as its regular expression would, and in bounded time', () => {
  const texts = fc.string({ unit: fc.constantFrom('a', 'b', ':', '*', '?'), maxLength: 12 })
  fc.assert(
    fc.property(texts, texts, (pattern, text) => {
      const source = pattern
        .toLowerCase()
        .split('')
        .map((one) => (one === '*' ? '.*' : one === '?' ? '.' : `\\u{${one.codePointAt(0)!.toString(16)}}`))

      expect(matchesAction([pattern], text)).toBe(new RegExp(`^${source.join('')}$`, 'su').test(text.toLowerCase()))
    }),
  )
  const started = performance.now()
  matchesAction([`${'*a'.repeat(2000)}b`], 'a'.repeat(4000))
  expect(performance.now() - started).toBeLessThan(2000)
})

const needed = ['ec2:CreateVpc', 'iam:PassRole', 'kms:CreateKey'].map((action) => ({
  action,
  for: [{ where: 'Terraform foundation', what: 'aws_vpc', step: null, wave: null }],
}))

test('the policy that is written allows what is needed, without an asterisk among the actions, and roles only for services', () => {
  const document = awsNeededPolicy(needed) as { Statement: { Sid: string; Action: string | string[] }[] }

  const decided = decideByPolicies(
    needed.map(({ action }) => action),
    document,
  )

  expect(decided?.map(({ decision }) => decision)).toEqual(['allowed', 'unknown', 'allowed'])
  expect(JSON.stringify(document.Statement.map(({ Action }) => Action))).not.toContain('*')
  expect(document.Statement.map(({ Sid }) => Sid)).toEqual(['DrplanTerraformFoundation', 'PassRoles'])
})

test('the role that is written allows what is needed', () => {
  const actions = ['Microsoft.KeyVault/vaults/write', 'Microsoft.Network/virtualNetworks/write']
  const role = azureNeededRole(actions.map((action) => ({ action, for: needed[0]!.for })))

  expect(decideByRoles(actions, role)?.every(({ decision }) => decision === 'allowed')).toBe(true)
})
