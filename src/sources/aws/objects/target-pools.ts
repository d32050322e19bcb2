/** Who answers behind load balancers: target groups, and the instances of classic load balancers. */
import type { NetworkObjectOf } from '../../../model/network-objects.ts'
import type { Report } from '../../report.ts'
import type { Dump, Item } from '../answers.ts'
import { addressesOf, idsOf, unique } from '../items.ts'
import type { AwsClassicBalancer, AwsTargetGroup } from '../schema-balancers.ts'

type TargetPool = NetworkObjectOf<'target-pool'>
type Target = TargetPool['targets'][number]

export const readTargetPools = (dump: Dump, report: Report): readonly TargetPool[] =>
  unique(dump.TargetGroups, ({ TargetGroupArn }) => TargetGroupArn).map((item) => ({
    kind: 'target-pool',
    id: item.value.TargetGroupArn,
    name: item.value.TargetGroupName ?? item.value.TargetGroupArn,
    vpcId: item.value.VpcId ?? null,
    protocol: item.value.Protocol ?? null,
    port: item.value.Port ?? null,
    targets: targetsOf(item, report),
    healthCheck: healthCheckOf(item.value),
  }))

/** In an order of their own: AWS gives them in any. */
function targetsOf({ value, place }: Item<AwsTargetGroup>, report: Report): readonly Target[] {
  const type = value.TargetType ?? 'instance'
  const ordered = value.Targets.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1))
  return ordered.map(({ Id, Port, AvailabilityZone }) => ({
    vmId: type === 'instance' ? (Id ?? null) : null,
    nicId: null,
    address: type === 'ip' ? (addressesOf([Id], { place, report })[0] ?? null) : null,
    port: Port ?? null,
    ...(type === 'lambda' || type === 'alb' ? { otherId: Id ?? '' } : {}),
    ...(AvailabilityZone ? { zone: AvailabilityZone } : {}),
  }))
}

const keyOf = ({ Id, Port }: AwsTargetGroup['Targets'][number]): string =>
  `${Id ?? ''} ${String(Port ?? 0).padStart(5, '0')}`

function healthCheckOf(group: AwsTargetGroup): string | null {
  if (group.HealthCheckEnabled === false || !group.HealthCheckProtocol) return null
  const port = group.HealthCheckPort ?? 'traffic-port'
  const where = (port === 'traffic-port' ? '' : `:${port}`) + (group.HealthCheckPath ?? '')
  return [group.HealthCheckProtocol, where].filter((part) => part !== '').join(' ')
}

/** A classic load balancer sends every listener to the same instances, each on a port of its own. */
export const readClassicBalancers = (dump: Dump): readonly (NetworkObjectOf<'load-balancer'> | TargetPool)[] =>
  unique(dump.LoadBalancerDescriptions, classicId).flatMap(({ value }) => {
    const id = classicId(value)
    const entries = value.ListenerDescriptions.flatMap(({ Listener }) => Listener ?? [])
    const ports = [...new Set(entries.map(({ InstancePort }) => InstancePort ?? null))]
    const poolId = (port: number | null): string => `${id}/targets/${port ?? 'any'}`
    return [
      {
        kind: 'load-balancer',
        id,
        name: value.LoadBalancerName ?? id,
        role: 'classic',
        internal: value.Scheme === 'internal',
        vpcId: value.VPCId ?? null,
        subnetIds: idsOf(value.Subnets),
        securityGroupIds: idsOf(value.SecurityGroups),
        addresses: [],
        publicAddresses: [],
        dnsName: value.DNSName ?? null,
        listeners: entries
          .map(({ Protocol, LoadBalancerPort, InstancePort }) => ({
            id: `${id}/${LoadBalancerPort ?? 'any'}`,
            protocol: Protocol ?? 'any',
            port: LoadBalancerPort ?? null,
            poolIds: [poolId(InstancePort ?? null)],
          }))
          .toSorted((a, b) => (a.port ?? -1) - (b.port ?? -1)),
      } as const,
      ...ports.map((port) => classicPool(value, poolId(port), port)),
    ]
  })

/** Names repeat in every region, the names of DNS do not. */
const classicId = ({ DNSName, LoadBalancerName }: AwsClassicBalancer): string => DNSName ?? LoadBalancerName ?? ''

const classicPool = (value: AwsClassicBalancer, id: string, port: number | null): TargetPool => ({
  kind: 'target-pool',
  id,
  name: value.LoadBalancerName ?? id,
  vpcId: value.VPCId ?? null,
  protocol: null,
  port,
  targets: idsOf(value.Instances.map(({ InstanceId }) => InstanceId)).map((vmId) => ({
    vmId,
    nicId: null,
    address: null,
    port,
  })),
  healthCheck: value.HealthCheck?.Target ?? null,
})
