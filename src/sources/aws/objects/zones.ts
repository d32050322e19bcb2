/** Route 53: hosted zones with the VPCs that see them, health checks, and resolver endpoints by their interfaces. */
import type { NetworkObjectOf } from '../../../model/network-objects.ts'
import type { Report } from '../../report.ts'
import type { Dump } from '../answers.ts'
import { addressesOf, idsOf, unique } from '../items.ts'
import { addressTexts } from '../nics.ts'
import { domainName, zoneIdOf } from '../records.ts'
import { compareText } from '../../../model/text-order.ts'

export function readZones(dump: Dump): readonly NetworkObjectOf<'dns-zone'>[] {
  const vpcs = Map.groupBy(dump.ZoneVpcs, ({ value }) => zoneIdOf(value.Id))
  return unique(dump.HostedZones, ({ Id }) => zoneIdOf(Id)).map(({ value }) => {
    const id = zoneIdOf(value.Id)
    return {
      kind: 'dns-zone',
      id,
      name: domainName(value.Name),
      private: value.Config?.PrivateZone === true,
      vpcIds: idsOf(vpcs.get(id)?.flatMap((zone) => zone.value.VPCs.map(({ VPCId }) => VPCId)) ?? []),
    }
  })
}

export const readHealthChecks = (dump: Dump, report: Report): readonly NetworkObjectOf<'service'>[] =>
  unique(dump.HealthChecks, ({ Id }) => Id).map(({ value, place }) => {
    const { IPAddress, FullyQualifiedDomainName, Port, Type, ResourcePath } = value.HealthCheckConfig ?? {}
    return {
      kind: 'service',
      id: value.Id,
      name: FullyQualifiedDomainName || IPAddress || value.Id,
      type: 'Route 53 health check',
      vpcId: null,
      subnetIds: [],
      securityGroupIds: [],
      addresses: addressesOf([IPAddress], { place, report }),
      dnsName: FullyQualifiedDomainName || null,
      port: Port ?? null,
      vmIds: [],
      facts: { ...(Type ? { protocol: Type } : {}), ...(ResourcePath ? { path: ResourcePath } : {}) },
    }
  })

/** The description of an interface of a resolver endpoint begins with the endpoint's id. */
export const resolverId = (description: string | null | undefined): string | undefined =>
  /\brslvr-(?:in|out)-[0-9a-z]+/.exec(description ?? '')?.[0]

/** The Resolver API is another service; what an endpoint holds in the VPC are interfaces with fixed addresses. */
export function readResolvers(dump: Dump, report: Report): readonly NetworkObjectOf<'resolver'>[] {
  const nics = unique(dump.NetworkInterfaces, ({ NetworkInterfaceId }) => NetworkInterfaceId)
  const byId = Map.groupBy(nics, ({ value }) => resolverId(value.Description) ?? '')
  byId.delete('')
  return [...byId]
    .toSorted(([a], [b]) => compareText(a, b))
    .map(([id, own]) => ({
      kind: 'resolver',
      id,
      name: id,
      direction: id.startsWith('rslvr-in-') ? 'inbound' : 'outbound',
      vpcIds: idsOf(own.map(({ value }) => value.VpcId)),
      subnetIds: idsOf(own.map(({ value }) => value.SubnetId)),
      addresses: own.flatMap(({ value, place }) => addressesOf(addressTexts(value), { place, report })),
      domain: null,
      forwardsTo: [],
    }))
}
