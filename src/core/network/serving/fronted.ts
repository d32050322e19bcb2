/**
 * Balancers of platforms that pass packets on from one front (limits.serving.balancers): what has a counterpart there, and
 * where it stands.
 */
import { formatAddress, type Reading } from '../../../model/address.ts'
import type { NetworkObjectOf } from '../../../model/network-objects.ts'
import type { SubnetTranslation } from '../../../model/network-translation.ts'
import type {
  BalancerTranslation,
  ListenerProtocol,
  TargetPoolTranslation,
} from '../../../model/serving-translation.ts'
import { compareText } from '../../../model/text-order.ts'
import { fixedAddresses, type ServingContext } from './context.ts'
import { fault, firstOf } from './faults.ts'

type Balancer = NetworkObjectOf<'load-balancer'>
type Pools = ReadonlyMap<string, NetworkObjectOf<'target-pool'>>
type Listener = BalancerTranslation['listeners'][number]

export const isFronted = ({ limits }: ServingContext): boolean => limits.balancers === 'fronted'

/**
 * One that looks into requests never becomes one that passes packets on, not even with plain HTTP to one pool: it is guarded
 * by groups of its own and members let in it alone, it tells them by a header who asked, and it spreads requests and not
 * connections. Ends the sentence "because …"; null when it has a counterpart.
 */
export function whyNotFronted(balancer: Balancer, role: BalancerTranslation['role']): string | null {
  const { listeners, securityGroupIds } = balancer
  const spoken = [...new Set(listeners.map(({ protocol, port }) => `${protocol.toUpperCase()} ${port ?? 'all ports'}`))]
  const fronts = new Set(listeners.flatMap(({ frontId }) => frontId ?? []))
  return firstOf([
    [
      role === 'application',
      `an application gateway takes its place, which is to be made by hand: with a subnet of its own, its listeners (${spoken.toSorted(compareText).join(', ')}), a certificate for each of HTTPS, and its subnet let in by the rules of who is behind it`,
    ],
    [securityGroupIds.length > 0, 'it is guarded by security groups, and at the target only who is behind it can be'],
    [fronts.size > 1, 'it has several fronts with listeners of their own'],
  ])
}

/** With the VPC of whoever is behind it, where it is public and stands in none itself. */
export function placed(balancer: Balancer, pools: Pools, context: ServingContext): Balancer {
  if (balancer.vpcId !== null) return balancer
  const targets = balancer.listeners.flatMap(({ poolIds }) => poolIds.flatMap((id) => pools.get(id)?.targets ?? []))
  const ids = new Set(targets.flatMap(({ vmId, nicId }) => [vmId ?? [], nicId ?? []].flat()))
  const seats = context.addresses.filter(({ vmId, nicId }) => ids.has(vmId) || ids.has(nicId))
  const behind = new Set(seats.map(({ subnetKey }) => subnetKey))
  const vpcs = new Set(context.subnets.filter(({ key }) => behind.has(key)).map(({ vpcKey }) => vpcKey))
  const [vpcId = null, another] = [...context.vpcKeys].flatMap(([id, key]) => (vpcs.has(key) ? [id] : []))
  return another === undefined ? { ...balancer, vpcId } : balancer
}

/** The one subnet of the front: rather one that its address is known in. A public front stands in none. */
export function frontSeat(balancer: Balancer, context: ServingContext): Reading<readonly SubnetTranslation[]> {
  if (!balancer.internal) return { ok: true, value: [] }
  const subnets = balancer.subnetIds
    .flatMap((id) => context.subnetsById.get(id) ?? [])
    .toSorted((a, b) => compareText(a.key, b.key))
  if (balancer.subnetIds.length === 0) return fault('its subnets are not known')
  if (subnets.length < balancer.subnetIds.length) return fault('a subnet of it is not planned')
  const known = new Set(fixedAddresses(balancer, subnets, context).map(({ subnetKey }) => subnetKey))
  const front = subnets.find(({ key }) => known.has(key)) ?? subnets[0]
  return { ok: true, value: front ? [front] : [] }
}

/** Of a listener and the pool that it leads to; ends the sentence "because …". */
export function whyNotPassedOn(protocol: ListenerProtocol, { targets }: TargetPoolTranslation): string | null {
  return firstOf([
    [protocol === 'tls', 'it decrypts, and balancers of the target pass on what comes'],
    [new Set(targets.map(({ port }) => port)).size > 1, 'its targets answer at several ports'],
  ])
}

const transports = (protocol: ListenerProtocol): readonly string[] =>
  protocol === 'tcp-udp' ? ['tcp', 'udp'] : [protocol]

/**
 * What a listener takes that no other one of its balancer may take: its port, and the port of its targets, unless these see
 * the address of the front (Azure: RulesUseSameBackendPortProtocolAndPool).
 */
export function takenBy(
  { protocol, port, targetPort, keepsAddress }: Listener,
  { targets }: TargetPoolTranslation,
): readonly string[] {
  return transports(protocol).flatMap((transport) => [
    `front ${transport} ${port}`,
    ...(keepsAddress === true ? [] : targets.map(({ vmId }) => `behind ${transport} ${targetPort} ${vmId}`)),
  ])
}

/** Cards that are behind it: each is behind one balancer of the inside and one of the outside at most. */
export const cardsBehind = (
  { internal }: Pick<BalancerTranslation, 'internal'>,
  pools: readonly TargetPoolTranslation[],
): readonly string[] =>
  pools.flatMap(({ targets }) =>
    targets.map((target) => `${internal} ${target.vmId} ${'address' in target ? formatAddress(target.address) : ''}`),
  )
