/** Elastic Disaster Recovery (DRS): which VMs it launches, and what its servers are called in runbooks. */
import type { Plan } from '../../model/plan.ts'
import type { RunbookCommand, RunbookParameter } from '../../model/runbook.ts'
import { placedVms, type PlacedVm } from '../placed-vms.ts'
import { valueOf } from '../runbook-steps.ts'
import { filters, type AwsCall } from './runbook-command.ts'

export type LaunchMode = 'drill' | 'failover'

/** It makes no image, so nobody else can make a server out of what it replicated. What stands has servers of its own. */
export const isLaunchedByDrs = ({ assignment }: PlacedVm): boolean => assignment.offering.strategy === 'pilot-light'

/** In the order of their keys. */
export const launchedVms = (plan: Plan): readonly PlacedVm[] => placedVms(plan).filter(isLaunchedByDrs)

/** The output of foundation/ that has the input of CreateLaunchTemplateVersion. Keys are letters, digits and hyphens. */
export const launchOutput = (key: string, mode: LaunchMode): string => `drs-launch-${mode}-${key}`

/** What a version of a launch template is known by; as foundation/launch.tf writes it. */
export const versionName = (mode: LaunchMode, siteName: string): string => `drplan ${mode} ${siteName}`

const word = (key: string): string => key.replaceAll('-', '_')

/** Names of parameters: they have no hyphens, keys no underscores. */
export const sourceServer = (key: string): string => `drs_${word(key)}`
export const launchTemplate = (key: string): string => `drs_template_${word(key)}`
export const drillInstance = (key: string): string => `drs_drill_${word(key)}`

/** As guests write their names; whatever else a VM is called is never put into a query. */
const hostName = /^[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?$/
const instanceId = /^i-[0-9a-f]{8,17}$/

export const parametersOf = (vms: readonly PlacedVm[], aws: AwsCall): readonly RunbookParameter[] =>
  vms.flatMap((placed) => {
    const { key } = placed.vm
    return [
      {
        name: sourceServer(key),
        what: `The source server of ${key} in DRS: s- and 17 characters. In the failover runbooks it may name an older point too: s-…,recoverySnapshotID=pit-….`,
        found: foundServer(placed, aws),
      },
      {
        name: launchTemplate(key),
        what: `The EC2 launch template that DRS keeps for ${key}: lt- and 17 characters.`,
        found: aws('drs', 'get-launch-configuration', [
          '--source-server-id',
          valueOf(sourceServer(key)),
          ...asText('ec2LaunchTemplateID'),
        ]),
      },
      {
        name: drillInstance(key),
        what: `The instance that the drill has launched for ${key}, once it has: i- and 17 characters.`,
        found: aws('ec2', 'describe-instances', [
          ...filters({ 'tag:drplan:vm': key, 'tag:drplan:mode': 'drill', ...living }),
          ...asText('Reservations[].Instances[].InstanceId | [0]'),
        ]),
      },
    ]
  })

/** A filter for instances that are not gone. */
export const living = { 'instance-state-name': ['pending', 'running', 'stopping', 'stopped'] } as const

const asText = (query: string): readonly string[] => ['--query', query, '--output', 'text']

/** DescribeSourceServers has no filter for names (API reference, 2020-02-26); its agents know their host, and EC2 their instance. */
function foundServer({ vm }: PlacedVm, aws: AwsCall): RunbookParameter['found'] {
  const hint = instanceId.test(vm.vmId)
    ? `awsInstanceID=='${vm.vmId}'`
    : hostName.test(vm.name) && `hostname=='${vm.name}'`
  if (hint === false) return null
  const query = `items[?sourceProperties.identificationHints.${hint}].sourceServerID | [0]`
  return aws('drs', 'describe-source-servers', asText(query))
}

/** All source servers: their hosts, whether they replicate, and how far behind. */
export const showServers = (aws: AwsCall): RunbookCommand => {
  const shown = 'sourceServerID,sourceProperties.identificationHints.hostname,dataReplicationInfo'
  const query = `items[].[${shown}.dataReplicationState,dataReplicationInfo.lagDuration]`
  return aws('drs', 'describe-source-servers', ['--output', 'table', '--query', query])
}
