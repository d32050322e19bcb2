/** What a source needs to know to ask a live system. Credentials are never among it: they come from the vendor's own chain. */
import { z } from 'zod'
import type { Immutable } from './immutable.ts'

const historyDays = z.int().min(1).max(455)

export const awsSettingsSchema = z.strictObject({
  kind: z.literal('aws'),
  regions: z.array(z.string().min(1)).min(1),
  /** Roles to assume, in order, to reach each account; none = the account of the credentials at hand. */
  accounts: z.array(z.strictObject({ name: z.string().min(1), roles: z.array(z.string().min(1)) })).default([]),
  /** A profile of the shared configuration files; none = the SDK's default chain. */
  profile: z.string().min(1).optional(),
  /** Another endpoint for every service, such as an emulator. */
  endpoint: z.url().optional(),
  historyDays: historyDays.default(35),
  /** Look through the user data of instances and launch templates for addresses; its text is never kept. */
  userData: z.boolean().optional(),
  /** Read the policies of buckets, queues, keys and IAM for the networks that they name; nothing else of them is kept. */
  policies: z.boolean().optional(),
})
export type AwsSettings = Immutable<z.infer<typeof awsSettingsSchema>>

/** Azure Monitor keeps platform metrics for 93 days (Microsoft Learn, "Azure Monitor Metrics overview"). */
const azureHistoryDays = z.int().min(1).max(93)

export const azureSettingsSchema = z.strictObject({
  kind: z.literal('azure'),
  /** Ids of subscriptions. */
  subscriptions: z.array(z.string().min(1)).min(1),
  /** Locations such as westeurope; none = all. */
  regions: z.array(z.string().min(1)).default([]),
  /** VMs, and what else stands in the network, of these resource groups only; none = all. */
  resourceGroups: z.array(z.string().min(1)).default([]),
  /** The directory to log in to; none = that of the credentials. */
  tenant: z.string().min(1).optional(),
  /** Another Azure Resource Manager, such as that of another cloud; its authority is AZURE_AUTHORITY_HOST. */
  endpoint: z.url().optional(),
  /** Another endpoint for metrics of all regions; none = https://REGION.metrics.monitor.azure.com. */
  metricsEndpoint: z.url().optional(),
  historyDays: azureHistoryDays.default(35),
})
export type AzureSettings = Immutable<z.infer<typeof azureSettingsSchema>>

export const exporterPresets = ['node_exporter', 'windows_exporter', 'vmware_exporter', 'dcgm-exporter'] as const

export const prometheusSettingsSchema = z.strictObject({
  kind: z.literal('prometheus'),
  /** The base of the HTTP API, such as http://prometheus:9090; user names and passwords in it are refused. */
  url: z.url(),
  presets: z.array(z.enum(exporterPresets)).default(['node_exporter', 'windows_exporter']),
  /** Own PromQL, by metric; each must give one series a VM. */
  queries: z
    .array(z.strictObject({ metric: z.string(), unit: z.string().optional(), query: z.string().min(1) }))
    .default([]),
  /** Labels that name the VM, in order of preference. */
  identity: z.array(z.string().min(1)).default(['vm', 'instance', 'nodename', 'hostname']),
  historyDays: historyDays.default(35),
  stepSeconds: z.int().min(15).max(3600).default(300),
  /** Names of environment variables that hold a token, or a user name and a password. */
  bearerTokenVariable: z.string().min(1).optional(),
  basicAuthVariables: z.strictObject({ user: z.string().min(1), password: z.string().min(1) }).optional(),
})
export type PrometheusSettings = Immutable<z.infer<typeof prometheusSettingsSchema>>

/** One for each live source; the id is in `kind`. */
export const liveSettingsSchemas = [awsSettingsSchema, azureSettingsSchema, prometheusSettingsSchema] as const
export type LiveSettings = AwsSettings | AzureSettings | PrometheusSettings

/** What tells one live system from another of its kind; how it is asked may change. */
export function placeOf(live: LiveSettings): object {
  if (live.kind === 'prometheus') return { url: live.url }
  if (live.kind === 'azure') return { endpoint: live.endpoint, tenant: live.tenant, subscriptions: live.subscriptions }
  const { endpoint, profile, accounts } = live
  return { endpoint, profile, accounts }
}
