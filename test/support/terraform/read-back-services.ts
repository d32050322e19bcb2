/**
 * What serves, read from two ends as the same lines of text, like the guards of read-back.ts: from what terraform has made
 * in both roots, and from the translation. Both are written anew here, so that a fault of the way between them shows.
 */
import { formatAddress } from '../../../src/model/address.ts'
import type { NetworkTranslation } from '../../../src/model/network-translation.ts'
import type { Plan } from '../../../src/model/plan.ts'
import { launchedVms } from '../../../src/targets/aws/drs.ts'
import type { PlanResource } from './plan-resources.ts'
import { launchedInstances } from './templates.ts'
import { all, inOrder, line, rows, text, type KeyOf } from './service-lines.ts'
import { builtActions, builtConditions, plannedLast, plannedRules } from './read-back-rules.ts'

/** What of each type decides where a request goes; each of these is changed in turn, and must be noticed. */
export const serviceTypes = {
  aws_lb: [
    'load_balancer_type',
    'internal',
    'security_groups',
    'subnet_mapping',
    'enable_cross_zone_load_balancing',
    'arn',
    'dns_name',
  ],
  aws_lb_listener: ['load_balancer_arn', 'protocol', 'port', 'default_action'],
  aws_lb_listener_rule: ['listener_arn', 'priority', 'condition', 'action'],
  aws_lb_target_group: ['vpc_id', 'protocol', 'port', 'target_type', 'health_check', 'arn'],
  aws_lb_target_group_attachment: ['target_group_arn', 'target_id', 'port'],
  aws_vpc_endpoint: [
    'vpc_id',
    'service_name',
    'vpc_endpoint_type',
    'route_table_ids',
    'subnet_configuration',
    'security_group_ids',
    'private_dns_enabled',
  ],
  aws_route53_zone: ['name', 'vpc', 'zone_id'],
  aws_route53_record: ['name', 'type', 'records', 'alias', 'zone_id'],
} as const satisfies Record<string, readonly string[]>
export type ServiceType = keyof typeof serviceTypes

