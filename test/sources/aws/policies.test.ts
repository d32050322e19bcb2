/** Policies that go by networks, from answers of the CLI. All names and addresses are invented. */
import { describe, expect, test } from 'vitest'
import { objectsNotPlanned } from '../../../src/core/scope/objects-not-planned.ts'
import { formatCidr } from '../../../src/model/cidr.ts'
import { objectsOf } from '../../../src/model/network-objects.ts'
import type { SiteReading } from '../../../src/model/source.ts'
import { awsDescribeSource } from '../../../src/sources/aws/describe.ts'
import { aFolder, aRequest } from '../../support/source-folder.ts'

const secret = 'must-not-be-seen'
const document = (operator: string, compared: object, over: object = {}) => ({
  Version: '2012-10-17',
  Id: secret,
  Statement: [
    {
      Sid: secret,
      Effect: 'Deny',
      Principal: { AWS: secret },
      Action: ['s3:GetObject'],
      Resource: '*',
      Condition: { [operator]: compared, StringNotLike: { 'aws:PrincipalOrgID': secret } },
      ...over,
    },
  ],
})
const onlyFrom = (...blocks: readonly string[]) => document('NotIpAddress', { 'aws:SourceIp': blocks })
const bucket = { Action: '*', Resource: ['arn:aws:s3:::quay-ledger', 'arn:aws:s3:::quay-ledger/*'] }

const answers = {
  'instances.json': { Reservations: [] },
  'bucket.json': { Policy: JSON.stringify(document('NotIpAddress', { 'aws:SourceIp': '203.0.113.7' }, bucket)) },
  'queue.json': {
    Attributes: {
      QueueArn: 'arn:aws:sqs:eu-west-1:111122223333:orders',
      Policy: JSON.stringify(document('StringNotEquals', { 'aws:SourceVpce': ['vpce-2', 'vpce-1'] })),
    },
  },
  'topic.json': {
    Attributes: {
      TopicArn: 'arn:aws:sns:eu-west-1:111122223333:alarms',
      Policy: JSON.stringify(document('StringEquals', { 'aws:SourceVpc': 'vpc-9' })),
    },
  },
  'key-1234abcd-12ab-34cd-56ef-1234567890ab.json': {
    PolicyName: 'default',
    Policy: JSON.stringify(document('NotIpAddress', { 'aws:VpcSourceIp': '10.0.5.0/24' })),
  },
  'offices.json': {
    PolicyVersion: { VersionId: 'v2', IsDefaultVersion: true, Document: onlyFrom('198.51.100.0/24') },
  },
  'details.json': {
    UserDetailList: [{ UserName: secret }],
    Policies: [
      {
        PolicyName: 'admins',
        Arn: 'arn:aws:iam::111122223333:policy/admins',
        PolicyVersionList: [
          { IsDefaultVersion: false, Document: onlyFrom('192.0.2.1') },
          {
            IsDefaultVersion: true,
            Document: encodeURIComponent(JSON.stringify(onlyFrom('192.0.2.2', '2001:db8::1'))),
          },
        ],
      },
      {
        PolicyName: 'of-aws',
        Arn: 'arn:aws:iam::aws:policy/of-aws',
        PolicyVersionList: [{ IsDefaultVersion: true, Document: onlyFrom('192.0.2.3') }],
      },
    ],
  },
}

async function read(files: Readonly<Record<string, unknown>>): Promise<SiteReading> {
  const texts = Object.entries(files).map(([name, content]) => [name, JSON.stringify(content)] as const)
  return (await awsDescribeSource.readSite?.(aRequest(await aFolder(Object.fromEntries(texts)))))!
}
type Named = NonNullable<ReturnType<typeof servicesOf>[number]['admits']>
const servicesOf = ({ network }: SiteReading) => objectsOf(network.objects, 'service')
const shown = ({ blocks, vpcIds = [], endpointIds = [] }: Named) => [
  ...blocks.map(formatCidr),
  ...vpcIds,
  ...endpointIds,
]
const policiesOf = (reading: SiteReading) =>
  servicesOf(reading).map(({ id, type, admits, refuses }) => [
    id,
    type,
    admits && shown(admits),
    ...(refuses ? [shown(refuses)] : []),
  ])
