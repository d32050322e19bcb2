/** Network interfaces of an instance. */
import { readAddress, type Address } from '../../model/address.ts'
import type { Nic } from '../../model/site.ts'
import type { Report } from '../report.ts'
import { blocksOf } from './items.ts'
import type { AwsInstance, AwsNic } from './schema.ts'
import { compareText } from '../../model/text-order.ts'

/** Those that the instance lists, else those of describe-network-interfaces that are attached to it. */
export function readNics(instance: AwsInstance, attached: readonly AwsNic[], report: Report): readonly Nic[] {
  const listed = instance.NetworkInterfaces.length > 0 ? instance.NetworkInterfaces : attached
  if (listed.length === 0) return summaryNic(instance, report)
  const order = (nic: AwsNic): number => nic.Attachment?.DeviceIndex ?? Number.MAX_SAFE_INTEGER
  return listed
    .toSorted((a, b) => order(a) - order(b) || compareText(a.NetworkInterfaceId, b.NetworkInterfaceId))
    .map((nic) => ({
      id: nic.NetworkInterfaceId,
      subnetId: nic.SubnetId ?? null,
      macAddress: nic.MacAddress ?? null,
      addresses: readTexts(addressTexts(nic), nic.NetworkInterfaceId, report),
      securityGroupIds: nic.Groups.map(({ GroupId }) => GroupId).toSorted(compareText),
      hasPublicAddress: Boolean(nic.Association?.PublicIp),
      ...settingsOf(nic, report),
    }))
}

/** What the interface does besides having addresses; what AWS does not say is absent. */
function settingsOf(nic: AwsNic, report: Report): Pick<Nic, 'forwards' | 'prefixes' | 'deviceIndex'> {
  const texts = [...nic.Ipv4Prefixes.map((one) => one.Ipv4Prefix), ...nic.Ipv6Prefixes.map((one) => one.Ipv6Prefix)]
  const prefixes = blocksOf(texts, { place: nic.NetworkInterfaceId, report })
  const index = nic.Attachment?.DeviceIndex ?? null
  return {
    ...(typeof nic.SourceDestCheck === 'boolean' ? { forwards: !nic.SourceDestCheck } : {}),
    ...(prefixes.length > 0 ? { prefixes } : {}),
    ...(index === null ? {} : { deviceIndex: index }),
  }
}

/** Old answers carry no interfaces, only the instance's own subnet, address and groups. */
function summaryNic(instance: AwsInstance, report: Report): readonly Nic[] {
  if (!instance.SubnetId) return []
  return [
    {
      id: `${instance.InstanceId}/primary`,
      subnetId: instance.SubnetId,
      macAddress: null,
      addresses: readTexts([instance.PrivateIpAddress ?? ''], instance.InstanceId, report),
      securityGroupIds: instance.SecurityGroups.map(({ GroupId }) => GroupId).toSorted(compareText),
      hasPublicAddress: Boolean(instance.PublicIpAddress),
    },
  ]
}

/** Private addresses, the primary one first, then those of IPv6. */
export function addressTexts(nic: AwsNic | undefined): readonly string[] {
  if (!nic) return []
  const v4 = nic.PrivateIpAddresses.toSorted((a, b) => Number(b.Primary ?? false) - Number(a.Primary ?? false))
  const own = v4.length > 0 ? v4.map(({ PrivateIpAddress }) => PrivateIpAddress) : [nic.PrivateIpAddress]
  return [...own, ...nic.Ipv6Addresses.map(({ Ipv6Address }) => Ipv6Address)].filter((text) => typeof text === 'string')
}

const readTexts = (texts: readonly string[], subject: string, report: Report): readonly Address[] =>
  texts.flatMap((text) => {
    if (text === '') return []
    const reading = readAddress(text)
    if (reading.ok) return [reading.value]
    report('site.value-invalid', {
      subject,
      message: `"${text}" is not an address: ${reading.fault}. It is left out.`,
      suggestion: 'Read the interface again; if it stays so, correct it in AWS.',
      affected: [subject],
    })
    return []
  })
