/** What is looked at before a wave, and what is done after the last one: quotas, isolation, clean-up, the way back. */
import { count, fixed } from '../../model/quantity.ts'
import { aStep, type RunbookStep } from '../../model/runbook.ts'
import type { PlacedVm } from '../placed-vms.ts'
import { loadAwsCatalogue } from './catalogue.ts'
import { drillInstance, living, showServers } from './drs.ts'
import { awsQuotas, awsRecoveryService } from './quotas.ts'
import { failsWith, lots, ofVms, valueOf } from '../runbook-steps.ts'
import { filters, type AwsCall } from './runbook-command.ts'
import { versionSteps } from './runbook-prepare.ts'
import { idsStep, type DrsSite } from './runbook-recover.ts'

/** A quota says what may run; what can be had, EC2 tells nobody before it starts something, but for what is reserved. */
export function reserveSteps(made: readonly PlacedVm[], { aws, vms }: DrsSite): readonly RunbookStep[] {
  const replication = aStep({
    id: 'reserve.drs-lag',
    stage: 'reserve',
    title: 'See how far behind the copies are',
    kind: 'check',
    who: 'platform',
    instruction: 'In a disaster the agents are gone, and the copies end where they were: that is the loss.',
    command: showServers(aws),
    expected: 'a lag for each server, within its RPO',
    timeoutMinutes: 10,
    onFailure: 'go-on',
    ...ofVms(vms),
  })
  return [...(vms.length === 0 ? [] : [replication]), ...quotaSteps(made, aws)]
}

function quotaSteps(made: readonly PlacedVm[], aws: AwsCall): readonly RunbookStep[] {
  const components = new Map(loadAwsCatalogue().components.map((component) => [component.id, component]))
  return awsQuotas
    .filter(({ of }) => of === 'vcpus')
    .flatMap((quota) => {
      const own = made.flatMap((placed) => {
        const component = components.get(placed.assignment.offering.componentId)
        return component && quota.covers({ component }) ? [{ placed, vcpus: component.capacity.vcpus }] : []
      })
      if (own.length === 0) return []
      const vcpus = own.reduce((sum, one) => sum + one.vcpus, 0)
      const query = failsWith(`Quota.Value < \`${vcpus}\` && 'less than ${vcpus} vCPU'`)
      return [
        aStep({
          id: `reserve.quota-${quota.id.toLowerCase()}`,
          stage: 'reserve',
          title: `See that a quota holds ${fixed(vcpus, 0)} vCPU`,
          kind: 'check',
          who: 'platform',
          instruction: `${quota.name} (${quota.id}), for ${count(own.length, 'server')} that start. What runs in the region already counts too. It fails where the quota is smaller than what starts.`,
          command: aws('service-quotas', 'get-service-quota', quotaOf(quota.id, query)),
          expected: '0',
          timeoutMinutes: 10,
          tries: { most: 2, waitMinutes: 1 },
          ...ofVms(own.map(({ placed }) => placed)),
        }),
      ]
    })
}

const quotaOf = (id: string, query: string): readonly string[] => [
  '--service-code',
  'ec2',
  '--quota-code',
  id,
  '--query',
  query,
]

export const isolationSteps = ({ aws, siteTag, siteName }: DrsSite): readonly RunbookStep[] => {
  const ofSite = { 'tag:drplan:site': siteTag }
  const shared = {
    stage: 'verify',
    kind: 'check',
    who: 'network',
    expected: '0',
    timeoutMinutes: 10,
    tries: { most: 2, waitMinutes: 1 },
  } as const
  return [
    aStep({
      ...shared,
      id: 'verify.drill-rules',
      title: 'See that the groups of the drill have no rule',
      instruction: 'It prints 0, or fails with the id of a group that has one: then somebody opened it.',
      command: aws('ec2', 'describe-security-groups', [
        ...filters({ ...ofSite, 'tag:drplan:role': 'drill' }),
        '--query',
        failsWith('SecurityGroups[?IpPermissions || IpPermissionsEgress].GroupId | [0]'),
      ]),
    }),
    aStep({
      ...shared,
      id: 'verify.drill-groups',
      title: 'See that every card of the drill is behind them',
      instruction: 'It prints 0, or fails with the id of another group: then end the drill.',
      command: aws('ec2', 'describe-instances', [
        ...filters({ ...ofSite, 'tag:drplan:mode': 'drill', ...living }),
        '--query',
        failsWith(
          `Reservations[].Instances[].NetworkInterfaces[].Groups[] | [?!starts_with(GroupName, '${siteName}-drill-')].GroupId | [0]`,
        ),
      ]),
    }),
  ]
}

/** Launch settings go back to those of a failover whatever became of the instances. */
export function cleanUpSteps(site: DrsSite): readonly RunbookStep[] {
  const { aws, vms } = site
  if (vms.length === 0) return []
  const back = vms.flatMap((placed) => versionSteps(placed, 'failover', { aws, stage: 'clean-up' }))
  const ended = lots(vms, awsRecoveryService.vmsInPart.value).map((own, index) => {
    return aStep({
      id: `clean-up.drs-terminate-${index + 1}`,
      stage: 'clean-up',
      title: `Let DRS end ${count(own.length, 'instance')} of the drill`,
      kind: 'command',
      who: 'platform',
      instruction:
        'With their disks. Only instances of a drill: after a failover they hold the only copy of new data. The dry run shows what there is. Ending one that is gone fails, and is no fault.',
      command: aws('drs', 'terminate-recovery-instances', [
        '--recovery-instance-ids',
        ...own.map(({ vm }) => valueOf(drillInstance(vm.key))),
      ]),
      dryRun: aws('drs', 'describe-recovery-instances', [
        '--output',
        'table',
        '--query',
        'items[].[recoveryInstanceID,sourceServerID,isDrill,ec2InstanceState]',
      ]),
      expected: 'a job, PENDING; replication goes on',
      timeoutMinutes: 15,
      ...ofVms(own),
    })
  })
  const gone = aStep({
    id: 'clean-up.drs-gone',
    stage: 'clean-up',
    title: 'See that nothing of the drill runs',
    kind: 'check',
    who: 'platform',
    instruction: 'It fails as long as an instance of the drill is there.',
    command: aws('ec2', 'describe-instances', [
      ...filters({ 'tag:drplan:site': site.siteTag, 'tag:drplan:mode': 'drill', ...living }),
      '--query',
      failsWith('Reservations[].Instances[].InstanceId | [0]'),
    ]),
    expected: '0',
    timeoutMinutes: 30,
    tries: { most: 30, waitMinutes: 1 },
  })
  return [...back, ...ended, gone, idsStep(site, 'drill', { id: 'clean-up.drs-ids', stage: 'clean-up', vmIds: [] })]
}

export function afterwardsSteps({ vms }: DrsSite): readonly RunbookStep[] {
  if (vms.length === 0) return []
  return [
    aStep({
      id: 'afterwards.drs-reverse',
      stage: 'afterwards',
      title: 'Turn replication round',
      kind: 'manual',
      who: 'platform',
      instruction:
        'From a region or zone of AWS: aws drs reverse-replication --recovery-instance-id i-… for each, then start failback as failback.md says. From elsewhere: boot the failback client at the primary site, then aws drs start-failback-launch --recovery-instance-ids i-…. Who stays for good: aws drs disconnect-recovery-instance --recovery-instance-id i-….',
      expected: 'data flows back, or somebody decided that it need not',
      timeoutMinutes: 1440,
      onFailure: 'go-on',
      ...ofVms(vms),
    }),
  ]
}
