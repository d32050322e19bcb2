/** What AWS refuses of load balancers, endpoints and names although the schema allows it. Unknown values pass. */
import { requestFault, ruleFault } from './aws-rules-requests.ts'
import { isList, isObject, type Value } from './msgpack.ts'

type Configuration = { readonly [name: string]: Value }
type Fault = readonly [broken: boolean, sentence: string]

const firstOf = (faults: readonly Fault[]): string | null => faults.find(([broken]) => broken)?.[1] ?? null

const has = (value: Value | undefined): boolean => (value ?? null) !== null
const filled = (value: Value | undefined): boolean => isList(value) && value.length > 0
const isOneOf = (value: Value | undefined, ...texts: readonly string[]): boolean =>
  typeof value === 'string' && texts.includes(value)
const breaks = (value: Value | undefined, pattern: RegExp): boolean => typeof value === 'string' && !pattern.test(value)
const badPort = (value: Value | undefined): Fault => [
  typeof value === 'number' && (value < 1 || value > 65_535),
  'port is from 1 to 65535',
]

/** Elastic Load Balancing API: CreateListener. */
function listenerFault({ protocol, port, certificate_arn: certificate, ssl_policy: policy }: Configuration) {
  const isKnown = typeof protocol === 'string'
  const isSealed = isOneOf(protocol, 'HTTPS', 'TLS')
  return firstOf([
    badPort(port),
    [isKnown && isSealed !== has(certificate), 'protocol and certificate_arn do not go together'],
    [isKnown && isSealed !== has(policy), 'protocol and ssl_policy do not go together'],
  ])
}

/** Elastic Load Balancing API, CreateTargetGroup. */
function targetGroupFault({ protocol, port, health_check: checks }: Configuration) {
  const [check] = isList(checks) ? checks : []
  const { protocol: asks, path, port: asked } = isObject(check) ? check : {}
  return firstOf([
    badPort(port),
    [breaks(asks, /^(HTTPS?|TCP)$/), `health checks cannot ask by ${typeof asks === 'string' ? asks : ''}`],
    [asks === 'TCP' && isOneOf(protocol, 'HTTP', 'HTTPS'), 'a group of HTTP cannot ask by TCP'],
    [asks === 'TCP' && typeof path === 'string', 'a health check by TCP has no path'],
    [breaks(path, /^\/[!-~]{0,1023}$/), 'the path of the health check is not allowed'],
    [breaks(asked, /^(traffic-port|\d{1,5})$/), 'the port of the health check is not one'],
  ])
}

/** Elastic Load Balancing API, CreateLoadBalancer. */
function balancerFault(balancer: Configuration) {
  const { load_balancer_type: type, subnet_mapping: mappings, enable_cross_zone_load_balancing: spreads } = balancer
  const seats = isList(mappings) ? mappings : []
  const isFixed = seats.some((seat) => isObject(seat) && has(seat['private_ipv4_address']))
  const mayBeFixed = type === 'network' && balancer['internal'] !== false
  return firstOf([
    [type === 'application' && seats.length === 1, 'an application load balancer needs two zones'],
    [isFixed && !mayBeFixed, 'only internal network load balancers have fixed addresses'],
    [type === 'application' && spreads === false, 'an application load balancer spreads over all zones'],
    [
      type === 'network' && balancer['drop_invalid_header_fields'] === true,
      'only application load balancers see headers',
    ],
  ])
}

/** EC2 API, CreateVpcEndpoint. */
function endpointFault({ vpc_endpoint_type: type, ...endpoint }: Configuration) {
  const placed = filled(endpoint['subnet_ids']) || filled(endpoint['security_group_ids'])
  return firstOf([
    [
      type === 'Gateway' && (placed || endpoint['private_dns_enabled'] === true),
      'a gateway endpoint has route tables only',
    ],
    [type === 'Interface' && filled(endpoint['route_table_ids']), 'an interface endpoint has no route tables'],
  ])
}

/** Route 53 API, ResourceRecordSet: values with a time to live, or an alias; names and policies of failover. */
const recordFault = ({ alias, records, ttl, set_identifier: set, failover_routing_policy: failover }: Configuration) =>
  firstOf([
    [filled(alias) === has(records), 'a record has values or an alias'],
    [filled(alias) === has(ttl), 'values have a time to live, and an alias has none'],
    [has(set) !== filled(failover), 'set_identifier and a routing policy go together'],
  ])

/** Addresses that nobody outside can ask (RFC 1918, RFC 1122). */
const inner = /^(10|127|192\.168|172\.(1[6-9]|2\d|3[01]))\./

/** Route 53 API, HealthCheckConfig. */
const checkFault = ({ type, port, ip_address: address, fqdn, resource_path: path }: Configuration) =>
  firstOf([
    [breaks(type, /^(TCP|HTTPS?)$/), `type cannot be ${typeof type === 'string' ? type : ''}`],
    badPort(port),
    [!has(address) && !has(fqdn), 'ip_address or fqdn is needed'],
    [typeof address === 'string' && inner.test(address), 'nobody outside can ask a private address'],
    [type === 'TCP' && has(path), 'a check by TCP has no path'],
  ])

export const serviceFaults: readonly {
  readonly types: readonly string[]
  readonly fault: (configuration: Configuration) => string | null
}[] = [
  { types: ['aws_lb'], fault: balancerFault },
  { types: ['aws_lb_listener'], fault: listenerFault },
  { types: ['aws_lb_listener'], fault: requestFault },
  { types: ['aws_lb_listener_rule'], fault: ruleFault },
  { types: ['aws_lb_target_group'], fault: targetGroupFault },
  { types: ['aws_vpc_endpoint'], fault: endpointFault },
  { types: ['aws_route53_record'], fault: recordFault },
  { types: ['aws_route53_health_check'], fault: checkFault },
]
