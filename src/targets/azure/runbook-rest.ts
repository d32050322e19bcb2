/** Calls of Site Recovery as commands: `az rest` signs in as whoever runs it, in the subscription that is chosen. */
import { aCommand, type RunbookCommand } from '../../model/runbook.ts'
import type { Plan } from '../../model/plan.ts'
import type { PlacedVm } from '../placed-vms.ts'
import type { RecoveryPlan } from './terraform-replication.ts'
import { siteName } from './text.ts'

export interface Vault {
  /** Prefix of names of the site, and the name of its vault. */
  readonly name: string
  readonly location: string
}

export interface SiteRecovery extends Vault {
  readonly plans: readonly (RecoveryPlan & { readonly vms: readonly PlacedVm[] })[]
}

export const vaultOf = ({ site, target }: Plan): Vault => ({ name: siteName(site.id), location: target.region })

/** Azure Site Recovery REST API, of which azure-mgmt-recoveryservicessiterecovery 2.0.0 has the shapes too. */
const API_VERSION = '2025-08-01'

/** Names are those of templates/terraform/azure: foundation and modules/protection. `az rest` fills in the subscription. */
const address = ({ name }: Vault, path: string): string =>
  [
    'https://management.azure.com/subscriptions/{subscriptionId}',
    `resourceGroups/${name}-foundation/providers/Microsoft.RecoveryServices/vaults/${name}`,
    `${path}?api-version=${API_VERSION}`,
  ].join('/')

export type PlanOperation = 'unplannedFailover' | 'testFailover' | 'testFailoverCleanup' | 'failoverCommit'

export const planName = ({ name }: Vault, { key }: Pick<RecoveryPlan, 'key'>): string => `${name}-${key}`

const rest = (method: 'get' | 'post', url: string, ...options: readonly string[]): readonly string[] => [
  'az',
  'rest',
  '--method',
  method,
  '--url',
  url,
  ...options,
]

/** `body` is a file in the folder of the runbooks; null = the operation takes none. */
export function callPlan(
  vault: Vault,
  plan: Pick<RecoveryPlan, 'key'>,
  { operation, body }: { readonly operation: PlanOperation; readonly body: string | null },
): RunbookCommand {
  const url = address(vault, `replicationRecoveryPlans/${planName(vault, plan)}/${operation}`)
  const options = body === null ? [] : ['--body', `@runbooks/${body}`]
  return aCommand(rest('post', url, ...options), { call: `siteRecovery:${operation}` })
}

export function showPlan(vault: Vault, plan: Pick<RecoveryPlan, 'key'>): RunbookCommand {
  const url = address(vault, `replicationRecoveryPlans/${planName(vault, plan)}`)
  const query = 'properties.{now: currentScenarioStatus, allowed: allowedOperations, groups: groups}'
  return aCommand(rest('get', url, '--query', query))
}

export const jobs = (vault: Vault, query: string): RunbookCommand =>
  aCommand(rest('get', address(vault, 'replicationJobs'), '--query', query))
