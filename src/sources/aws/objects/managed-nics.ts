/**
 * Services of AWS that sit in subnets, known by the interfaces they own there. An interface says who made it in its
 * type, its requester and its description; the descriptions are those that the user guides of the services name, and
 * no contract: what matches none stays, under the name of whoever asked for it.
 */
import type { NetworkObjectOf } from '../../../model/network-objects.ts'
import type { Report } from '../../report.ts'
import type { Dump, Item } from '../answers.ts'
import { addressesOf, idsOf, unique } from '../items.ts'
import { addressTexts } from '../nics.ts'
import type { AwsNic } from '../schema.ts'
import { resolverId } from './zones.ts'

type Service = NetworkObjectOf<'service'>

/** Databases that describe-db-instances names have the same. */
export const databaseType = 'RDS database'

/** Type, and the pattern whose first group, where it has one, is the name. */
const makers: readonly (readonly [string, RegExp])[] = [
  ['EFS file system', /^EFS mount target for (fs-[0-9a-f]+)/],
  ['FSx file system', /\b(fs-[0-9a-f]{17})\b/],
  ['Lambda function', /^AWS Lambda VPC ENI-(.+?)(?:-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})?$/],
  ['ElastiCache node', /^ElastiCache[ +](.+)$/],
  [databaseType, /^RDSNetworkInterface$/],
  ['Redshift cluster', /^RedshiftNetworkInterface$/],
  ['DMS replication instance', /^DMSNetworkInterface$/],
  ['OpenSearch domain', /^ES (.+)$/],
  ['domain controller', /\bdirectory (d-[0-9a-f]+)/],
  ['EKS control plane', /^Amazon EKS (.+)$/],
  ['ECS task', /^arn:aws[a-z-]*:ecs:[^:]*:[^:]*:attachment\/(.+)$/],
]

/** What these own is an object of another kind. */
const elsewhere =
  /^(nat_gateway|network_load_balancer|gateway_load_balancer|gateway_load_balancer_endpoint|load_balancer|vpc_endpoint|transit_gateway)$/
const elsewhereDescribed =
  /^(ELB |Interface for NAT Gateway|VPC Endpoint Interface|Network Interface for Transit Gateway)/

interface Made {
  readonly item: Item<AwsNic>
  readonly type: string
  /** Null when the interface does not say whose it is, only of what kind. */
  readonly name: string | null
}

function madeBy(item: Item<AwsNic>): Made | null {
  const { Description, InterfaceType, RequesterId, RequesterManaged } = item.value
  const description = Description ?? ''
  for (const [type, pattern] of makers) {
    const match = pattern.exec(description)
    if (match) return { item, type, name: match[1] ?? null }
  }
  if (RequesterManaged !== true) return null
  return { item, type: `${RequesterId || InterfaceType || 'AWS'} interface`, name: description || null }
}

/** Interfaces that are nobody's instance, and no object of another kind either. */
const candidates = (dump: Dump): readonly Item<AwsNic>[] =>
  unique(dump.NetworkInterfaces, ({ NetworkInterfaceId }) => NetworkInterfaceId).filter(
    ({ value }) => !value.Attachment?.InstanceId && !isElsewhere(value),
  )

/** Does it belong to a gateway, load balancer, endpoint or resolver? */
export const isElsewhere = ({ InterfaceType, Description }: AwsNic): boolean =>
  elsewhere.test(InterfaceType ?? '') ||
  elsewhereDescribed.test(Description ?? '') ||
  resolverId(Description) !== undefined

/** Interfaces of one owner in one VPC are one service; those that name no owner are told apart by their groups. */
export function readManagedNics(dump: Dump, report: Report): readonly Service[] {
  const made = candidates(dump).flatMap((item) => madeBy(item) ?? [])
  const byOwner = Map.groupBy(made, (one) => JSON.stringify([one.type, one.item.value.VpcId ?? '', ownerOf(one)]))
  return [...byOwner.values()].flatMap((own) => {
    const [first] = own
    return first ? [serviceOf(first, own, report)] : []
  })
}

/** Is it an interface of such a service? */
export const isManaged = (nic: AwsNic): boolean => madeBy({ value: nic, place: '' }) !== null

const groupsOf = ({ value }: Item<AwsNic>): readonly string[] => idsOf(value.Groups.map(({ GroupId }) => GroupId))

const ownerOf = ({ name, item }: Made): string => name ?? groupsOf(item).join(' ')

function serviceOf(first: Made, own: readonly Made[], report: Report): Service {
  const owner = ownerOf(first)
  const vpcId = first.item.value.VpcId ?? null
  const descriptions = idsOf(own.map(({ item }) => item.value.Description))
  return {
    kind: 'service',
    id: [first.type, vpcId ?? 'no VPC', owner].join('/'),
    name: first.name ?? first.type,
    type: first.type,
    vpcId,
    subnetIds: idsOf(own.map(({ item }) => item.value.SubnetId)),
    securityGroupIds: idsOf(own.flatMap(({ item }) => groupsOf(item))),
    addresses: own.flatMap(({ item }) => addressesOf(addressTexts(item.value), { place: item.place, report })),
    dnsName: null,
    port: null,
    vmIds: [],
    facts: descriptions[0] === undefined ? {} : { description: descriptions[0] },
  }
}
