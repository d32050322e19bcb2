/** Policies that go by networks, through the real SDK, against an emulator of AWS. All names and addresses are invented. */
import * as ec2 from '@aws-sdk/client-ec2'
import * as iam from '@aws-sdk/client-iam'
import * as kms from '@aws-sdk/client-kms'
import * as s3 from '@aws-sdk/client-s3'
import * as sqs from '@aws-sdk/client-sqs'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { translateNetwork } from '../../../src/core/network/translate.ts'
import { formatCidr } from '../../../src/model/cidr.ts'
import { configSchema } from '../../../src/model/config.ts'
import { objectsOf } from '../../../src/model/network-objects.ts'
import type { SiteReading } from '../../../src/model/source.ts'
import { actions } from '../../../src/sources/aws/actions.ts'
import { policyActions } from '../../../src/sources/aws/policy-actions.ts'
import { readSite } from '../../../src/sources/aws/read-site.ts'
import { awsNetworkLimits } from '../../../src/targets/aws/limits.ts'
import { anAwsRequest, withCredentials } from '../../support/aws-request.ts'
import { startProxy, type AwsServer } from '../../support/aws-server.ts'
import { smallAws } from '../../support/small-aws.ts'
import { motoPath, startMoto, type Moto } from '../../support/moto.ts'

const moto = motoPath()
const region = 'eu-west-1'
const secret = 'must-not-be-seen'
const aDocument = (resource: string, ...conditions: readonly object[]): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: conditions.map((Condition, number) => ({
      Sid: `${secret}${number}`.replaceAll('-', ''),
      Effect: 'Deny',
      Principal: '*',
      Action: '*',
      Resource: resource,
      Condition,
    })),
  })
const onlyFrom = (...blocks: readonly string[]) => ({ NotIpAddress: { 'aws:SourceIp': blocks } })

interface Seeded {
  readonly vpcId: string
  readonly keyId: string
}

async function seed(endpoint: string): Promise<Seeded> {
  const options = { endpoint, region, credentials: { accessKeyId: 'testing', secretAccessKey: 'testing' } }
  const compute = new ec2.EC2Client(options)
  const { Vpc } = await compute.send(new ec2.CreateVpcCommand({ CidrBlock: '10.0.0.0/16' }))
  const vpcId = Vpc?.VpcId ?? ''
  await compute.send(new ec2.CreateSubnetCommand({ VpcId: vpcId, CidrBlock: '10.0.5.0/24' }))
  await seedBuckets(new s3.S3Client({ ...options, forcePathStyle: true }))
  await seedQueues(new sqs.SQSClient({ ...options, useQueueUrlAsEndpoint: false }), vpcId)
  const keyId = await seedKeys(new kms.KMSClient(options))
  await seedIdentities(new iam.IAMClient(options))
  return { vpcId, keyId }
}

