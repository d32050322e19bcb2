/**
 * An output for each server that DRS launches: `terraform output` prints one by its name, and no part of one. It is text, which a
 * state of Terraform keeps in a quarter of the room.
 */
import type { HclBlock, HclFile } from '../../model/hcl.ts'
import type { PlacedVm } from '../placed-vms.ts'
import { launchOutput } from './drs.ts'

/** None where DRS launches nothing. */
export function launchFiles(vms: readonly PlacedVm[]): readonly HclFile[] {
  if (vms.length === 0) return []
  const blocks = vms.flatMap(({ vm: { key } }) =>
    (['drill', 'failover'] as const).map((mode): HclBlock => ({
      type: 'output',
      labels: [launchOutput(key, mode)],
      attributes: { value: { expression: `jsonencode(local.drs_launch_templates["${key}"]["${mode}"])` } },
    })),
  )
  return [{ path: 'launch-outputs.tf', comment: 'What DRS launches each server with.', blocks }]
}