const problemsOf = ({ findings }: SiteReading) =>
  findings.filter(({ code }) => !/^site\.(value-missing|capture-time-unknown|region-unknown)$/.test(code))

describe('policies of a dump', () => {
  test('have the addresses, networks and endpoints of their conditions', async () => {
    const reading = await read(answers)

    expect(policiesOf(reading)).toEqual([
      ['arn:aws:iam::111122223333:policy/admins', 'IAM policy', ['192.0.2.2/32', '2001:db8::1/128']],
      ['arn:aws:s3:::quay-ledger', 'S3 bucket policy', ['203.0.113.7/32']],
      ['arn:aws:sns:eu-west-1:111122223333:alarms', 'SNS topic policy', [], ['vpc-9']],
      ['arn:aws:sqs:eu-west-1:111122223333:orders', 'SQS queue policy', ['vpce-1', 'vpce-2']],
      ['iam-policy/offices', 'IAM policy', ['198.51.100.0/24']],
      ['kms-key/1234abcd-12ab-34cd-56ef-1234567890ab', 'KMS key policy', ['10.0.5.0/24']],
    ])
    expect(problemsOf(reading)).toEqual([])
  })

  test('are named where the plan says what lets in networks by name', async () => {
    const { network, vms } = await read(answers)

    const finding = objectsNotPlanned(network, vms).find(({ subject }) => /firewalls of their own/.test(subject))

    expect(finding?.message).toContain('6 services')
    expect(finding?.message.replaceAll('\u00A0', ' ')).toContain('orders: 0 subnets, 0 blocks, 2 endpoints')
  })

  test('leave nothing else of themselves behind', async () => {
    const reading = await read(answers)

    const text = JSON.stringify(reading, (_, each: unknown) => (typeof each === 'bigint' ? String(each) : each))
    expect(JSON.stringify(answers)).toContain(secret)
    expect(text).not.toMatch(/must-not-be-seen|GetObject|PrincipalOrgID|192\.0\.2\.[13]/)
  })

  test('that name no network are read, and are not in the site', async () => {
    const open = JSON.stringify(document('Bool', { 'aws:SecureTransport': 'false' }, bucket))

    const reading = await read({
      ...answers,
      'bucket.json': { Policy: open },
      'queue.json': { Attributes: { QueueArn: 'arn:aws:sqs:eu-west-1:1:plain' } },
      'offices.json': { PolicyVersion: { IsDefaultVersion: false, Document: onlyFrom('10.0.0.1') } },
    })

    expect(policiesOf(reading).map(([, type]) => type)).toEqual(['IAM policy', 'SNS topic policy', 'KMS key policy'])
    expect(problemsOf(reading)).toEqual([])
  })

  test('that are damaged, and addresses that are none, cost nothing else', async () => {
    const reading = await read({
      ...answers,
      'bucket.json': { Policy: `{ "Statement": [${secret}` },
      'offices.json': { PolicyVersion: { Document: onlyFrom('10.0.0.1/33', '10.0.7.0/24') } },
    })

    expect(policiesOf(reading)).toHaveLength(5)
    expect(problemsOf(reading).map(({ code, place, message }) => [code, place, message.includes(secret)])).toEqual([
      ['site.row-unreadable', 'estate/bucket.json#NamedPolicies[0]', false],
      ['site.value-invalid', 'estate/offices.json#NamedPolicies[0]', false],
    ])
    expect(policiesOf(reading)).toContainEqual(['iam-policy/offices', 'IAM policy', ['10.0.7.0/24']])
  })

  test('have the network of a block with host bits once, which is said, and everything of a block of length 0', async () => {
    const reading = await read({
      'instances.json': { Reservations: [] },
      'offices.json': {
        PolicyVersion: {
          Document: onlyFrom('10.0.7.9/24', '10.0.7.0/24', '2001:DB8::5/32', '0.0.0.0/0', '::/0', '10.0.8.0/08'),
        },
      },
    })

    expect(policiesOf(reading)).toEqual([
      ['iam-policy/offices', 'IAM policy', ['10.0.7.0/24', '2001:db8::/32', '0.0.0.0/0', '::/0']],
    ])
    expect(problemsOf(reading).map(({ code, subject }) => [code, subject])).toEqual([
      ['site.value-invalid', '10.0.8.0/08'],
      ['site.guessed', '10.0.7.9/24'],
      ['site.guessed', '2001:DB8::5/32'],
    ])
  })

  test('of endpoints are said where they are damaged, and the endpoint stays', async () => {
    const endpoint = (VpcEndpointId: string, PolicyDocument: string) => ({
      VpcEndpointId,
      VpcId: 'vpc-1',
      PolicyDocument,
    })

    const reading = await read({
      'instances.json': { Reservations: [] },
      'endpoints.json': {
        VpcEndpoints: [
          endpoint('vpce-1', JSON.stringify(onlyFrom('10.0.5.0/24'))),
          endpoint('vpce-2', `{"Statement":"${secret}`),
          endpoint('vpce-3', ''),
        ],
      },
    })

    expect(policiesOf(reading)).toEqual([['vpce-1/policy', 'VPC endpoint policy', ['10.0.5.0/24']]])
    expect(objectsOf(reading.network.objects, 'endpoint')).toHaveLength(3)
    const damaged = problemsOf(reading).filter(({ code }) => code === 'site.value-invalid')
    expect(damaged).toMatchObject([{ subject: 'vpce-2', place: 'estate/endpoints.json#VpcEndpoints[1]' }])
    expect(JSON.stringify(damaged)).not.toContain(secret)
  })

  test('of queues are none where the attribute is empty', async () => {
    const Attributes = { QueueArn: 'arn:aws:sqs:eu-west-1:111122223333:orders', Policy: '' }

    const reading = await read({ 'instances.json': { Reservations: [] }, 'queue.json': { Attributes } })

    expect([policiesOf(reading), problemsOf(reading)]).toEqual([[], []])
  })

  test('that do not say whose they are, are called after their resources, or after their file', async () => {
    const vpc = { 'aws:SourceVpc': 'vpc-1' }
    const queue = 'arn:aws:sqs:eu-west-1:111122223333:orders'

    const reading = await read({
      'instances.json': { Reservations: [] },
      'ledger.json': { Policy: JSON.stringify(document('StringNotEquals', vpc)) },
      'queue.json': { Attributes: { Policy: JSON.stringify(document('StringNotEquals', vpc, { Resource: queue })) } },
      'vault.json': { Policy: JSON.stringify(document('StringNotEquals', vpc, { Action: 'kms:Decrypt' })) },
    })

    expect(policiesOf(reading)).toEqual([
      [queue, 'SQS queue policy', ['vpc-1']],
      ['kms-key/vault', 'KMS key policy', ['vpc-1']],
      ['s3-bucket/ledger', 'S3 bucket policy', ['vpc-1']],
    ])
  })

  test.each([
    [
      'what lets a function be called',
      {
        Policy: JSON.stringify(
          document('IpAddress', {}, { Action: 'lambda:InvokeFunction', Resource: 'arn:aws:lambda:x' }),
        ),
      },
    ],
    ['a policy without its document', { Policy: { PolicyName: 'p', Arn: 'arn:aws:iam::1:policy/p' } }],
    ['a list of policies without documents', { Policies: [{ PolicyName: 'p', Arn: 'arn:aws:iam::1:policy/p' }] }],
  ])('are not taken for %s', async (_, answer) => {
    const reading = await read({ 'instances.json': { Reservations: [] }, 'other.json': answer })

    expect(problemsOf(reading)).toMatchObject([{ code: 'site.file-unread', subject: 'estate/other.json' }])
  })
})
