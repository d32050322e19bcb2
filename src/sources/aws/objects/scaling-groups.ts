/** Auto Scaling groups: where their VMs stand, what these are made from, and which they are. */
import type { NetworkObjectOf } from '../../../model/network-objects.ts'
import type { Vm } from '../../../model/site.ts'
import type { Dump } from '../answers.ts'
import { idsOf, unique } from '../items.ts'
import { templateReferencesOf, type AwsScalingGroup, type AwsTemplateReference } from '../schema-groups.ts'
import { groupsByName, statedGroups } from './templates.ts'

type Service = NetworkObjectOf<'service'>

export const scalingGroupType = 'Auto Scaling group'

/** Instances that are no VMs, such as terminated ones, are left out. */
export function readScalingGroups(dump: Dump, vms: readonly Vm[]): readonly Service[] {
  const byId = new Map(vms.map((vm) => [vm.id, vm]))
  const vpcs = new Map(dump.Subnets.map(({ value }) => [value.SubnetId, value.VpcId]))
  return unique(dump.AutoScalingGroups, groupId).map(({ value }) => {
    const own = value.Instances.flatMap(({ InstanceId }) => byId.get(InstanceId ?? '') ?? [])
    const subnetIds = idsOf((value.VPCZoneIdentifier ?? '').split(',').map((id) => id.trim()))
    const references = templateReferencesOf(value)
    return {
      kind: 'service',
      id: groupId(value),
      name: value.AutoScalingGroupName,
      type: scalingGroupType,
      vpcId: subnetIds.map((id) => vpcs.get(id)).find((id) => id !== undefined) ?? null,
      subnetIds,
      securityGroupIds: securityGroupsOf(value, dump, own),
      addresses: [],
      dnsName: null,
      port: null,
      vmIds: idsOf(own.map(({ id }) => id)),
      facts: factsOf(value, references),
      ...some('templateIds', idsOf(references.map(({ LaunchTemplateId }) => LaunchTemplateId))),
      ...some('poolIds', idsOf(value.TargetGroupARNs)),
    }
  })
}

/** Names of groups repeat in other regions and accounts. */
const groupId = ({ AutoScalingGroupARN, AutoScalingGroupName }: AwsScalingGroup): string =>
  AutoScalingGroupARN || AutoScalingGroupName

const some = <Name extends string>(name: Name, ids: readonly string[]): Partial<Record<Name, readonly string[]>> =>
  ids.length > 0 ? ({ [name]: ids } as Record<Name, readonly string[]>) : {}

/** Those that new VMs will have; where no template says them, those that the VMs of today have. */
function securityGroupsOf(group: AwsScalingGroup, dump: Dump, own: readonly Vm[]): readonly string[] {
  const byName = groupsByName(dump)
  const configuration = dump.LaunchConfigurations.find(
    ({ value }) => value.LaunchConfigurationName === group.LaunchConfigurationName,
  )
  const stated = templateReferencesOf(group)
    .flatMap((reference) => versionsOf(reference, dump))
    .flatMap(({ value }) => statedGroups(value, byName))
  const all = idsOf([...stated, ...(configuration?.value.SecurityGroups.map((one) => byName.get(one) ?? one) ?? [])])
  return all.length > 0
    ? all
    : idsOf(own.flatMap(({ nics }) => nics.flatMap(({ securityGroupIds }) => securityGroupIds)))
}

/** The version that a reference means; none is the default one. */
function versionsOf(reference: AwsTemplateReference, dump: Dump): Dump['LaunchTemplateVersions'] {
  const own = dump.LaunchTemplateVersions.filter(({ value }) =>
    reference.LaunchTemplateId
      ? value.LaunchTemplateId === reference.LaunchTemplateId
      : value.LaunchTemplateName === reference.LaunchTemplateName,
  )
  const { Version } = reference
  if (!Version || Version === '$Default') return own.filter(({ value }) => value.DefaultVersion === true)
  const wanted = Version === '$Latest' ? Math.max(...own.map(({ value }) => value.VersionNumber)) : Number(Version)
  return own.filter(({ value }) => value.VersionNumber === wanted)
}

function factsOf(group: AwsScalingGroup, references: readonly AwsTemplateReference[]): Service['facts'] {
  const { MinSize, MaxSize, DesiredCapacity, LaunchConfigurationName } = group
  const template = references.map((one) =>
    `${one.LaunchTemplateName || one.LaunchTemplateId || '?'} ${one.Version || '$Default'}`.trim(),
  )
  return {
    ...(typeof MinSize === 'number' && typeof MaxSize === 'number' ? { size: `${MinSize} to ${MaxSize}` } : {}),
    ...(typeof DesiredCapacity === 'number' ? { wanted: String(DesiredCapacity) } : {}),
    ...(template.length > 0 ? { template: template.join(', ') } : {}),
    ...(LaunchConfigurationName ? { 'launch configuration': LaunchConfigurationName } : {}),
  }
}
