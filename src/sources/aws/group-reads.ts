/** What is asked of Auto Scaling, 100 to a page, the most (its API reference), and of EC2 about the templates it uses. */
import type * as GroupsSdk from '@aws-sdk/client-auto-scaling'
import type { AutoScalingClient } from '@aws-sdk/client-auto-scaling'
import type * as Ec2Sdk from '@aws-sdk/client-ec2'
import type { EC2Client } from '@aws-sdk/client-ec2'
import { readOf, titled, unlessGone, type Read } from './reads.ts'
import { scalingGroupSchema, templateReferencesOf, type AwsTemplateReference } from './schema-groups.ts'

interface Asked {
  readonly groupsSdk: typeof GroupsSdk
  readonly groups: AutoScalingClient
  readonly ec2Sdk: typeof Ec2Sdk
  readonly ec2: EC2Client
}

const aPage = 100

export const groupReads = (asked: Asked): readonly Read[] => [
  readOf('DescribeAutoScalingGroups', 'AutoScalingGroups', () => groupsOf(asked)),
  readOf('DescribeLaunchConfigurations', 'LaunchConfigurations', () =>
    asked.groupsSdk.paginateDescribeLaunchConfigurations({ client: asked.groups, pageSize: aPage }, {}),
  ),
  {
    calls: ['DescribeAutoScalingGroups', 'DescribeLaunchTemplateVersions'],
    kinds: [],
    pages: () => titled('DescribeLaunchTemplateVersions', pinnedVersions(asked)),
  },
]

const groupsOf = ({ groupsSdk, groups }: Asked) =>
  groupsSdk.paginateDescribeAutoScalingGroups({ client: groups, pageSize: aPage }, {})

/** The default and the latest version of every template are asked for anyway; a group may stay with one between. */
async function* pinnedVersions(asked: Asked): AsyncGenerator<object> {
  const { ec2Sdk, ec2 } = asked
  const pins = new Map<string, { LaunchTemplateId: string; Versions: string[] }>()
  for await (const { AutoScalingGroups = [] } of groupsOf(asked))
    for (const { LaunchTemplateId, Version } of AutoScalingGroups.flatMap(referencesIn))
      if (LaunchTemplateId && /^\d+$/.test(Version ?? ''))
        pins.set(`${LaunchTemplateId} ${Version}`, { LaunchTemplateId, Versions: [Version ?? ''] })
  for (const pin of pins.values()) {
    const versions = await unlessGone(ec2.send(new ec2Sdk.DescribeLaunchTemplateVersionsCommand(pin)))
    if (versions) yield versions
  }
}

/** None of what is no group: whoever collects the groups reports that. */
function referencesIn(group: object): readonly AwsTemplateReference[] {
  const { data } = scalingGroupSchema.safeParse(group)
  return data ? templateReferencesOf(data) : []
}
