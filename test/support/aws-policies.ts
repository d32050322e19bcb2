/** An account with policies that go by networks, in answers of the shapes that S3, SQS, KMS and IAM send; lists have two pages. */
import type { Answer, Asked } from './aws-server.ts'

export const secret = 'must-not-be-seen'

/** With a principal, an action and a statement id that nobody has any business to keep. */
const aPolicy = (operator: string, compared: object): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Sid: secret,
        Effect: 'Deny',
        Principal: { AWS: secret },
        Action: `x:${secret}`,
        Condition: { [operator]: compared },
      },
    ],
  })

const json = (content: object): Answer => ({ type: 'application/x-amz-json-1.1', body: JSON.stringify(content) })

export const jsonError = (name: string, status = 400): Answer => ({
  status,
  type: 'application/x-amz-json-1.1',
  body: JSON.stringify({ __type: name, message: 'no' }),
})

export const s3Error = (status: number, code: string): Answer => ({
  status,
  body: `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>no</Message><RequestId>0000</RequestId></Error>`,
})

export const iamError = (status: number, code: string): Answer => ({
  status,
  body: `<ErrorResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><Error><Type>Sender</Type><Code>${code}</Code><Message>no</Message></Error><RequestId>0000</RequestId></ErrorResponse>`,
})

const iam = (operation: string, inner: string): Answer => ({
  body: `<${operation}Response xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><${operation}Result>${inner}</${operation}Result></${operation}Response>`,
})

const account = '111122223333'
const bucket = (name: string, region: string): string =>
  `<Bucket><Name>${name}</Name><BucketRegion>${region}</BucketRegion></Bucket>`
const identity = (name: string): string =>
  `<member><PolicyName>${name}</PolicyName><Arn>arn:aws:iam::${account}:policy/${name}</Arn><DefaultVersionId>v2</DefaultVersionId></member>`

/** The name of the bucket that is asked about. */
export const bucketOf = ({ path }: Asked): string => /^\/([^/?]+)/.exec(path)?.[1] ?? ''

const contents: Readonly<Record<string, (asked: Asked) => Answer>> = {
  ListBuckets: ({ path }) => ({
    body: `<ListAllMyBucketsResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Buckets>${
      path.includes('continuation-token')
        ? bucket('quay-plain', 'eu-west-1')
        : bucket('quay-ledger', 'eu-west-1') + bucket('quay-far', 'us-east-1')
    }</Buckets>${path.includes('continuation-token') ? '' : '<ContinuationToken>page-2</ContinuationToken>'}</ListAllMyBucketsResult>`,
  }),
  GetBucketPolicy: (asked) =>
    bucketOf(asked) === 'quay-plain'
      ? s3Error(404, 'NoSuchBucketPolicy')
      : {
          type: 'application/json',
          body: aPolicy('NotIpAddress', {
            'aws:SourceIp': bucketOf(asked) === 'quay-far' ? '192.0.2.9' : '10.0.5.0/24',
          }),
        },
  ListQueues: ({ body, region }) => {
    const queue = (name: string) => `https://sqs.${region}.amazonaws.com/${account}/${name}`
    return body.includes('NextToken')
      ? json({ QueueUrls: [queue('plain')] })
      : json({ QueueUrls: [queue('orders')], NextToken: 'page-2' })
  },
  GetQueueAttributes: ({ body, region }) =>
    body.includes('/plain')
      ? json({ Attributes: { QueueArn: `arn:aws:sqs:${region}:${account}:plain` } })
      : json({
          Attributes: {
            QueueArn: `arn:aws:sqs:${region}:${account}:orders`,
            Policy: aPolicy('StringNotEquals', { 'aws:SourceVpce': 'vpce-1' }),
          },
        }),
  ListKeys: ({ body }) => {
    const key = (id: string) => ({ KeyId: id, KeyArn: `arn:aws:kms:eu-west-1:${account}:key/${id}` })
    return body.includes('Marker')
      ? json({ Keys: [key('key-2'), key('key-ended')], Truncated: false })
      : json({ Keys: [key('key-1'), key('key-of-aws')], Truncated: true, NextMarker: 'page-2' })
  },
  DescribeKey: ({ body }) =>
    json({
      KeyMetadata: {
        KeyId: 'key',
        KeyManager: body.includes('key-of-aws') ? 'AWS' : 'CUSTOMER',
        KeyState: body.includes('key-ended') ? 'PendingDeletion' : 'Enabled',
      },
    }),
  GetKeyPolicy: ({ body }) =>
    json({ Policy: aPolicy('StringNotEquals', { 'aws:SourceVpc': body.includes('key-2') ? 'vpc-2' : 'vpc-1' }) }),
  ListPolicies: ({ body }) =>
    iam(
      'ListPolicies',
      body.includes('Marker=')
        ? `<IsTruncated>false</IsTruncated><Policies>${identity('partners')}</Policies>`
        : `<IsTruncated>true</IsTruncated><Marker>page-2</Marker><Policies>${identity('offices')}</Policies>`,
    ),
  GetPolicyVersion: ({ body }) => {
    const address = body.includes('offices') ? '198.51.100.0/24' : '2001:db8::/32'
    const document = encodeURIComponent(aPolicy('NotIpAddress', { 'aws:SourceIp': address }))
    return iam(
      'GetPolicyVersion',
      `<PolicyVersion><Document>${document}</Document><VersionId>v2</VersionId><IsDefaultVersion>true</IsDefaultVersion></PolicyVersion>`,
    )
  },
}

/** Null for what is no question about policies. */
export const policyAnswers = (asked: Asked): Answer | null => contents[asked.operation]?.(asked) ?? null
