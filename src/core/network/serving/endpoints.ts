/** Endpoints of the platform's own services, which the recovery region has under other names. */
import type { Reading } from '../../../model/address.ts'
import { stableKey } from '../../../model/key.ts'
import type { NetworkObjectOf } from '../../../model/network-objects.ts'
import type { EndpointTranslation } from '../../../model/serving-translation.ts'
import type { ServingLimits } from '../../../model/target.ts'
import type { Regions } from '../prefix-lists.ts'
import { fixedAddresses, type ServingContext } from './context.ts'
import { fault } from './faults.ts'

type Endpoint = NetworkObjectOf<'endpoint'>
type Place = Pick<EndpointTranslation, 'routeTableKeys' | 'subnetKeys' | 'addresses' | 'securityGroupKeys'>

const isLimited = ({ hasPolicy, limits = [] }: Endpoint): boolean => hasPolicy || limits.length > 0

const ofOthers = {
  offered: 'it is offered to others, who have to agree',
  'load-balancer': 'the appliances behind it are not planned as such',
} as const

/** Faults end the sentence "because …". */
export function makeEndpoint(endpoint: Endpoint, context: ServingContext): Reading<EndpointTranslation> {
  const { role } = endpoint
  if (role !== 'gateway' && role !== 'interface') return fault(ofOthers[role])
  const service = serviceName(endpoint.service, context)
  if (!service.ok) return service
  const vpcKey = context.vpcKeys.get(endpoint.vpcId ?? '')
  if (vpcKey === undefined) return fault('its network is not planned, or not known')
  if (isLimited(endpoint)) return fault('its policy names networks or endpoints of the primary site')
  const place = role === 'gateway' ? inTables(endpoint, context) : inSubnets(endpoint, context)
  if (!place.ok) return place
  const { id, name, privateNames } = endpoint
  return {
    ok: true,
    value: {
      key: stableKey(name, id),
      from: id,
      name,
      role,
      service: service.value,
      vpcKey,
      ...place.value,
      privateNames: role === 'interface' && privateNames === true,
    },
  }
}

/** The same service of the recovery region. */
function serviceName(
  name: string,
  context: { readonly limits: ServingLimits; readonly regions: Regions },
): Reading<string> {
  if (context.limits.endpointPrefixes.length === 0) return fault('the plan makes none for this target')
  const { primary, recovery } = context.regions
  if (primary === null) return fault('the region of the primary site is not known (site.region in drplan.yaml)')
  for (const prefix of context.limits.endpointPrefixes) {
    const here = `${prefix}${primary}.`
    const rest = name.slice(here.length)
    // No more than the platform itself would write: the name becomes that of a service to call.
    if (name.startsWith(here) && /^[a-z0-9][a-z0-9.-]{0,99}$/.test(rest))
      return { ok: true, value: `${prefix}${recovery}.${rest}` }
  }
  return fault('its service is not one of the platform in the region of the primary site, or somebody else keeps it')
}

function inTables({ routeTableIds }: Endpoint, { routeTables }: ServingContext): Reading<Place> {
  const keys = routeTables.flatMap(({ from, key }) => (from !== null && routeTableIds.includes(from) ? [key] : []))
  if (keys.length === 0) return fault('it is in no route table that is planned')
  const rest = { subnetKeys: [], addresses: [], securityGroupKeys: [] }
  return { ok: true, value: { routeTableKeys: keys.toSorted(), ...rest } }
}

function inSubnets(endpoint: Endpoint, context: ServingContext): Reading<Place> {
  const subnets = endpoint.subnetIds.flatMap((id) => context.subnetsById.get(id) ?? [])
  if (subnets.length === 0) return fault('none of its subnets is planned')
  if (subnets.length < endpoint.subnetIds.length) return fault('a subnet of it is not planned')
  if (new Set(subnets.map(({ zone }) => zone)).size < subnets.length)
    return fault('two of its subnets are in one zone of the recovery region')
  const groups = endpoint.securityGroupIds.map((id) => context.groupKeys.get(id))
  if (groups.includes(undefined)) return fault('a security group of it is not in the inventory')
  const addresses = fixedAddresses(endpoint, subnets, context)
  // The platform takes all addresses of an endpoint, or gives all of them.
  const isFixed = new Set(addresses.map(({ subnetKey }) => subnetKey)).size === subnets.length
  return {
    ok: true,
    value: {
      routeTableKeys: [],
      subnetKeys: subnets.map(({ key }) => key).toSorted(),
      addresses: isFixed && addresses.length === subnets.length ? addresses.toSorted(bySubnet) : [],
      securityGroupKeys: [...new Set(groups.flatMap((group) => group ?? []))].toSorted(),
    },
  }
}

const bySubnet = (a: { readonly subnetKey: string }, b: { readonly subnetKey: string }): number =>
  a.subnetKey < b.subnetKey ? -1 : 1
