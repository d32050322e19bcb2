/** The front ends drplan can read a site from. */

/** They read files, and are read again when a file changes. */
export const fileSourceIds = [
  'aws-describe',
  'aws-discovery',
  'azure-cli',
  'azure-migrate',
  'connections',
  'dependencies',
  'flow-logs',
  'google-migration-center',
  'inventory',
  'libvirt',
  'metrics-csv',
  'openstack',
  'rvtools',
  'sadf',
  'terraform-state',
  'vsphere-json',
] as const

/** They know vApps, folders, resource pools and annotations. */
export const groupingSourceIds: readonly string[] = [
  'rvtools',
  'vsphere-json',
] satisfies (typeof fileSourceIds)[number][]

/** Some of their answers with metrics do not say the statistic. */
export const silentSourceIds: readonly string[] = ['aws-describe'] satisfies (typeof fileSourceIds)[number][]

/** They ask a running system, and are as fresh as the moment they are asked. */
const liveSourceIds = ['aws', 'azure', 'prometheus'] as const

export const sourceIds = [...fileSourceIds, ...liveSourceIds] as const
export type SourceId = (typeof sourceIds)[number]
