import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { networksIn } from '../../../src/sources/aws/policy-networks.ts'

const none = { blocks: [], vpcIds: [], endpointIds: [] }
const statement = (effect: string, condition: unknown) => ({
  Effect: effect,
  Principal: { AWS: 'must-not-be-seen' },
  Action: 'must:NotBeSeen',
  Resource: 'must-not-be-seen',
  Condition: condition,
})
const policy = (...statements: readonly unknown[]) => ({ Version: '2012-10-17', Statement: statements })

describe('the networks of a policy', () => {
  test.each([
    ['Allow', 'IpAddress', 'admits'],
    ['Deny', 'NotIpAddress', 'admits'],
    ['Deny', 'IpAddress', 'refuses'],
    ['Allow', 'NotIpAddress', 'refuses'],
    ['Allow', 'IpAddressIfExists', 'admits'],
    ['Deny', 'ForAnyValue:NotIpAddress', 'admits'],
    ['Deny', 'ForAllValues:NotIpAddressIfExists', 'admits'],
    ['Allow', 'notipaddressifexists', 'refuses'],
  ])('%s with %s %s them', (effect, operator, side) => {
    const networks = networksIn(policy(statement(effect, { [operator]: { 'aws:SourceIp': '10.0.0.0/16' } })))

    expect(networks).toEqual({
      admits: none,
      refuses: none,
      [side]: { ...none, blocks: ['10.0.0.0/16'] },
      conditions: [`${effect} ${operator} aws:SourceIp`],
    })
  })

  test('are named by keys of any case, by one value or several, in one statement or several', () => {
    const networks = networksIn(
      policy(
        statement('Deny', {
          NotIpAddress: { 'AWS:sourceip': ['203.0.113.7', '2001:db8::/32'], 'aws:vpcsourceip': '10.0.1.0/24' },
          StringNotEquals: { 'aws:SourceVPC': ['vpc-1', 'vpc-1'] },
          StringNotLike: { 'AWS:SOURCEVPCE': 'vpce-1' },
          ArnNotLike: { 'aws:SourceVpcArn': 'arn:aws:ec2:eu-west-1:1:vpc/vpc-2' },
        }),
        statement('Allow', { StringEquals: { 'aws:SourceVpce': 'vpce-2' } }),
      ),
    )

    expect(networks?.admits).toEqual({
      blocks: ['203.0.113.7', '2001:db8::/32', '10.0.1.0/24'],
      vpcIds: ['vpc-1', 'vpc-2'],
      endpointIds: ['vpce-1', 'vpce-2'],
    })
    expect(networks?.conditions).toEqual([
      'Allow StringEquals aws:SourceVpce',
      'Deny ArnNotLike aws:SourceVpcArn',
      'Deny NotIpAddress aws:SourceIp',
      'Deny NotIpAddress aws:VpcSourceIp',
      'Deny StringNotEquals aws:SourceVpc',
      'Deny StringNotLike aws:SourceVpce',
    ])
  })

  test('are also those of the machines whose credentials ask', () => {
    const networks = networksIn(
      policy(
        statement('Deny', {
          StringNotEqualsIgnoreCaseIfExists: { 'aws:Ec2InstanceSourceVpc': 'vpc-3' },
          NotIpAddress: { 'aws:ec2InstanceSourcePrivateIPv4': '10.0.5.7' },
        }),
        statement('Deny', { StringNotEquals: { 'aws:EC2InstanceSourceVPC': '${aws:SourceVpc}' } }),
      ),
    )

    expect(networks).toEqual({
      admits: { blocks: ['10.0.5.7'], vpcIds: ['vpc-3'], endpointIds: [] },
      refuses: none,
      conditions: [
        'Deny NotIpAddress aws:EC2InstanceSourcePrivateIPv4',
        'Deny StringNotEquals aws:EC2InstanceSourceVPC',
        'Deny StringNotEqualsIgnoreCaseIfExists aws:EC2InstanceSourceVPC',
      ],
    })
  })

  test('that a pattern or a variable stands for are not named', () => {
    const networks = networksIn(
      policy(
        statement('Allow', {
          IpAddress: { 'aws:SourceIp': '${aws:PrincipalTag/office}' },
          StringLike: { 'aws:SourceVpc': 'vpc-*' },
        }),
      ),
    )

    expect(networks).toMatchObject({ admits: none, conditions: { length: 2 } })
  })

  test.each([
    ['other keys', policy(statement('Allow', { StringEquals: { 'aws:SourceAccount': '1' } }))],
    ['whether a key is there', policy(statement('Deny', { Null: { 'aws:SourceVpce': 'true' } }))],
    ['nothing', policy(statement('Allow', undefined))],
    ['what is no policy', { Statement: 'Condition' }],
    ['what has no effect', policy(statement('Perhaps', { IpAddress: { 'aws:SourceIp': '10.0.0.1' } }))],
  ])('are none where it speaks of %s', (_, document) => {
    expect(networksIn(document)).toBeNull()
  })

  test('are all that is taken of it', () => {
    const networks = networksIn(policy(statement('Allow', { IpAddress: { 'aws:SourceIp': '10.0.0.1' } })))

    expect(JSON.stringify(networks)).not.toMatch(/must/i)
  })

  test('are read of anything without a fault', () => {
    const key = fc.constantFrom('Statement', 'Effect', 'Condition', 'IpAddress', 'aws:SourceIp', 'x')
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof(
        { maxDepth: 6 },
        fc.constantFrom('Allow', 'Deny', '10.0.0.1', 7, null, true),
        fc.array(tie('tree'), { maxLength: 3 }),
        fc.dictionary(key, tie('tree')),
      ),
    }))

    fc.assert(
      fc.property(tree, (document) => {
        expect(networksIn(document)?.conditions).not.toEqual([])
      }),
    )
  })
})
