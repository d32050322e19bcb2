/**
 * Policies in answers of the CLI: `s3api get-bucket-policy`, `sqs get-queue-attributes`, `sns get-topic-attributes`, `kms
 * get-key-policy`, `iam get-policy-version` and `iam get-account-authorization-details`. The document is let go as soon as
 * its networks are taken out of it.
 */
import { basename } from 'node:path'
import { z } from 'zod'
import { isObject, listOf, type Fields } from '../json-items.ts'
import { documentOf, networksIn } from './policy-networks.ts'

export const policySchema = z.object({
  Id: z.string().min(1),
  Name: z.string(),
  Type: z.string(),
  Document: z.custom<Fields>(isObject, { error: 'the policy is not JSON' }).transform(networksIn),
})

export const policyTypes = {
  bucket: 'S3 bucket policy',
  identity: 'IAM policy',
  key: 'KMS key policy',
  queue: 'SQS queue policy',
  topic: 'SNS topic policy',
} as const

type Policy = z.input<typeof policySchema>
interface Sent extends Omit<Policy, 'Document'> {
  readonly Document: unknown
}

/** The answer as a list of policies, which may be empty; null when it is another answer. `shown` is its file. */
export function policyAnswer(answer: Fields, shown: string): { readonly NamedPolicies: readonly Sent[] } | null {
  const stem = basename(shown).replace(/\.json$/i, '')
  const policies = attachedPolicy(answer, stem) ?? attributePolicy(answer) ?? iamPolicies(answer, stem)
  return policies && { NamedPolicies: policies }
}

/** Of a bucket or a key: neither answer says whose it is. */
function attachedPolicy({ Policy: policy, PolicyName: name }: Fields, stem: string): readonly Sent[] | null {
  if (typeof policy !== 'string') return null
  const Document = documentOf(policy)
  if (typeof name !== 'string' && !isAbout(Document, /^kms:/i)) return bucketPolicy(Document, stem)
  const key = /mrk-[0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/i.exec(stem)?.[0] ?? stem
  return [{ Id: `kms-key/${key}`, Name: key, Type: policyTypes.key, Document }]
}

/** It names its bucket in its resources, as a rule. One that is damaged may be any. */
function bucketPolicy(Document: unknown, stem: string): readonly Sent[] | null {
  const [bucket, ...others] = arnsAt(Document, /^arn:[\w-]+:s3:::[^/*?]+(?=\/|$)/)
  const isOne = bucket !== undefined || Document === null || isAbout(Document, /^s3:/i)
  if (!isOne || others.length > 0) return null
  const Id = bucket ?? `s3-bucket/${stem}`
  return [{ Id, Name: Id.replace(/^.*[:/]/, ''), Type: policyTypes.bucket, Document }]
}

/** A queue or topic without a policy has no such attribute; one whose ARN was not asked for is in its own policy. */
function attributePolicy({ Attributes: attributes }: Fields): readonly Sent[] | null {
  if (!isObject(attributes)) return null
  const { QueueArn, TopicArn, Policy: policy } = attributes
  const Document = documentOf(policy)
  const own = arnsAt(Document, /^arn:[\w-]+:(sqs|sns):[\w-]+:\d+:[^*?]+$/)
  const Id = QueueArn ?? TopicArn ?? (own.length === 1 ? own[0] : undefined)
  if (typeof Id !== 'string') return null
  const Type = Id.split(':')[2] === 'sns' ? policyTypes.topic : policyTypes.queue
  return typeof policy === 'string' && policy !== '' ? [{ Id, Name: Id.split(':').at(-1) ?? Id, Type, Document }] : []
}

/** Only the version that is in force, of policies of the account: those of AWS know nothing of its networks. */
function iamPolicies(answer: Fields, stem: string): readonly Sent[] | null {
  const { PolicyVersion: version, Policies: policies } = answer
  if (isObject(version) && 'Document' in version)
    return inForce([version]).map((Document) => ({
      Id: `iam-policy/${stem}`,
      Name: stem,
      Type: policyTypes.identity,
      Document,
    }))
  const detailed = listOf(policies).filter(isObject)
  if (!('UserDetailList' in answer) && !detailed.some((policy) => 'PolicyVersionList' in policy)) return null
  return detailed.flatMap(({ Arn: Id, PolicyName: name, PolicyVersionList: versions }) =>
    typeof Id !== 'string' || /:iam::aws:/.test(Id)
      ? []
      : inForce(listOf(versions)).map((Document) => ({
          Id,
          Name: typeof name === 'string' ? name : Id,
          Type: policyTypes.identity,
          Document,
        })),
  )
}

const inForce = (versions: readonly unknown[]): readonly unknown[] =>
  versions
    .filter(isObject)
    .filter((version) => version['IsDefaultVersion'] !== false)
    .map((version) => documentOf(version['Document']))

/** The texts of one element of all statements, each of which may have one or several. */
const textsAt = (document: unknown, element: 'Action' | 'Resource'): readonly string[] =>
  (isObject(document) ? [document['Statement']].flat() : [])
    .flatMap((statement) => (isObject(statement) ? [statement[element]].flat() : []))
    .filter((text) => typeof text === 'string')

/** What the pattern finds in the resources, each once. */
const arnsAt = (document: unknown, pattern: RegExp): readonly string[] => [
  ...new Set(textsAt(document, 'Resource').flatMap((arn) => pattern.exec(arn)?.[0] ?? [])),
]

/** Is any action of this service? */
const isAbout = (document: unknown, service: RegExp): boolean =>
  textsAt(document, 'Action').some((action) => service.test(action))
