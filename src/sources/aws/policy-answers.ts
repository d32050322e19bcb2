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

/** Of a bucket or a key: neither answer says whose it is, but every bucket policy names its bucket in its resources. */
function attachedPolicy(answer: Fields, stem: string): readonly Sent[] | null {
  if (typeof answer['Policy'] !== 'string') return null
  const Document = documentOf(answer['Policy'])
  const isOfKey =
    typeof answer['PolicyName'] === 'string' || textsAt(Document, 'Action').some((one) => /^kms:/i.test(one))
  if (isOfKey) {
    const name = /mrk-[0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/i.exec(stem)?.[0] ?? stem
    return [{ Id: `kms-key/${name}`, Name: name, Type: 'KMS key policy', Document }]
  }
  const buckets = new Set(
    textsAt(Document, 'Resource').flatMap((arn) => /^arn:[\w-]+:s3:::[^/*?]+/.exec(arn)?.[0] ?? []),
  )
  const [Id = `s3-bucket/${stem}`] = buckets
  const isOfBucket = buckets.size === 1 || Document === null
  return isOfBucket ? [{ Id, Name: Id.replace(/^.*[:/]/, ''), Type: 'S3 bucket policy', Document }] : null
}

/** A queue or topic without a policy has no such attribute. */
function attributePolicy({ Attributes: attributes }: Fields): readonly Sent[] | null {
  if (!isObject(attributes)) return null
  const { QueueArn, TopicArn, Policy: policy } = attributes
  const Id = QueueArn ?? TopicArn
  if (typeof Id !== 'string') return null
  const Type = QueueArn === undefined ? 'SNS topic policy' : 'SQS queue policy'
  return typeof policy === 'string'
    ? [{ Id, Name: Id.split(':').at(-1) ?? Id, Type, Document: documentOf(policy) }]
    : []
}

const iamType = 'IAM policy'

/** Only the version that is in force, of policies of the account: those of AWS know nothing of its networks. */
function iamPolicies(answer: Fields, stem: string): readonly Sent[] | null {
  const { PolicyVersion: version, Policies: policies } = answer
  if (isObject(version) && 'Document' in version)
    return inForce([version]).map((Document) => ({ Id: `iam-policy/${stem}`, Name: stem, Type: iamType, Document }))
  const detailed = listOf(policies).filter(isObject)
  if (!('UserDetailList' in answer) && !detailed.some((policy) => 'PolicyVersionList' in policy)) return null
  return detailed.flatMap(({ Arn: Id, PolicyName: name, PolicyVersionList: versions }) =>
    typeof Id !== 'string' || /:iam::aws:/.test(Id)
      ? []
      : inForce(listOf(versions)).map((Document) => ({
          Id,
          Name: typeof name === 'string' ? name : Id,
          Type: iamType,
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
