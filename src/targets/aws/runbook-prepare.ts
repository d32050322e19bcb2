/** What DRS launches servers with, set while the primary site is well: its own settings, and its EC2 launch templates. */
import { count } from '../../model/quantity.ts'
import type { RunbookFile } from '../../model/runbook-parts.ts'
import { aStep, type RunbookStep } from '../../model/runbook.ts'
import type { PlacedVm } from '../placed-vms.ts'
import { launchOutput, launchTemplate, sourceServer, type LaunchMode } from './drs.ts'
import { into, ofVms, terraformIn, valueOf } from '../runbook-steps.ts'
import { type AwsCall } from './runbook-command.ts'

const settingsFile = (key: string): string => `aws/launch/${key}.json`
const versionFile = (key: string, mode: LaunchMode): string => `aws/launch/${key}.${mode}.json`

/** Paths are relative to the folder of the runbooks; commands run from the one above it. */
const input = (path: string): readonly string[] => ['--cli-input-json', `file://runbooks/${path}`]

/**
 * Input of drs:UpdateLaunchConfiguration (API reference, 2020-02-26) without the id of the server. Right-sizing would put a
 * type of its own into the template; tags of the source could set off what is meant for the real server only, so all tags
 * are those of the template.
 */
export const launchSettingsFiles = (vms: readonly PlacedVm[]): readonly RunbookFile[] =>
  vms.map(({ vm }) => {
    const settings = {
      name: vm.key,
      copyPrivateIp: false,
      copyTags: false,
      launchDisposition: 'STARTED',
      targetInstanceTypeRightSizingMethod: 'NONE',
      // The plan counts Windows with its licence in the price.
      ...(vm.os === 'windows' ? { licensing: { osByol: false } } : {}),
    }
    return { path: settingsFile(vm.key), contents: `${JSON.stringify(settings, null, 2)}\n` }
  })

export function prepareSteps(vms: readonly PlacedVm[], aws: AwsCall): readonly RunbookStep[] {
  if (vms.length === 0) return []
  const agents = aStep({
    id: 'reserve.drs-agents',
    stage: 'reserve',
    title: `Replicate ${count(vms.length, 'server')} by DRS`,
    kind: 'manual',
    who: 'platform',
    instruction:
      'Install the agent of Elastic Disaster Recovery on each, with the recovery region, and wait for its first copy. Then their ids can be found, and belong into drs_source_servers of foundation/, for alarms.',
    expected: 'every source server is CONTINUOUS',
    timeoutMinutes: 2880,
    ...ofVms(vms),
  })
  return [agents, ...vms.flatMap((placed) => serverSteps(placed, aws))]
}

function serverSteps(placed: PlacedVm, aws: AwsCall): readonly RunbookStep[] {
  const { key } = placed.vm
  const server = ['--source-server-id', valueOf(sourceServer(key))] as const
  const settings = aStep({
    id: `reserve.drs-settings.${key}`,
    stage: 'reserve',
    title: `Set how DRS launches ${key}`,
    kind: 'command',
    who: 'platform',
    instruction:
      'The type of the plan, no addresses or tags of the source. What is there now is what the dry run shows.',
    command: aws('drs', 'update-launch-configuration', [...input(settingsFile(key)), ...server]),
    dryRun: aws('drs', 'get-launch-configuration', server),
    expected: 'the settings of the file',
    timeoutMinutes: 5,
    tries: { most: 3, waitMinutes: 1 },
    ...ofVms([placed]),
  })
  return [
    settings,
    ...(['drill', 'failover'] as const).map((mode) => written(placed, mode)),
    ...versionSteps(placed, 'failover', { aws, stage: 'reserve' }),
    ...disks(placed),
  ]
}

const written = (placed: PlacedVm, mode: LaunchMode): RunbookStep => {
  const { key } = placed.vm
  const output = terraformIn('foundation', 'output', '-raw', launchOutput(key, mode))
  return aStep({
    id: `reserve.drs-${mode}.${key}`,
    stage: 'reserve',
    title: `Write what a ${mode} launches ${key} with`,
    kind: 'command',
    who: 'platform',
    instruction:
      'Type, subnets, addresses, groups and tags, with the ids of foundation/. Keep the file with the runbooks.',
    command: into(output, `runbooks/${versionFile(key, mode)}`),
    dryRun: output,
    expected: 'a file with LaunchTemplateData',
    timeoutMinutes: 5,
    tries: { most: 3, waitMinutes: 1 },
    ...ofVms([placed]),
  })
}

interface Placing {
  readonly aws: AwsCall
  readonly stage: RunbookStep['stage']
  /** In front of ids, where a stage has several such steps of one server. */
  readonly prefix?: string
}

/**
 * DRS launches with the default version (DRS user guide, "EC2 launch template"), and names the template: only versions are
 * added. A second one with the same values changes nothing.
 */
export function versionSteps(
  placed: PlacedVm,
  mode: LaunchMode,
  { aws, stage, prefix = stage }: Placing,
): readonly RunbookStep[] {
  const { key } = placed.vm
  const template = ['--launch-template-id', valueOf(launchTemplate(key))] as const
  const create = [...input(versionFile(key, mode)), ...template] as const
  const standard = [...template, '--default-version', '$Latest'] as const
  const shared = {
    stage,
    kind: 'command',
    who: 'platform',
    timeoutMinutes: 5,
    tries: { most: 3, waitMinutes: 1 },
    ...ofVms([placed]),
  } as const
  return [
    aStep({
      ...shared,
      id: `${prefix}.drs-version-${mode}.${key}`,
      title: `Put the ${mode} settings of ${key} into its launch template`,
      instruction:
        'A new version, on top of the newest: volumes stay as DRS knows them. The dry run ends with DryRunOperation.',
      command: aws('ec2', 'create-launch-template-version', create),
      dryRun: aws('ec2', 'create-launch-template-version', ['--dry-run', ...create]),
      expected: `a version with the name drplan ${mode}`,
    }),
    aStep({
      ...shared,
      id: `${prefix}.drs-default-${mode}.${key}`,
      title: `Launch ${key} with it`,
      instruction: 'DRS takes the default version. The dry run ends with DryRunOperation.',
      command: aws('ec2', 'modify-launch-template', standard),
      dryRun: aws('ec2', 'modify-launch-template', ['--dry-run', ...standard]),
      expected: 'the default version is the latest',
    }),
  ]
}

/** DRS maps volumes by the devices of the source server, which no inventory tells: so no program can name them. */
function disks(placed: PlacedVm): readonly RunbookStep[] {
  const { vm, assignment } = placed
  const special = assignment.disks.filter(
    ({ classId, iops, throughputMiBps }) => classId !== 'gp3' || iops !== null || throughputMiBps !== null,
  )
  if (special.length === 0) return []
  const wanted = special.map(({ classId, sizeGiB, iops, throughputMiBps }) =>
    [
      `${classId} of ${sizeGiB} GiB`,
      ...(iops === null ? [] : [`${iops} IOPS`]),
      ...(throughputMiBps === null ? [] : [`${throughputMiBps} MiB/s`]),
    ].join(', '),
  )
  return [
    aStep({
      id: `reserve.drs-volumes.${vm.key}`,
      stage: 'reserve',
      title: `Set the volumes of ${vm.key}`,
      kind: 'manual',
      who: 'platform',
      instruction: `In the launch template, as a new default version: ${wanted.join('; ')}. The others are gp3. Keep the device names: DRS finds volumes by them.`,
      expected: 'types and IOPS of the plan',
      ...ofVms([placed]),
    }),
  ]
}