async function seedBuckets(client: s3.S3Client): Promise<void> {
  const make = (Bucket: string) =>
    client.send(new s3.CreateBucketCommand({ Bucket, CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' } }))
  for (let number = 0; number < 30; number++) await make(`quay-plain-${number}`)
  await make('quay-ledger')
  const Policy = aDocument('arn:aws:s3:::quay-ledger/*', onlyFrom('10.0.5.0/24', '203.0.113.7', '0.0.0.0/0', '::/0'))
  await client.send(new s3.PutBucketPolicyCommand({ Bucket: 'quay-ledger', Policy }))
}

async function seedQueues(client: sqs.SQSClient, vpcId: string): Promise<void> {
  const Policy = aDocument('*', { StringNotEquals: { 'aws:SourceVpc': vpcId, 'aws:SourceVpce': 'vpce-0a1b' } })
  await client.send(new sqs.CreateQueueCommand({ QueueName: 'orders', Attributes: { Policy } }))
  await client.send(new sqs.CreateQueueCommand({ QueueName: 'plain' }))
}

async function seedKeys(client: kms.KMSClient): Promise<string> {
  const Policy = aDocument('*', { NotIpAddressIfExists: { 'aws:VpcSourceIp': '10.0.5.16/28' } })
  const { KeyMetadata } = await client.send(new kms.CreateKeyCommand({ Policy }))
  const ended = await client.send(new kms.CreateKeyCommand({ Policy }))
  await client.send(new kms.ScheduleKeyDeletionCommand({ KeyId: ended.KeyMetadata?.KeyId }))
  return KeyMetadata?.KeyId ?? ''
}

/** The second version is in force. */
async function seedIdentities(client: iam.IAMClient): Promise<void> {
  const PolicyDocument = (...blocks: readonly string[]): string =>
    JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Deny', Action: '*', Resource: '*', Condition: onlyFrom(...blocks) }],
    })
  const { Policy } = await client.send(
    new iam.CreatePolicyCommand({ PolicyName: 'offices', PolicyDocument: PolicyDocument('192.0.2.1') }),
  )
  await client.send(
    new iam.CreatePolicyVersionCommand({
      PolicyArn: Policy?.Arn,
      PolicyDocument: PolicyDocument('198.51.100.0/24', '2001:db8::1'),
      SetAsDefault: true,
    }),
  )
}

describe.skipIf(!moto)(`an emulated account${moto ? '' : ' (NOT RUN: set DRPLAN_MOTO to a moto_server)'}`, () => {
  let emulator: Moto
  let proxy: AwsServer
  let seeded: Seeded
  let reading: SiteReading

  beforeAll(async () => {
    withCredentials()
    emulator = await startMoto(moto ?? '')
    // What the emulator lacks is none of policies' business.
    const lacking = new Set(['route53resolver', 'directconnect', 'network-firewall', 'wafv2', 'servicequotas'])
    proxy = await startProxy(emulator.endpoint, (asked) =>
      lacking.has(asked.service) || asked.operation === 'DescribePublicIpv4Pools' ? smallAws(asked) : null,
    )
    seeded = await seed(emulator.endpoint)
    reading = await readSite(anAwsRequest({ endpoint: proxy.endpoint, policies: true }))
  }, 120_000)

  afterAll(async () => {
    vi.unstubAllEnvs()
    await proxy.close()
    await emulator.stop()
  })

  const policies = () => objectsOf(reading.network.objects, 'service')

  test('gives every policy that names networks, and none that does not', () => {
    expect(
      policies().map(({ id, type, admits }) => [
        id.replace(/\d{12}/, 'ACCOUNT'),
        type,
        [...(admits?.blocks ?? []).map(formatCidr), ...(admits?.vpcIds ?? []), ...(admits?.endpointIds ?? [])],
      ]),
    ).toEqual([
      ['arn:aws:iam::ACCOUNT:policy/offices', 'IAM policy', ['198.51.100.0/24', '2001:db8::1/128']],
      [`arn:aws:kms:eu-west-1:ACCOUNT:key/${seeded.keyId}`, 'KMS key policy', ['10.0.5.16/28']],
      ['arn:aws:s3:::quay-ledger', 'S3 bucket policy', ['10.0.5.0/24', '203.0.113.7/32', '0.0.0.0/0', '::/0']],
      ['arn:aws:sqs:eu-west-1:ACCOUNT:orders', 'SQS queue policy', [seeded.vpcId, 'vpce-0a1b']],
    ])
    expect(reading.findings.filter(({ code }) => /^(source\.|site\.row)/.test(code))).toEqual([])
  })

  test('keeps nothing else of them, and asks for nothing that its rights do not allow', () => {
    const text = JSON.stringify(reading, (_, each: unknown) => (typeof each === 'bigint' ? String(each) : each))
    const allowed = new Set([...Object.keys(actions), ...Object.keys(policyActions)])

    expect(text).not.toMatch(/must-?not-?be-?seen|192\.0\.2\.1/)
    expect(proxy.asked.filter(({ operation }) => !allowed.has(operation))).toEqual([])
    expect(proxy.asked.filter(({ operation }) => operation === 'GetBucketPolicy')).toHaveLength(31)
  })

  test('gives blocks that the translation follows, where they move and only there', () => {
    const { network: policy } = configSchema.parse({
      schema: 'drplan/config@1',
      site: { id: 'emulated' },
      sources: [{ kind: 'aws', regions: [region] }],
      target: { platform: 'aws', region: 'eu-central-1' },
      network: { pool: ['10.128.0.0/9'] },
    })

    const { translation } = translateNetwork({
      vms: reading.vms,
      network: reading.network,
      policy,
      limits: awsNetworkLimits,
      regions: { primary: region, recovery: 'eu-central-1' },
    })

    const subnet = translation.subnets.find(({ fromBlock }) => fromBlock && formatCidr(fromBlock) === '10.0.5.0/24')
    const moved = new Map(translation.objects.map(({ from, changes }) => [from.replace(/^.*[:/]/, ''), changes]))
    expect(moved.get('quay-ledger')).toEqual([
      { field: 'admits.blocks[0]', before: '10.0.5.0/24', after: [subnet && formatCidr(subnet.block)] },
    ])
    expect(moved.get(seeded.keyId)).toMatchObject([{ field: 'admits.blocks[0]', before: '10.0.5.16/28' }])
    expect(moved.get('offices')).toEqual([])
  })
})
