/** Virtual networks, interfaces, route tables and security groups, in the shape that azure-site.ts builds from. */
import { readCidr, type Cidr } from '../../model/cidr.ts'
import { readHop, type AzureRouteTable } from '../azure-routes.ts'
import type { AzureRule } from '../azure-security.ts'
import type { AzureNetwork, AzureNic, AzureParts, AzureSecurityGroup, AzureSubnet } from '../azure-site.ts'
import type { Item } from '../json-items.ts'
import { readAddresses } from '../read-addresses.ts'
import type { Report } from '../report.ts'
import type { Dump } from './answers.ts'
import type { AzureGroupAnswer, AzureNicAnswer, AzureRuleAnswer, AzureVnet } from './schema.ts'
import { azureSystemRoutes } from './system-routes.ts'
import { nicTraits, subnetTraits, vpcTraits } from './traits.ts'

const lower = (text: string | null | undefined): string | null => text?.toLowerCase() ?? null

export const readParts = (dump: Dump, report: Report): AzureParts => ({
  networks: dump.vnets.map((item) => networkOf(item, report)),
  subnets: dump.vnets.flatMap((item) => subnetsOf(item, report)),
  nics: dump.nics.map((item) => nicOf(item, report)),
  groups: dump.groups.map(({ value }) => groupOf(value)),
  routeTables: dump.routeTables.map(({ value }) => tableOf(value)),
})

type RouteTableAnswer = Dump['routeTables'][number]['value']

const tableOf = ({ id, name, routes }: RouteTableAnswer): AzureRouteTable => ({
  id: id.toLowerCase(),
  name,
  routes: routes.map((route) => ({
    name: route.name,
    destination: route.addressprefix,
    ...readHop(route.nexthoptype, route.nexthopipaddress),
  })),
})

function blocksOf(texts: readonly string[], { place, report }: { place: string; report: Report }): readonly Cidr[] {
  return texts.flatMap((text) => {
    const reading = readCidr(text)
    if (reading.ok) return [reading.value]
    report('site.value-invalid', {
      subject: text,
      message: `"${text}" is not a block: ${reading.fault}. It is left out.`,
      suggestion: 'Read it again; if it stays so, correct it in Azure.',
      place,
    })
    return []
  })
}

const networkOf = ({ value, place }: Item<AzureVnet>, report: Report): AzureNetwork => ({
  id: value.id.toLowerCase(),
  name: value.name,
  blocks: blocksOf(value.addressspace?.addressprefixes ?? [], { place, report }),
  // Peers and gateways, whose routes Azure adds as well, are read too.
  traits: { ...vpcTraits(value), platformRoutes: azureSystemRoutes },
  peerIds: value.virtualnetworkpeerings.flatMap((peering) => lower(peering.remotevirtualnetwork?.id) ?? []),
})

/** The plan translates IPv4 subnets; of a subnet with both families the IPv4 block counts. */
function subnetsOf({ value, place }: Item<AzureVnet>, report: Report): readonly AzureSubnet[] {
  return value.subnets.map((subnet) => {
    const texts = subnet.addressprefixes.length > 0 ? subnet.addressprefixes : [subnet.addressprefix ?? '']
    const blocks = blocksOf(
      texts.filter((text) => text !== ''),
      { place, report },
    )
    const block = blocks.find(({ family }) => family === 4) ?? null
    return {
      id: subnet.id.toLowerCase(),
      name: subnet.name,
      vpcId: value.id.toLowerCase(),
      block,
      moreBlocks: blocks.filter((each) => each !== block),
      traits: subnetTraits(subnet),
      groupId: lower(subnet.networksecuritygroup?.id),
      routeTableId: lower(subnet.routetable?.id),
    }
  })
}

function nicOf({ value, place }: Item<AzureNicAnswer>, report: Report): AzureNic {
  const primary = value.ipconfigurations.toSorted((a, b) => Number(b.primary ?? false) - Number(a.primary ?? false))
  const { addresses, faults } = readAddresses(primary.map(({ privateipaddress }) => privateipaddress ?? '').join(' '))
  for (const fault of faults)
    report('site.value-invalid', {
      subject: value.id,
      message: `An address cannot be read: ${fault}. It is left out.`,
      suggestion: 'Read it again; if it stays so, correct it in Azure.',
      place,
    })
  return {
    groupId: lower(value.networksecuritygroup?.id),
    nic: {
      id: value.id.toLowerCase(),
      subnetId: lower(primary[0]?.subnet?.id),
      macAddress: lower(value.macaddress?.replaceAll('-', ':')),
      addresses,
      securityGroupIds: [],
      hasPublicAddress: primary.some(({ publicipaddress }) => Boolean(publicipaddress)),
      ...nicTraits(value),
    },
  }
}

const several = (one: string | null | undefined, many: readonly string[]): readonly string[] =>
  many.length > 0 ? many : one ? [one] : []

const groupOf = (group: AzureGroupAnswer): AzureSecurityGroup => ({
  id: group.id.toLowerCase(),
  name: group.name,
  rules: group.securityrules.map(ruleOf),
  defaultRules: group.defaultsecurityrules.map(ruleOf),
})

const idsOf = (references: readonly { readonly id?: string | null | undefined }[]): readonly string[] =>
  references.flatMap(({ id }) => lower(id) ?? [])

const ruleOf = (rule: AzureRuleAnswer): AzureRule => ({
  name: rule.name,
  priority: rule.priority,
  direction: /^inbound$/i.test(rule.direction) ? 'ingress' : 'egress',
  allows: /^allow$/i.test(rule.access),
  protocol: rule.protocol,
  sourcePorts: several(rule.sourceportrange, rule.sourceportranges),
  ports: several(rule.destinationportrange, rule.destinationportranges),
  sources: several(rule.sourceaddressprefix, rule.sourceaddressprefixes),
  destinations: several(rule.destinationaddressprefix, rule.destinationaddressprefixes),
  sourceGroups: idsOf(rule.sourceapplicationsecuritygroups),
  destinationGroups: idsOf(rule.destinationapplicationsecuritygroups),
  description: rule.description ?? '',
})
