/** Policies that go by networks, asked of AWS itself. All names and addresses are invented. */
import { readFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import { formatCidr } from '../../../src/model/cidr.ts'
import { objectsOf } from '../../../src/model/network-objects.ts'
import type { SiteReading } from '../../../src/model/source.ts'
import { actions, policiesPolicy } from '../../../src/sources/aws/actions.ts'
import { policyActions } from '../../../src/sources/aws/policy-actions.ts'
import { readSite } from '../../../src/sources/aws/read-site.ts'
import { bucketOf, iamError, jsonError, policyAnswers, s3Error, secret } from '../../support/aws-policies.ts'
import { anAwsRequest, withCredentials } from '../../support/aws-request.ts'
import { startAwsServer, type Answer, type Asked, type AwsServer } from '../../support/aws-server.ts'
import { smallAws } from '../../support/small-aws.ts'

test('the policy in the documentation is this one, all of it reading, and nothing of it is in the usual policy', () => {
  const file = new URL('../../../docs/aws-iam-policy-policies.json', import.meta.url)

  expect(readFileSync(file, 'utf8')).toBe(`${JSON.stringify(policiesPolicy, null, 2)}\n`)
  expect(policiesPolicy.Statement[0]?.Action).toEqual(Object.values(policyActions).toSorted())
  for (const [call, action] of Object.entries(policyActions)) {
    expect(action).toMatch(/^(iam|kms|s3|sqs):(Describe|Get|List)[A-Za-z]+$/)
    expect(action.split(':')[1]).toBe(call === 'ListBuckets' ? 'ListAllMyBuckets' : call)
    expect(Object.values(actions)).not.toContain(action)
  }
})

beforeEach(withCredentials)
afterEach(() => vi.unstubAllEnvs())

type Fault = (asked: Asked) => Answer | null | Promise<Answer | null>

async function aServer(fault: Fault = () => null): Promise<AwsServer> {
  const server = await startAwsServer(async (asked) => (await fault(asked)) ?? policyAnswers(asked) ?? smallAws(asked))
  onTestFinished(() => server.close())
  return server
}

const read = ({ endpoint }: AwsServer, regions = ['eu-west-1']): Promise<SiteReading> =>
  readSite(anAwsRequest({ endpoint, regions, policies: true }))

const everyone: readonly (readonly [id: string, type: string, named: string])[] = [
  ['arn:aws:iam::111122223333:policy/offices', 'IAM policy', '198.51.100.0/24'],
  ['arn:aws:iam::111122223333:policy/partners', 'IAM policy', '2001:db8::/32'],
  ['arn:aws:kms:eu-west-1:111122223333:key/key-1', 'KMS key policy', 'vpc-1'],
  ['arn:aws:kms:eu-west-1:111122223333:key/key-2', 'KMS key policy', 'vpc-2'],
  ['arn:aws:s3:::quay-far', 'S3 bucket policy', '192.0.2.9/32'],
  ['arn:aws:s3:::quay-ledger', 'S3 bucket policy', '10.0.5.0/24'],
  ['arn:aws:sqs:eu-west-1:111122223333:orders', 'SQS queue policy', 'vpce-1'],
]
const without = (pattern: RegExp) => everyone.filter(([id]) => !pattern.test(id))

const policiesOf = ({ network }: SiteReading) =>
  objectsOf(network.objects, 'service').map(({ id, type, admits }) => [
    id,
    type,
    [...(admits?.blocks ?? []).map(formatCidr), ...(admits?.vpcIds ?? []), ...(admits?.endpointIds ?? [])].join(),
  ])
const problemsOf = ({ findings }: SiteReading) =>
  findings.filter(({ code }) => /^(source\.partial|site\.row-unreadable|site\.value-invalid)$/.test(code))
const count = ({ asked }: AwsServer, operation: string): number =>
  asked.filter((one) => one.operation === operation).length

const noInstances: Answer = {
  body: '<DescribeInstancesResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><reservationSet/></DescribeInstancesResponse>',
}

describe('policies of an account', () => {
  test('are not asked for unless the settings say so', async () => {
    const server = await aServer()

    const reading = await readSite(anAwsRequest({ endpoint: server.endpoint }))

    expect(policiesOf(reading)).toEqual([])
    expect(server.asked.filter(({ operation }) => operation in policyActions)).toEqual([])
  })

  test('are read from all pages, but for those of AWS and of keys that end, and nothing else of them is kept', async () => {
    const server = await aServer()

    const reading = await read(server)

    expect(policiesOf(reading)).toEqual(everyone)
    expect(problemsOf(reading)).toEqual([])
    expect(new Set(server.asked.map(({ operation }) => operation).filter((name) => name in policyActions))).toEqual(
      new Set(Object.keys(policyActions)),
    )
    expect(count(server, 'GetKeyPolicy')).toBe(2)
    const text = JSON.stringify(reading, (_, each: unknown) => (typeof each === 'bigint' ? String(each) : each))
    expect(text).not.toContain(secret)
  })

  test('of buckets are asked for where each bucket is', async () => {
    const server = await aServer()

    await read(server)

    const asked = server.asked.filter(({ operation }) => operation === 'GetBucketPolicy')
    expect(new Map(asked.map((one) => [bucketOf(one), one.region]))).toEqual(
      new Map([
        ['quay-ledger', 'eu-west-1'],
        ['quay-far', 'us-east-1'],
        ['quay-plain', 'eu-west-1'],
      ]),
    )
  })

  test('of buckets and of IAM are read once, of queues and keys in each region', async () => {
    const server = await aServer(({ operation, region }) =>
      operation === 'DescribeInstances' && region === 'eu-west-2' ? noInstances : null,
    )

    const reading = await read(server, ['eu-west-1', 'eu-west-2'])

    expect(policiesOf(reading).map(([id]) => id)).toEqual(
      [...everyone.map(([id]) => id), 'arn:aws:sqs:eu-west-2:111122223333:orders'].toSorted(),
    )
    expect(['ListBuckets', 'ListPolicies', 'ListQueues', 'ListKeys'].map((one) => count(server, one))).toEqual([
      2, 2, 4, 4,
    ])
  })

  test('come in the same order whatever the order of the answers', async () => {
    const late = await aServer(async ({ operation, earlier }) => {
      if (operation in policyActions && earlier === 0) await new Promise((resolve) => setTimeout(resolve, 60))
      return null
    })

    const [first, second] = [await read(late), await read(await aServer())]

    expect(first.network.objects).toEqual(second.network.objects)
    expect(first.findings).toEqual(second.findings)
  })
})

describe('what goes wrong with policies', () => {
  test('one that may not be read is named, and the others are read', async () => {
    const server = await aServer((asked) => {
      if (asked.operation === 'GetBucketPolicy' && bucketOf(asked) === 'quay-ledger')
        return s3Error(403, 'AccessDenied')
      if (asked.operation === 'DescribeKey' && asked.body.includes('key-1')) return jsonError('AccessDeniedException')
      return null
    })

    const reading = await read(server)

    expect(policiesOf(reading)).toEqual(without(/ledger|key-1/))
    expect(problemsOf(reading).map(({ code, message, suggestion }) => [code, message, suggestion])).toEqual([
      [
        'source.partial',
        'Not read, or only in part: kms:DescribeKey, kms:GetKeyPolicy of "key-1". AccessDeniedException: no',
        'Allow kms:DescribeKey, kms:GetKeyPolicy to the role or user.',
      ],
      [
        'source.partial',
        'Not read, or only in part: s3:GetBucketPolicy of "quay-ledger". AccessDenied: no',
        'Allow s3:GetBucketPolicy to the role or user.',
      ],
    ])
  })

  test.each([
    ['ListBuckets', s3Error(403, 'AccessDenied'), 's3:ListAllMyBuckets'],
    ['ListQueues', jsonError('AccessDeniedException'), 'sqs:ListQueues'],
    ['ListKeys', jsonError('AccessDeniedException'), 'kms:ListKeys'],
    ['ListPolicies', iamError(403, 'AccessDenied'), 'iam:ListPolicies'],
  ])('a refused %s costs nothing of the other services', async (operation, answer, action) => {
    const lost = new RegExp(`:${action.replace(/:.*/, ':')}`)

    const reading = await read(await aServer((asked) => (asked.operation === operation ? answer : null)))

    expect(reading.vms).toHaveLength(3)
    expect(policiesOf(reading)).toEqual(without(lost))
    expect(problemsOf(reading)).toMatchObject([
      { code: 'source.partial', suggestion: `Allow ${action} to the role or user.` },
    ])
  })

  test('a bucket of an unknown or impossible region is named', async () => {
    const bucket = (name: string, region: string) => `<Bucket><Name>${name}</Name>${region}</Bucket>`
    const listed: Answer = {
      body: `<ListAllMyBucketsResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Buckets>${[
        bucket('quay-elsewhere', ''),
        bucket('quay-nowhere', '<BucketRegion>a.example/#</BucketRegion>'),
        bucket('quay-ledger', '<BucketRegion>eu-west-1</BucketRegion>'),
      ].join('')}</Buckets></ListAllMyBucketsResult>`,
    }

    const reading = await read(
      await aServer((asked) => {
        if (asked.operation === 'ListBuckets') return listed
        return bucketOf(asked) === 'quay-elsewhere' ? s3Error(301, 'PermanentRedirect') : null
      }),
    )

    expect(policiesOf(reading)).toEqual(without(/quay-far/))
    expect(problemsOf(reading).map(({ subject, message }) => [subject, message.slice(0, 78)])).toEqual([
      ['aws/eu-west-1: refused', 'Not read, or only in part: s3:GetBucketPolicy of "quay-elsewhere". PermanentRe'],
      ['aws/eu-west-1: unreachable', 'Not read, or only in part: s3:GetBucketPolicy of "quay-nowhere". Error: Region'],
    ])
  })

  test('a second page that is refused costs nothing of the first', async () => {
    const reading = await read(
      await aServer(({ operation, body }) =>
        operation === 'ListKeys' && body.includes('Marker') ? jsonError('AccessDeniedException') : null,
      ),
    )

    expect(policiesOf(reading)).toEqual(without(/key-2/))
    expect(problemsOf(reading)).toMatchObject([{ code: 'source.partial' }])
  })

  test('throttling passes', async () => {
    const throttled: Readonly<Record<string, Answer>> = {
      GetBucketPolicy: s3Error(503, 'SlowDown'),
      GetKeyPolicy: jsonError('ThrottlingException'),
    }
    const server = await aServer(({ operation, earlier }) => (earlier === 0 ? (throttled[operation] ?? null) : null))

    const reading = await read(server)

    expect(policiesOf(reading)).toEqual(everyone)
    expect(problemsOf(reading)).toEqual([])
  })

  test('throttling without end is a finding', async () => {
    vi.stubEnv('AWS_MAX_ATTEMPTS', '2')
    const server = await aServer(({ operation }) =>
      operation === 'ListKeys' ? jsonError('ThrottlingException') : null,
    )

    const reading = await read(server)

    expect(policiesOf(reading)).toEqual(without(/:kms:/))
    expect(problemsOf(reading)).toMatchObject([{ subject: 'aws/eu-west-1: throttled' }])
  })

  test('what is deleted while it is being read is not missed', async () => {
    const gone: Readonly<Record<string, Answer>> = {
      GetBucketPolicy: s3Error(404, 'NoSuchBucket'),
      GetQueueAttributes: jsonError('com.amazonaws.sqs#QueueDoesNotExist'),
      DescribeKey: jsonError('NotFoundException'),
      GetPolicyVersion: iamError(404, 'NoSuchEntity'),
    }

    const reading = await read(await aServer(({ operation }) => gone[operation] ?? null))

    expect(policiesOf(reading)).toEqual([])
    expect(problemsOf(reading)).toEqual([])
  })

  test('a damaged policy is a finding that shows nothing of it, and costs no other', async () => {
    const damaged = `{"Statement":[{"Sid":"${secret}"`
    const iam = `<GetPolicyVersionResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><GetPolicyVersionResult><PolicyVersion><Document>%7B%E0%A4%A</Document></PolicyVersion></GetPolicyVersionResult></GetPolicyVersionResponse>`
    const type = 'application/json'

    const reading = await read(
      await aServer((asked) => {
        if (asked.operation === 'GetBucketPolicy' && bucketOf(asked) === 'quay-ledger') return { type, body: damaged }
        if (asked.operation === 'GetBucketPolicy' && bucketOf(asked) === 'quay-plain') return { type, body: '' }
        if (asked.operation === 'GetKeyPolicy' && asked.body.includes('key-1'))
          return { type, body: JSON.stringify({ Policy: `"${secret}"` }) }
        if (asked.operation === 'GetPolicyVersion' && asked.body.includes('offices')) return { body: iam }
        return null
      }),
    )

    expect(policiesOf(reading)).toEqual(without(/ledger|key-1|offices/))
    expect(problemsOf(reading).map(({ code, place }) => [code, place])).toEqual([
      ['site.row-unreadable', 'aws/eu-west-1/GetBucketPolicy quay-ledger#NamedPolicies[0]'],
      ['site.row-unreadable', 'aws/eu-west-1/GetBucketPolicy quay-plain#NamedPolicies[0]'],
      ['site.row-unreadable', 'aws/eu-west-1/GetKeyPolicy key-1#NamedPolicies[0]'],
      ['site.row-unreadable', 'aws/eu-west-1/GetPolicyVersion offices#NamedPolicies[0]'],
    ])
    expect(JSON.stringify(reading.findings)).not.toContain(secret)
  })

  test('a list of buckets that a proxy cut short is asked for again, not taken for the whole', async () => {
    const server = await aServer((asked) =>
      asked.operation === 'ListBuckets' && asked.earlier === 0 ? { ...policyAnswers(asked)!, cut: 'short' } : null,
    )

    const reading = await read(server)

    expect(policiesOf(reading)).toEqual(everyone)
    expect(count(server, 'ListBuckets')).toBe(3)
  })

  test('credentials that end in the middle stop, and nothing more is asked', async () => {
    const server = await aServer(({ operation }) =>
      operation === 'GetBucketPolicy' ? s3Error(400, 'ExpiredToken') : null,
    )

    await expect(read(server)).rejects.toMatchObject({ code: 'source.unauthorised' })

    expect(count(server, 'ListBuckets')).toBe(1)
  })

  test('no signed question goes where the URL of a queue says', async () => {
    const stranger = await aServer()
    const server = await aServer(({ operation }) =>
      operation === 'ListQueues'
        ? { type: 'application/x-amz-json-1.0', body: JSON.stringify({ QueueUrls: [`${stranger.endpoint}/1/orders`] }) }
        : null,
    )

    const reading = await read(server)

    expect(policiesOf(reading)).toEqual(everyone)
    expect(stranger.asked).toEqual([])
  })
})
