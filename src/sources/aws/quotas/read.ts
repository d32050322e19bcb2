/** What the account at the recovery site may have, and has: Service Quotas, and a count of what is there. */
import type { AccountQuota, QuotaReading, QuotaRequest, QuotaSource } from '../../../model/account-quotas.ts'
import { InputError } from '../../../errors.ts'
import { awsSettingsSchema, type AwsSettings } from '../../../model/live-settings.ts'
import { nearest } from '../../../model/nearest.ts'
import { createReport, type Report } from '../../report.ts'
import { createCollection, dumpOf } from '../answers.ts'
import { ask, askAll, reportFaults, typesInUse, type Asking, type FailedRead } from '../ask.ts'
import { openClient, type AwsPlace } from '../clients.ts'
import { amountReads, instancesRead, instanceTypesRead } from '../ec2-reads.ts'
import { sourceErrorOf } from '../faults.ts'
import { readApplied } from './applied.ts'
import { services } from './codes.ts'
import { usedOf } from './in-use.ts'

export const awsQuotaSource: QuotaSource = { readQuotas }

async function readQuotas(request: QuotaRequest): Promise<QuotaReading> {
  const { report, findings } = createReport()
  const asking = askingOf(request, report)
  const { applied, failures: ofQuotas } = await readApplied(asking, services)
  const [first] = ofQuotas
  if (applied.length === 0 && first)
    throw sourceErrorOf(first.fault, asking.settings, {
      where: `the quotas of ${request.region}`,
      calls: ['ListServiceQuotas'],
    })
  const failures = await readAmounts(asking)
  reportFaults([...ofQuotas, ...failures], asking)
  const answers = dumpOf(asking.collection)
  const quotas = applied.map((quota): AccountQuota => {
    const { id, most, service, code } = quota
    const used = usedOf(quota, { answers, failures, ownSite: request.ownSite })
    return { id, most, used, source: `Service Quotas ${service}/${code}` }
  })
  const account = applied.find((one) => one.account !== null)?.account ?? asking.place.account
  return { account: account ?? 'of the credentials', quotas, findings: findings() }
}

function askingOf({ live, region, account }: QuotaRequest, report: Report): Asking {
  const settings = live?.kind === 'aws' ? live : awsSettingsSchema.parse({ kind: 'aws', regions: [region] })
  return { settings, place: { ...accountOf(account, settings), region }, collection: createCollection('aws', report) }
}

/** A role need not be among the settings: the recovery site may be in an account that no source reads. */
function accountOf(account: string | null, { accounts }: AwsSettings): Pick<AwsPlace, 'account' | 'roles'> {
  if (account !== null && /^arn:[^:]*:iam::\d{12}:role\/./.test(account)) return { account, roles: [account] }
  const own = account === null ? accounts : accounts.filter(({ name }) => name === account)
  const isClear = own.length === 1 || (own.length === 0 && account === null)
  if (!isClear) {
    const names = accounts.map(({ name }) => name)
    throw unclear(account, names)
  }
  const [{ name, roles } = { name: null, roles: [] }] = own
  return { account: name, roles }
}

function unclear(account: string | null, names: readonly string[]): InputError {
  if (account === null)
    return new InputError('cli.usage', 'The sources name several accounts: which one is that of the recovery site?', {
      suggestions: [`--account ${names.join(' | ')} | ARN of a role`],
    })
  const near = nearest(account, names)
  return new InputError('cli.usage', `No account of the sources is named ${account}.`, {
    suggestions: [near ? `Did you mean ${near}?` : 'Give the ARN of a role in the account of the recovery site.'],
  })
}

/** What could not be counted; the quotas themselves are read by then. */
async function readAmounts(asking: Asking): Promise<readonly FailedRead[]> {
  const sdk = await import('@aws-sdk/client-ec2')
  const client = await openClient('ec2', asking.settings, asking.place)
  const first = await ask(instancesRead(sdk, client), asking)
  const reads = [instanceTypesRead(sdk, client, typesInUse(asking.collection)), ...amountReads(sdk, client)]
  return [...(first ? [first] : []), ...(await askAll(reads, asking))]
}
