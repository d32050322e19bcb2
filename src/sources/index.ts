/** Every source by its id. Each is loaded when it is asked for: a parser costs nothing until it is used. */
import { InputError } from '../errors.ts'
import type { QuotaSource } from '../model/account-quotas.ts'
import type { CatalogueSource } from '../model/catalogue-reading.ts'
import type { Source } from '../model/source.ts'
import type { SourceId } from '../model/source-id.ts'
import type { TargetId } from '../model/target-id.ts'

export const sources = {
  aws: async () => (await import('./aws/index.ts')).awsSource,
  'aws-describe': async () => (await import('./aws/describe.ts')).awsDescribeSource,
  'aws-discovery': async () => (await import('./aws-discovery/index.ts')).awsDiscoverySource,
  azure: async () => (await import('./azure/index.ts')).azureSource,
  'azure-cli': async () => (await import('./azure/cli.ts')).azureCliSource,
  'azure-migrate': async () => (await import('./azure-migrate/index.ts')).azureMigrateSource,
  connections: async () => (await import('./connections/index.ts')).connectionsSource,
  dependencies: async () => (await import('./dependencies/index.ts')).dependenciesSource,
  'flow-logs': async () => (await import('./flow-logs/index.ts')).flowLogsSource,
  'google-migration-center': async () =>
    (await import('./google-migration-center/index.ts')).googleMigrationCenterSource,
  inventory: async () => (await import('./inventory/index.ts')).inventorySource,
  libvirt: async () => (await import('./libvirt/index.ts')).libvirtSource,
  'metrics-csv': async () => (await import('./metrics-csv/index.ts')).metricsCsvSource,
  openstack: async () => (await import('./openstack/index.ts')).openstackSource,
  prometheus: async () => (await import('./prometheus/index.ts')).prometheusSource,
  rvtools: async () => (await import('./rvtools/index.ts')).rvtoolsSource,
  sadf: async () => (await import('./sadf/index.ts')).sadfSource,
  'terraform-state': async () => (await import('./terraform-state/index.ts')).terraformStateSource,
  'vsphere-json': async () => (await import('./vsphere-json/index.ts')).vsphereJsonSource,
} satisfies Record<SourceId, () => Promise<Source>>

export const loadSource = (id: SourceId): Promise<Source> => sources[id]()

/** Where the catalogue of a target is read again, by the id of the target; not every vendor has something to ask. */
const catalogueSources: Readonly<Record<string, (() => Promise<CatalogueSource>) | undefined>> = {
  aws: async () => (await import('./aws/catalogue/read.ts')).awsCatalogueSource,
  azure: async () => (await import('./azure/catalogue/read.ts')).azureCatalogueSource,
}

/** Throws InputError `cli.usage` when the catalogue of the target cannot be read again. */
export function loadCatalogueSource(id: TargetId): Promise<CatalogueSource> {
  const load = catalogueSources[id]
  if (load) return load()
  throw new InputError('cli.usage', `The catalogue of ${id} cannot be refreshed: nothing is known to ask.`)
}

/** Where the quotas of an account are read, by the id of the target. */
const quotaSources: Readonly<Record<string, (() => Promise<QuotaSource>) | undefined>> = {
  aws: async () => (await import('./aws/quotas/read.ts')).awsQuotaSource,
  azure: async () => (await import('./azure/quotas.ts')).azureQuotaSource,
}

/** Throws InputError `cli.usage` when the quotas of the target cannot be read. */
export function loadQuotaSource(id: TargetId): Promise<QuotaSource> {
  const load = quotaSources[id]
  if (load) return load()
  throw new InputError('cli.usage', `The quotas of ${id} cannot be read: nothing is known to ask.`)
}
