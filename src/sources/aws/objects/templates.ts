/** Launch templates: where the VMs that come from them will stand, and which came from them. */
import type { NetworkObjectOf } from '../../../model/network-objects.ts'
import type { Vm } from '../../../model/site.ts'
import { compareText } from '../../../model/text-order.ts'
import type { Report } from '../../report.ts'
import type { Dump, Item } from '../answers.ts'
import { addressesOf, idsOf, unique } from '../items.ts'
import type { AwsTemplateVersion } from '../schema-other.ts'

type Template = NetworkObjectOf<'template'>
type Version = Template['versions'][number]
type Interface = Version['interfaces'][number]

/** Set by AWS itself on what it starts from a template; no user may set it. */
const templateTag = 'aws:ec2launchtemplate:id'

/** The default and the latest version of each; a file may hold all of them. */
export function readTemplates(dump: Dump, vms: readonly Vm[], report: Report): readonly Template[] {
  const vmsOf = Map.groupBy(vms, ({ tags }) => tags[templateTag] ?? '')
  const byName = groupsByName(dump)
  const byId = Map.groupBy(dump.LaunchTemplateVersions, ({ value }) => value.LaunchTemplateId)
  return [...byId]
    .toSorted(([a], [b]) => compareText(a, b))
    .map(([id, items]) => {
      const latest = Math.max(...items.map(({ value }) => value.VersionNumber))
      const wanted = items.filter(({ value }) => value.DefaultVersion === true || value.VersionNumber === latest)
      const versions = unique(wanted, ({ VersionNumber }) => String(VersionNumber))
        .toSorted((a, b) => a.value.VersionNumber - b.value.VersionNumber)
        .map((item) => versionOf(item, { latest, byName, report }))
      const interfaces = versions.flatMap((version) => version.interfaces)
      return {
        kind: 'template',
        id,
        name: items[0]?.value.LaunchTemplateName ?? id,
        subnetIds: idsOf(interfaces.map(({ subnetId }) => subnetId)),
        securityGroupIds: idsOf([...versions, ...interfaces].flatMap(({ securityGroupIds }) => securityGroupIds)),
        versions,
        vmIds: idsOf((vmsOf.get(id) ?? []).map((vm) => vm.id)),
      }
    })
}

/** Names repeat in other VPCs; such a name leads to no group. */
export function groupsByName(dump: Dump): ReadonlyMap<string, string> {
  const byName = Map.groupBy(dump.SecurityGroups, ({ value }) => value.GroupName ?? '')
  return new Map(
    [...byName].flatMap(([name, items]) => {
      const ids = new Set(items.map(({ value }) => value.GroupId))
      return ids.size === 1 ? [[name, [...ids][0] ?? ''] as const] : []
    }),
  )
}

/** Of a version and all its interfaces. */
export function statedGroups(
  { LaunchTemplateData }: AwsTemplateVersion,
  byName: ReadonlyMap<string, string>,
): readonly string[] {
  const { SecurityGroupIds = [], SecurityGroups = [], NetworkInterfaces = [] } = LaunchTemplateData ?? {}
  return idsOf([
    ...SecurityGroupIds,
    ...SecurityGroups.map((name) => byName.get(name) ?? name),
    ...NetworkInterfaces.flatMap(({ Groups }) => Groups),
  ])
}

interface Context {
  readonly latest: number
  readonly byName: ReadonlyMap<string, string>
  readonly report: Report
}

function versionOf({ value, place }: Item<AwsTemplateVersion>, { latest, byName, report }: Context): Version {
  const { SecurityGroupIds = [], SecurityGroups = [], NetworkInterfaces = [] } = value.LaunchTemplateData ?? {}
  return {
    ...(value.Literals && { literals: value.Literals }),
    number: value.VersionNumber,
    isDefault: value.DefaultVersion === true,
    isLatest: value.VersionNumber === latest,
    securityGroupIds: idsOf([...SecurityGroupIds, ...SecurityGroups.map((name) => byName.get(name) ?? name)]),
    interfaces: NetworkInterfaces.map((own): Interface => {
      const more = own.PrivateIpAddresses.toSorted((a, b) => Number(b.Primary ?? false) - Number(a.Primary ?? false))
      const texts = [
        own.PrivateIpAddress,
        ...more.map(({ PrivateIpAddress }) => PrivateIpAddress),
        ...own.Ipv6Addresses.map(({ Ipv6Address }) => Ipv6Address),
      ]
      return {
        deviceIndex: own.DeviceIndex ?? null,
        nicId: own.NetworkInterfaceId || null,
        subnetId: own.SubnetId || null,
        securityGroupIds: idsOf(own.Groups),
        addresses: addressesOf(texts, { place, report }),
        getsPublicAddress: own.AssociatePublicIpAddress ?? null,
      }
    }),
  }
}