/** Of the applied resources of both roots; names that fail over are not among them. */
export function builtServices(resources: readonly PlanResource[]): readonly string[] {
  const keys = new Map<string, string>()
  for (const { type, index, values } of resources)
    for (const attribute of ['id', 'arn', 'dns_name', 'zone_id'])
      keys.set(`${type} ${attribute} ${text(values[attribute])}`, index ?? '')
  const keyOf: KeyOf = (type, attribute, value) =>
    keys.get(`${type} ${attribute} ${text(value)}`) ?? `unknown ${text(value)}`
  return resources
    .filter(({ address }) => !address.startsWith('module.protection.') && !/\.(primary|secondary)\[/.test(address))
    .flatMap((resource) => builtLine(resource, keyOf))
    .toSorted()
}

const lines: Readonly<Record<ServiceType, (resource: PlanResource, keyOf: KeyOf) => string>> = {
  aws_lb: ({ index, values }, keyOf) => {
    const subnets = rows(values['subnet_mapping']).map(({ subnet_id: id, private_ipv4_address: address }) =>
      line(keyOf('aws_subnet', 'id', id), address || null),
    )
    const groups = all(values['security_groups']).map((id) => keyOf('aws_security_group', 'id', id))
    const { load_balancer_type: type, internal, enable_cross_zone_load_balancing: spreads } = values
    const spreading = type === 'network' ? spreads : spreads || null
    return line('balancer', index, type, internal, inOrder(subnets), inOrder(groups), spreading)
  },
  aws_lb_listener: ({ index, values }, keyOf) => {
    const balancer = keyOf('aws_lb', 'arn', values['load_balancer_arn'])
    const { protocol, port, default_action: actions } = values
    return line('listener', index, balancer, protocol, port, builtActions(actions, keyOf))
  },
  aws_lb_listener_rule: ({ values }, keyOf) => {
    const { listener_arn: arn, priority, condition, action } = values
    return line(
      'rule',
      keyOf('aws_lb_listener', 'arn', arn),
      priority,
      builtConditions(condition),
      builtActions(action, keyOf),
    )
  },
  aws_lb_target_group: ({ index, values }, keyOf) => {
    const checks = rows(values['health_check']).map(({ protocol, port, path }) =>
      line(protocol, port, protocol === 'TCP' ? null : path),
    )
    const { vpc_id: vpc, protocol, port, target_type: type } = values
    return line('pool', index, keyOf('aws_vpc', 'id', vpc), protocol, port, type, inOrder(checks))
  },
  aws_lb_target_group_attachment: ({ values }, keyOf) => {
    const target = text(values['target_id'])
    const server = /^(\d+\.|i-0d)/.test(target) ? target : keyOf('aws_instance', 'id', values['target_id'])
    return line('target', keyOf('aws_lb_target_group', 'arn', values['target_group_arn']), server, values['port'])
  },
  aws_vpc_endpoint: ({ index, values }, keyOf) => {
    const tables = all(values['route_table_ids']).map((id) => keyOf('aws_route_table', 'id', id))
    const subnets = rows(values['subnet_configuration']).map(({ subnet_id: id, ipv4 }) =>
      line(keyOf('aws_subnet', 'id', id), ipv4),
    )
    const groups = all(values['security_group_ids']).map((id) => keyOf('aws_security_group', 'id', id))
    const { vpc_endpoint_type: type, service_name: service, vpc_id: vpc, private_dns_enabled: names } = values
    const places = [inOrder(tables), inOrder(subnets), inOrder(groups)]
    return line('endpoint', index, type, service, keyOf('aws_vpc', 'id', vpc), ...places, names === true)
  },
  aws_route53_zone: ({ index, values }, keyOf) => {
    const vpcs = rows(values['vpc']).map(({ vpc_id: id }) => keyOf('aws_vpc', 'id', id))
    return line('zone', index, values['name'], inOrder(vpcs))
  },
  aws_route53_record: ({ values }, keyOf) => {
    const aliases = rows(values['alias']).map(({ name }) => keyOf('aws_lb', 'dns_name', name))
    const records = all(values['records']).map((value) => {
      const balancer = keyOf('aws_lb', 'dns_name', value)
      return balancer.startsWith('unknown ') ? text(value) : `balancer ${balancer}`
    })
    const zone = keyOf('aws_route53_zone', 'zone_id', values['zone_id'])
    return line('record', zone, values['name'], values['type'], inOrder(records), inOrder(aliases))
  },
}

const builtLine = (resource: PlanResource, keyOf: KeyOf): readonly string[] =>
  resource.type in lines ? [lines[resource.type as ServiceType](resource, keyOf)] : []

/** The same lines, from the plan. Every VM of it is made, or launched and handed over. */
export function plannedServices(plan: Plan): readonly string[] {
  const { network, vms } = plan
  const launched = launchedInstances(launchedVms(plan).map(({ vm }) => vm.key))
  const keys = new Map(vms.map(({ vmId, key }) => [vmId, launched[key] ?? key]))
  return [
    ...plannedBalancers(network),
    ...(network.targetPools ?? []).flatMap((pool) => [
      plannedPool(pool),
      ...pool.targets.map((target) =>
        line(
          'target',
          pool.key,
          'address' in target ? formatAddress(target.address) : keys.get(target.vmId),
          target.port,
        ),
      ),
    ]),
    ...plannedEndpoints(network),
    ...plannedNames(network),
  ].toSorted()
}

const words: Readonly<Record<string, string>> = { 'tcp-udp': 'TCP_UDP' }
const said = (protocol: string): string => words[protocol] ?? protocol.toUpperCase()

interface Seated {
  readonly subnetKeys: readonly string[]
  readonly addresses: NonNullable<NetworkTranslation['balancers']>[number]['addresses']
}

const plannedSeats = ({ subnetKeys, addresses }: Seated): string =>
  inOrder(
    subnetKeys.map((key) => {
      const fixed = addresses.find(({ subnetKey }) => subnetKey === key)
      return line(key, fixed ? formatAddress(fixed.to) : null)
    }),
  )

const plannedBalancers = ({ balancers = [] }: NetworkTranslation): readonly string[] =>
  balancers.flatMap((balancer) => {
    const { key, role, internal, securityGroupKeys, crossZone, listeners } = balancer
    return [
      line('balancer', key, role, internal, plannedSeats(balancer), inOrder(securityGroupKeys), crossZone),
      ...listeners.flatMap((listener) => [
        line('listener', listener.key, key, said(listener.protocol), listener.port, plannedLast(listener)),
        ...plannedRules(listener),
      ]),
    ]
  })

const plannedPool = (pool: NonNullable<NetworkTranslation['targetPools']>[number]): string => {
  const { key, vpcKey, protocol, port, by, healthCheck: check } = pool
  const checks = check ? [line(said(check.protocol), check.port ?? 'traffic-port', check.path)] : []
  return line('pool', key, vpcKey, said(protocol), port, by === 'vm' ? 'instance' : 'ip', inOrder(checks))
}

const plannedEndpoints = ({ endpoints = [] }: NetworkTranslation): readonly string[] =>
  endpoints.map((endpoint) => {
    const { key, role, service, vpcKey, routeTableKeys, securityGroupKeys, privateNames } = endpoint
    const type = role === 'gateway' ? 'Gateway' : 'Interface'
    const places = [inOrder(routeTableKeys), plannedSeats(endpoint), inOrder(securityGroupKeys)]
    return line('endpoint', key, type, service, vpcKey, ...places, privateNames)
  })

function plannedNames({ dnsZones = [], dnsRecords }: NetworkTranslation): readonly string[] {
  const zones = dnsZones.filter((zone) => zone.private)
  const records = dnsRecords.filter(
    ({ zoneKey, routing, type }) =>
      zones.some(({ key }) => key === zoneKey) && routing === undefined && type !== 'SOA' && type !== 'NS',
  )
  return [
    ...zones.map(({ key, name, vpcKeys }) => line('zone', key, name, inOrder(vpcKeys))),
    ...records.map(({ zoneKey, name, type, values, balancerKey }) => {
      const place = ['record', zoneKey, name, type === 'ALIAS' ? 'A' : type] as const
      if (balancerKey === undefined)
        return line(...place, inOrder(values.map((value) => value.replace(/^"([^]*)"$/, '$1'))), '[]')
      return type === 'CNAME'
        ? line(...place, inOrder([`balancer ${balancerKey}`]), '[]')
        : line(...place, '[]', inOrder([balancerKey]))
    }),
  ]
}
