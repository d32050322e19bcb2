/** The front ends drplan can read a site from. */

/** They read files, and are read again when a file changes. */
export const fileSourceIds = [
  'aws-describe',
  'aws-discovery',
  'azure-cli',
  'azure-migrate',
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
export type FileSourceId = (typeof fileSourceIds)[number]

export const sourceIds = fileSourceIds
export type SourceId = (typeof sourceIds)[number]
