/** Where the primary site is a region of AWS too: its backups, in a file that names a second provider. */
import type { HclFile } from '../../model/hcl.ts'
import type { Plan } from '../../model/plan.ts'
import { backupKey } from './backup-schedule.ts'
import type { PlacedVm } from '../placed-vms.ts'

/** Names of regions as AWS writes them; those of Azure and Google are of other forms. */
const awsRegion = /^[a-z]{2}(-[a-z]+)+-\d$/
const instanceId = /^i-[0-9a-f]{8,17}$/

type Machine = { readonly instance_id: string; readonly backup?: string }

/** By key, the machines of the primary site that are recovered from images: those of backups are taken by AWS Backup. */
export function primaryMachines({ site, target }: Plan, vms: readonly PlacedVm[]): Record<string, Machine> {
  if (site.region === null || !awsRegion.test(site.region) || site.region === target.region) return {}
  return Object.fromEntries(
    vms.flatMap(({ vm, assignment: { backupIntervalMinutes: minutes } }) =>
      instanceId.test(vm.vmId)
        ? [[vm.key, { instance_id: vm.vmId, ...(minutes === null ? {} : { backup: backupKey(minutes) }) }]]
        : [],
    ),
  )
}

/** None where no machine of the primary site is one of AWS. */
export function primaryFiles({ site }: Plan, machines: Record<string, Machine>): readonly HclFile[] {
  if (site.region === null || Object.keys(machines).length === 0) return []
  const variable = (name: string) => ({ expression: `var.${name}` })
  return [
    {
      path: 'primary.tf',
      comment: 'The primary site: its machines are tagged, and their backups are copied to the recovery site.',
      blocks: [
        {
          type: 'provider',
          labels: ['aws'],
          attributes: { alias: 'primary', region: site.region },
          blocks: [{ type: 'default_tags', labels: [], attributes: { tags: variable('tags') } }],
        },
        {
          type: 'module',
          labels: ['primary_backup'],
          attributes: {
            source: '../modules/primary-backup',
            name: variable('name'),
            machines: variable('primary_machines'),
            backup_plans: variable('backup_plans'),
            destination_vault_arn: { expression: 'module.protection.backup_vault_arn' },
            retention_days: variable('backup_retention_days'),
            providers: { map: { aws: { expression: 'aws.primary' } } },
          },
        },
      ],
    },
  ]
}
