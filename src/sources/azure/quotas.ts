/** What a subscription may have in one region, and has: the usages of compute and of the network. */
import { z } from 'zod'
import { InputError, SourceError } from '../../errors.ts'
import type { AccountQuota, QuotaReading, QuotaRequest, QuotaSource } from '../../model/account-quotas.ts'
import { azureSettingsSchema, type AzureSettings } from '../../model/live-settings.ts'
import { createReport } from '../report.ts'
import type { CallName } from './actions.ts'
import { openClients, openCredential } from './clients.ts'
import { faultOf, mend, sourceErrorOf } from './faults.ts'
import { damaged } from './whole-answers.ts'

export const azureQuotaSource: QuotaSource = { readQuotas }

/** Compute and Network APIs, Usage; where something has no end its limit is negative. */
const usageSchema = z.object({
  name: z.object({ value: z.string().min(1) }),
  currentValue: z.number().nonnegative(),
  limit: z.number(),
})

async function readQuotas(request: QuotaRequest): Promise<QuotaReading> {
  const { report, findings } = createReport()
  const settings = settingsOf(request)
  const [account = ''] = settings.subscriptions
  const login = { settings, credential: await openCredential(settings) }
  const { compute, network } = await openClients(login, account)
  const parts = [
    { call: 'Usage_List', source: 'Microsoft.Compute usages', list: () => compute.usage.list(request.region) },
    { call: 'Usages_List', source: 'Microsoft.Network usages', list: () => network.usages.list(request.region) },
  ] as const
  const quotas: AccountQuota[] = []
  const failures: SourceError[] = []
  for (const { call, source, list } of parts) {
    const read = await readUsages(list, source).catch((error: unknown) => failureOf(error, settings, call))
    if (!(read instanceof SourceError)) quotas.push(...read)
    else {
      failures.push(read)
      report('source.partial', {
        subject: `${source} of ${request.region}`,
        message: `These quotas were not read. ${read.message}`,
        suggestion: read.suggestions[0] ?? 'Run it again later.',
      })
    }
  }
  const [failure] = failures
  if (failure && quotas.length === 0) throw failure
  return { account, quotas, findings: findings() }
}

/** Throws InputError `cli.usage` when it is not clear which subscription is meant. */
function settingsOf({ live, account }: QuotaRequest): AzureSettings {
  const own = live?.kind === 'azure' ? live : null
  const subscriptions = account === null ? namedIn(own) : [account]
  if (subscriptions.length !== 1) throw whichOne(subscriptions)
  return own ? { ...own, subscriptions } : azureSettingsSchema.parse({ kind: 'azure', subscriptions })
}

function namedIn(own: AzureSettings | null): readonly string[] {
  const fromEnvironment = process.env['AZURE_SUBSCRIPTION_ID']
  return [...new Set(own?.subscriptions ?? (fromEnvironment ? [fromEnvironment] : []))]
}

const whichOne = (subscriptions: readonly string[]): InputError =>
  subscriptions.length === 0
    ? new InputError('cli.usage', 'No subscription is named whose quotas could be read.', {
        suggestions: ['--account ID, or set AZURE_SUBSCRIPTION_ID'],
      })
    : new InputError('cli.usage', 'The sources name several subscriptions: which one is that of the recovery site?', {
        suggestions: [`--account ${subscriptions.join(' | ')}`],
      })

async function readUsages(list: () => AsyncIterable<unknown>, source: string): Promise<readonly AccountQuota[]> {
  const quotas: AccountQuota[] = []
  for await (const sent of list()) {
    const parsed = usageSchema.safeParse(sent)
    if (!parsed.success) continue
    const { name, currentValue, limit } = parsed.data
    quotas.push({ id: name.value, most: limit < 0 ? null : limit, used: currentValue, source })
  }
  return quotas
}

/** The SDK stumbles over entries that have not the shape of their kind. */
function failureOf(error: unknown, settings: AzureSettings, call: CallName): SourceError {
  const fault = faultOf(error instanceof TypeError ? damaged(error) : error)
  const { code, message } = sourceErrorOf(fault, settings, 'quotas')
  return new SourceError(code, message, { suggestions: [mend(fault, settings, [call])], cause: error })
}
