/** Load balancers, made again where everything that they stand on is planned. */
import type { Reading } from '../../../model/address.ts'
import { formatAddress } from '../../../model/address.ts'
import { stableKey } from '../../../model/key.ts'
import type { NetworkObjectOf } from '../../../model/network-objects.ts'
import type { SubnetTranslation } from '../../../model/network-translation.ts'
import type { BalancerTranslation, TargetPoolTranslation } from '../../../model/serving-translation.ts'
import { fixedAddresses, type ServingContext } from './context.ts'
import { fault } from './faults.ts'
import { frontSeat, isFronted, placed, whyNotFronted } from './fronted.ts'
import { makeListeners, type MadeListener } from './listeners.ts'
import { isWeb, readProtocol } from './protocols.ts'
import type { Pools } from './pool-of.ts'
import type { Unbuilt } from './unbuilt.ts'

type Balancer = NetworkObjectOf<'load-balancer'>

export interface MadeBalancer {
  readonly balancer: BalancerTranslation
  readonly pools: readonly TargetPoolTranslation[]
  readonly unbuilt: readonly Unbuilt[]
}

/** Faults end the sentence "because …". */
export function makeBalancer(given: Balancer, pools: Pools, context: ServingContext): Reading<MadeBalancer> {
  const role = roleOf(given)
  if (role === 'gateway') return fault('the appliances behind it are not planned as such')
  const strange = isFronted(context) ? whyNotFronted(given, role) : null
  if (strange !== null) return fault(strange)
  const balancer = isFronted(context) ? placed(given, pools, context) : given
  const vpcKey = context.vpcKeys.get(balancer.vpcId ?? '')
  if (vpcKey === undefined) return fault('its network is not planned, or not known')
  const subnets = isFronted(context) ? frontSeat(balancer, context) : seats(balancer, role, context)
  if (!subnets.ok) return subnets
  return makeSeated({ balancer, role, subnets: subnets.value }, vpcKey, { pools, context })
}

interface Seated {
  readonly balancer: Balancer
  readonly role: BalancerTranslation['role']
  readonly subnets: readonly SubnetTranslation[]
}

function makeSeated(
  seated: Seated,
  vpcKey: string,
  { pools, context }: { readonly pools: Pools; readonly context: ServingContext },
): Reading<MadeBalancer> {
  const { balancer, role, subnets } = seated
  const groups = balancer.securityGroupIds.map((id) => context.groupKeys.get(id))
  if (groups.includes(undefined)) return fault('a security group of it is not in the inventory')
  const key = stableKey(balancer.name, balancer.id)
  const listeners = makeListeners(balancer, { role, key, pools, context })
  if (!serves(balancer, listeners.made)) return fault(nothingMade(listeners.unbuilt))
  const { addresses, lost } = keptAddresses(seated, context)
  return {
    ok: true,
    value: {
      balancer: {
        key,
        from: balancer.id,
        name: balancer.name,
        role,
        internal: balancer.internal,
        vpcKey,
        subnetKeys: subnets.map((subnet) => subnet.key).toSorted(),
        addresses,
        securityGroupKeys: [...new Set(groups.flatMap((group) => group ?? []))].toSorted(),
        crossZone: balancer.crossZone ?? null,
        listeners: listeners.made.map(({ listener }) => listener),
      },
      pools: listeners.made.flatMap(({ pools: own }) => own.map(({ pool }) => pool)),
      unbuilt: [...listeners.unbuilt, ...listeners.made.flatMap((made) => made.unbuilt), ...lost],
    },
  }
}

/** One that only redirects or answers is worth its price where it did nothing else at the primary site either. */
const serves = ({ listeners }: Balancer, made: readonly MadeListener[]): boolean =>
  made.some(({ pools }) => pools.length > 0) ||
  (made.length > 0 && listeners.every(({ poolIds }) => poolIds.length === 0))

function nothingMade(listeners: readonly Unbuilt[]): string {
  const reasons = [...new Set(listeners.map(({ why }) => why))]
  return `none of its listeners can be made${reasons.length > 0 ? ` (${reasons.join('; ')})` : ''}`
}

/** A classic one that speaks only HTTP looks into requests, as application balancers do; others pass connections on. */
function roleOf({ role, listeners }: Balancer): 'application' | 'network' | 'gateway' {
  if (role !== 'classic') return role
  const isOfWeb = listeners.every(({ protocol }) => {
    const read = readProtocol(protocol)
    return read !== null && isWeb(read)
  })
  return isOfWeb && listeners.length > 0 ? 'application' : 'network'
}

/** The subnets it stands in, one in each zone. */
function seats(
  balancer: Balancer,
  role: BalancerTranslation['role'],
  { subnetsById, limits, routes }: ServingContext,
): Reading<readonly SubnetTranslation[]> {
  const subnets = balancer.subnetIds.flatMap((id) => subnetsById.get(id) ?? [])
  if (balancer.subnetIds.length === 0) return fault('its subnets are not known')
  if (subnets.length < balancer.subnetIds.length) return fault('a subnet of it is not planned')
  const zones = new Set(subnets.map(({ zone }) => zone)).size
  if (zones < subnets.length) return fault('two of its subnets are in one zone of the recovery region')
  const needed = limits.applicationZones?.value ?? 0
  if (role === 'application' && zones < needed)
    return fault(`its subnets are in ${zones} of the ${needed} zones that an application balancer needs`)
  const open = new Set(
    routes
      .filter(({ hop, destination }) => hop === 'internet-gateway' && destination.prefixLength === 0)
      .map(({ tableKey }) => tableKey),
  )
  if (!balancer.internal && subnets.some(({ routeTableKey }) => !open.has(routeTableKey)))
    return fault('it is public, and a subnet of it has no route to the internet')
  return { ok: true, value: subnets }
}

/** Only those of the network have addresses of their own, and only inside may anybody choose them. One in each subnet. */
function keptAddresses(
  { balancer, role, subnets }: Seated,
  context: ServingContext,
): { readonly addresses: BalancerTranslation['addresses'][number][]; readonly lost: readonly Unbuilt[] } {
  if (!balancer.internal || role !== 'network') return { addresses: [], lost: [] }
  const fixed = fixedAddresses(balancer, subnets, context)
  const bySubnet = new Map(fixed.toReversed().map((one) => [one.subnetKey, one]))
  const addresses = [...bySubnet.values()].toSorted((a, b) => (a.subnetKey < b.subnetKey ? -1 : 1))
  const kept = new Set(addresses.map(({ from }) => formatAddress(from)))
  const lost = balancer.addresses
    .map(formatAddress)
    .filter((address) => !kept.has(address))
    .map((address): Unbuilt => ({
      noun: 'address',
      id: balancer.id,
      label: `${address} of ${balancer.name}`,
      why: 'the load balancer cannot have the address that takes its place',
    }))
  return { addresses, lost }
}
