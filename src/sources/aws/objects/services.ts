/** Databases of RDS, and what groups instances: scaling groups, clusters, stacks, known by the tags AWS itself sets. */
import type { NetworkObjectOf } from '../../../model/network-objects.ts'
import type { Vm } from '../../../model/site.ts'
import type { Dump } from '../answers.ts'
import { idsOf, unique } from '../items.ts'
import type { AwsDatabase } from '../schema-other.ts'
import { databaseType } from './managed-nics.ts'
import { scalingGroupType } from './scaling-groups.ts'

type Service = NetworkObjectOf<'service'>

export const readDatabases = (dump: Dump): readonly Service[] =>
  unique(dump.DBInstances, databaseId).map(({ value }) => ({
    kind: 'service',
    id: databaseId(value),
    name: value.DBInstanceIdentifier ?? databaseId(value),
    type: databaseType,
    vpcId: value.DBSubnetGroup?.VpcId ?? null,
    subnetIds: idsOf(value.DBSubnetGroup?.Subnets.map(({ SubnetIdentifier }) => SubnetIdentifier) ?? []),
    securityGroupIds: idsOf(value.VpcSecurityGroups.map(({ VpcSecurityGroupId }) => VpcSecurityGroupId)),
    addresses: [],
    dnsName: value.Endpoint?.Address ?? null,
    port: value.Endpoint?.Port ?? null,
    vmIds: [],
    facts: databaseFacts(value),
  }))

const databaseId = ({ DBInstanceArn, DBInstanceIdentifier }: AwsDatabase): string =>
  DBInstanceArn ?? DBInstanceIdentifier ?? 'unnamed database'

function databaseFacts(value: AwsDatabase): Service['facts'] {
  const facts = {
    engine: [value.Engine, value.EngineVersion].filter(Boolean).join(' '),
    size: value.DBInstanceClass ?? '',
    storage: value.AllocatedStorage ? `${value.AllocatedStorage} GiB` : '',
    zones: value.MultiAZ === true ? 'several' : value.MultiAZ === false ? 'one' : '',
  }
  return Object.fromEntries(Object.entries(facts).filter(([, fact]) => fact !== ''))
}

/**
 * Databases with the addresses of their interfaces. An interface says that it is of RDS and not of which database, so
 * it is given to the one that is in its VPC with its groups, if there is just one; the others are returned as they are.
 */
export function placeDatabases(databases: readonly Service[], managed: readonly Service[]): readonly Service[] {
  const found = new Map<Service, Service>()
  for (const interfaces of managed.filter(({ type }) => type === databaseType)) {
    const [match, ...others] = databases.filter((database) => isPlacedAs(database, interfaces))
    if (match && others.length === 0) found.set(match, interfaces)
  }
  const taken = new Set(found.values())
  return [
    ...databases.map((database) => ({ ...database, addresses: found.get(database)?.addresses ?? [] })),
    ...managed.filter((service) => !taken.has(service)),
  ]
}

const isPlacedAs = (a: Service, b: Service): boolean =>
  a.vpcId === b.vpcId && a.securityGroupIds.join(' ') === b.securityGroupIds.join(' ')

/** Tags that AWS sets and no user may (they begin with `aws:`), or that EKS sets on its nodes. */
const groupingTags: readonly (readonly [tag: string, type: string])[] = [
  ['aws:autoscaling:groupName', scalingGroupType],
  ['aws:eks:cluster-name', 'EKS cluster'],
  ['eks:cluster-name', 'EKS cluster'],
  ['aws:cloudformation:stack-name', 'CloudFormation stack'],
]

interface Membership {
  readonly type: string
  readonly name: string
  readonly vpcId: string | null
  readonly vm: Vm
}

/**
 * Names of groups repeat in other regions and accounts, so one group is what has one name in one VPC. VMs of scaling groups
 * that were described need no tag to say so.
 */
export function readInstanceGroups(dump: Dump, vms: readonly Vm[], described: readonly Service[]): readonly Service[] {
  const known = new Set(described.flatMap(({ vmIds }) => vmIds))
  const vpcs = new Map(dump.Reservations.map(({ value }) => [value.InstanceId, value.VpcId ?? null]))
  const memberships = vms.flatMap((vm) =>
    groupingTags.flatMap(([tag, type]): readonly Membership[] => {
      const name = vm.tags[tag]
      const isKnown = type === scalingGroupType && known.has(vm.id)
      return name && !isKnown ? [{ type, name, vpcId: vpcs.get(vm.id) ?? null, vm }] : []
    }),
  )
  const groups = Map.groupBy(memberships, ({ type, vpcId, name }) => [type, vpcId ?? 'no VPC', name].join('/'))
  return [...groups].flatMap(([id, own]) => {
    const [first] = own
    return first ? [groupOf(id, first, own)] : []
  })
}

function groupOf(id: string, { type, name, vpcId }: Membership, own: readonly Membership[]): Service {
  const nics = own.flatMap(({ vm }) => vm.nics)
  return {
    kind: 'service',
    id,
    name,
    type,
    vpcId,
    subnetIds: idsOf(nics.map(({ subnetId }) => subnetId)),
    securityGroupIds: idsOf(nics.flatMap(({ securityGroupIds }) => securityGroupIds)),
    addresses: [],
    dnsName: null,
    port: null,
    vmIds: idsOf(own.map(({ vm }) => vm.id)),
    facts: {},
  }
}
