/**
 * What the AWS provider or AWS itself refuses although the schema allows it. Each rule looks at one configured
 * resource; values that are not known yet pass, because the real provider lets them pass too.
 */
import { readCidr } from '../../../src/model/cidr.ts'
import { gatewayFaults } from './aws-rules-gateways.ts'
import { serviceFaults } from './aws-rules-services.ts'
import { switchFault } from './aws-rules-switch.ts'
import { isList, isObject, UNKNOWN, type Value } from './msgpack.ts'
import type { ConfigurationRules } from './provider.ts'

type Configuration = { readonly [name: string]: Value }

interface Rule {
  readonly types: readonly string[]
  /** What is wrong, or null. */
  readonly fault: (configuration: Configuration) => string | null
}

const ruleTypes = ['aws_vpc_security_group_ingress_rule', 'aws_vpc_security_group_egress_rule']

const entryTypes = ['aws_network_acl_rule']
const listTypes = ['aws_ec2_managed_prefix_list']

const isCidr = (text: Value | undefined, family: 4 | 6): boolean => {
  const reading = typeof text === 'string' ? readCidr(text) : null
  return reading === null || (reading.ok && reading.value.family === family)
}

const cidrRule = (types: readonly string[], attribute: string, family: 4 | 6 = 4): Rule => ({
  types,
  fault: (configuration) =>
    isCidr(configuration[attribute], family) ? null : `${attribute} is not an IPv${family} CIDR`,
})

const enumRule = (types: readonly string[], attribute: string, allowed: readonly Value[]): Rule => ({
  types,
  fault: (configuration) => {
    const value = configuration[attribute] ?? null
    const fine = value === null || value === UNKNOWN || allowed.includes(value)
    return fine ? null : `${attribute} cannot be ${JSON.stringify(value)}`
  },
})

const patternRule = (types: readonly string[], attribute: string, pattern: RegExp): Rule => ({
  types,
  fault: (configuration) => {
    const value = configuration[attribute]
    return typeof value !== 'string' || pattern.test(value) ? null : `${attribute} does not match ${pattern.source}`
  },
})

const exactlyOneOf = (types: readonly string[], attributes: readonly string[]): Rule => ({
  types,
  fault: (configuration) => {
    const values = attributes.map((name) => configuration[name] ?? null).filter((value) => value !== null)
    const known = values.filter((value) => value !== UNKNOWN).length
    const fine = known === 1 || (known === 0 && values.length > 0)
    return fine ? null : `exactly one of ${attributes.join(', ')} is needed, not ${known}`
  },
})

const volumeTypes = new Set(['standard', 'gp2', 'gp3', 'io1', 'io2', 'sc1', 'st1'])

/** CloudWatch Logs API, PutRetentionPolicy. */
const retentionDays = [
  0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
]

/** EC2 API, IpPermission: without ports a tcp or udp rule is refused, with ports a rule for everything is. */
function portFault({ ip_protocol: protocol, from_port: from, to_port: to }: Configuration): string | null {
  const given = [from, to].filter((port) => (port ?? null) !== null).length
  if (protocol === '-1') return given > 0 ? 'ports cannot be given with every protocol' : null
  if (protocol !== 'tcp' && protocol !== 'udp') return null
  if (given < 2) return 'from_port and to_port are needed'
  return numberOf(from) > numberOf(to) ? 'from_port is over to_port' : null
}

/** EC2 API, CreateNetworkAclEntry: ports for tcp and udp, type and code for ICMP; the protocol is a number. */
function entryFault(entry: Configuration): string | null {
  const { protocol, rule_number: order } = entry
  if (numberOf(order) < 1 || numberOf(order) > 32_766) return 'rule_number is from 1 to 32766'
  if (typeof protocol !== 'string') return null
  const given = (names: readonly string[]): number => names.filter((name) => (entry[name] ?? null) !== null).length
  const [ports, icmp] = [given(['from_port', 'to_port']), given(['icmp_type', 'icmp_code'])]
  if (ports !== (['6', '17'].includes(protocol) ? 2 : 0)) return `protocol ${protocol} with ${ports} ports`
  if (icmp !== (['1', '58'].includes(protocol) ? 2 : 0)) return `protocol ${protocol} with ${icmp} of type and code`
  return numberOf(entry['from_port']) > numberOf(entry['to_port']) ? 'from_port is over to_port' : null
}

/** EC2 API, CreateManagedPrefixList. */
function listFault({ entry, max_entries: most, address_family: family }: Configuration): string | null {
  const entries = isList(entry) ? entry : []
  if (entries.length > numberOf(most)) return 'more entries than max_entries'
  const blocks = entries.map((each) => (isObject(each) ? each['cidr'] : undefined))
  return blocks.every((block) => isCidr(block, family === 'IPv6' ? 6 : 4))
    ? null
    : `an entry is not of the family ${JSON.stringify(family)}`
}

/** Not a number when it is not known yet, and then no comparison holds. */
const numberOf = (value: Value | undefined): number => (typeof value === 'number' ? value : Number.NaN)

function blockDeviceFault(configuration: Configuration): string | null {
  const mappings = isList(configuration['block_device_mappings']) ? configuration['block_device_mappings'] : []
  const names = mappings.flatMap((mapping) => (isObject(mapping) ? [mapping['device_name']] : []))
  const known = names.filter((name) => typeof name === 'string')
  if (new Set(known).size < known.length) return 'two block devices have the same name'
  const disks = mappings.flatMap((mapping) => (isObject(mapping) && isList(mapping['ebs']) ? mapping['ebs'] : []))
  return disks.map((disk) => (isObject(disk) ? diskFault(disk) : null)).find((fault) => fault !== null) ?? null
}

/** Amazon EBS user guide: who takes provisioned IOPS and throughput. */
function diskFault({ volume_type: type, iops, throughput }: Configuration): string | null {
  if (typeof type !== 'string') return null
  if (!volumeTypes.has(type)) return `volume_type cannot be "${type}"`
  if (['io1', 'io2'].includes(type) && (iops ?? null) === null) return `${type} needs iops`
  if (['standard', 'gp2', 'sc1', 'st1'].includes(type) && typeof iops === 'number') return `${type} takes no iops`
  return type !== 'gp3' && typeof throughput === 'number' ? `${type} takes no throughput` : null
}

/** EC2 API, RequestLaunchTemplateData. */
function metadataFault(configuration: Configuration): string | null {
  const [options] = isList(configuration['metadata_options']) ? configuration['metadata_options'] : []
  if (!isObject(options)) return null
  const { http_tokens: tokens, http_put_response_hop_limit: hops } = options
  if (typeof tokens === 'string' && !['optional', 'required'].includes(tokens))
    return 'http_tokens is optional or required'
  return typeof hops === 'number' && (hops < 1 || hops > 64) ? 'http_put_response_hop_limit is from 1 to 64' : null
}

/** EC2 user guide, "Tag restrictions". */
function tagFault({ tags }: Configuration): string | null {
  if (!isObject(tags)) return null
  for (const [key, value] of Object.entries(tags)) {
    if (key.startsWith('aws:') || key.length > 128) return `the tag key "${key}" is not allowed`
    if (typeof value === 'string' && !/^[\p{L}\p{Z}\p{N}_.:/=+\-@]{0,256}$/u.test(value))
      return `the value of tag "${key}" is not allowed`
  }
  return null
}

const groupText = /^[a-zA-Z0-9. _\-:/()#,@[\]+=&;{}!$*]{0,255}$/
const tagged = [
  'aws_vpc',
  'aws_subnet',
  'aws_route_table',
  'aws_security_group',
  'aws_instance',
  'aws_network_interface',
  'aws_network_acl',
  'aws_vpc_peering_connection',
  'aws_ec2_managed_prefix_list',
  'aws_lb',
  'aws_lb_target_group',
  'aws_vpc_endpoint',
  'aws_route53_health_check',
  'aws_vpn_gateway',
  'aws_customer_gateway',
  'aws_vpn_connection',
  'aws_ec2_transit_gateway_vpc_attachment',
]

/** Elastic Load Balancing API: 32 letters, digits and hyphens, none of them at an end. */
const balancerName = /^(?!internal-)[a-zA-Z0-9]([a-zA-Z0-9-]{0,30}[a-zA-Z0-9])?$/

const rules: readonly Rule[] = [
  cidrRule(['aws_vpc', 'aws_vpc_ipv4_cidr_block_association', 'aws_subnet'], 'cidr_block'),
  cidrRule(['aws_route'], 'destination_cidr_block'),
  cidrRule(['aws_route'], 'destination_ipv6_cidr_block', 6),
  cidrRule(ruleTypes, 'cidr_ipv4'),
  cidrRule(ruleTypes, 'cidr_ipv6', 6),
  exactlyOneOf(ruleTypes, ['cidr_ipv4', 'cidr_ipv6', 'referenced_security_group_id', 'prefix_list_id']),
  exactlyOneOf(['aws_route'], ['destination_cidr_block', 'destination_ipv6_cidr_block', 'destination_prefix_list_id']),
  exactlyOneOf(
    ['aws_route'],
    ['gateway_id', 'nat_gateway_id', 'transit_gateway_id', 'network_interface_id', 'vpc_peering_connection_id'],
  ),
  patternRule(ruleTypes, 'description', groupText),
  patternRule(['aws_security_group'], 'description', groupText),
  patternRule(['aws_security_group'], 'name', /^(?!sg-)[^]{1,255}$/),
  patternRule(['aws_backup_vault'], 'name', /^[a-zA-Z0-9_-]{2,50}$/),
  patternRule(['aws_backup_plan'], 'name', /^[a-zA-Z0-9_.-]{1,50}$/),
  patternRule(['aws_iam_role', 'aws_iam_instance_profile'], 'name', /^[\w+=,.@-]{1,64}$/),
  patternRule(['aws_kms_alias'], 'name', /^alias\/(?!aws\/)[a-zA-Z0-9/_-]{1,250}$/),
  patternRule(['aws_launch_template'], 'name', /^[a-zA-Z0-9()./_-]{3,128}$/),
  patternRule(['aws_instance', 'aws_launch_template'], 'instance_type', /^[a-z0-9-]+\.[a-z0-9-]+$/),
  enumRule(['aws_cloudwatch_log_group'], 'retention_in_days', retentionDays),
  enumRule(['aws_flow_log'], 'traffic_type', ['ACCEPT', 'ALL', 'REJECT']),
  enumRule(['aws_eip'], 'domain', ['vpc', 'standard']),
  enumRule(['aws_drs_replication_configuration_template'], 'data_plane_routing', ['PRIVATE_IP', 'PUBLIC_IP']),
  enumRule(['aws_drs_replication_configuration_template'], 'ebs_encryption', ['CUSTOM', 'DEFAULT', 'NONE']),
  cidrRule(entryTypes, 'cidr_block'),
  cidrRule(entryTypes, 'ipv6_cidr_block', 6),
  exactlyOneOf(entryTypes, ['cidr_block', 'ipv6_cidr_block']),
  enumRule(entryTypes, 'rule_action', ['allow', 'deny']),
  patternRule(entryTypes, 'protocol', /^(-1|\d{1,3})$/),
  enumRule(listTypes, 'address_family', ['IPv4', 'IPv6']),
  patternRule(listTypes, 'name', /^(?!com\.amazonaws)[^]{1,255}$/),
  patternRule(['aws_lb', 'aws_lb_target_group'], 'name', balancerName),
  enumRule(['aws_lb'], 'load_balancer_type', ['application', 'network', 'gateway']),
  enumRule(['aws_lb_listener'], 'protocol', ['HTTP', 'HTTPS', 'TCP', 'TLS', 'UDP', 'TCP_UDP']),
  enumRule(['aws_lb_target_group'], 'protocol', ['HTTP', 'HTTPS', 'TCP', 'TLS', 'UDP', 'TCP_UDP']),
  enumRule(['aws_lb_target_group'], 'target_type', ['instance', 'ip']),
  patternRule(['aws_lb_listener'], 'ssl_policy', /^ELBSecurityPolicy-[A-Za-z0-9-]+$/),
  patternRule(
    ['aws_lb_listener'],
    'certificate_arn',
    /^arn:aws[a-z-]*:acm:[a-z0-9-]+:\d{12}:certificate\/[a-zA-Z0-9-]+$/,
  ),
  enumRule(['aws_vpc_endpoint'], 'vpc_endpoint_type', ['Gateway', 'Interface']),
  patternRule(
    ['aws_vpc_endpoint'],
    'service_name',
    /^(com\.amazonaws|aws\.sagemaker)\.[a-z]{2}(-[a-z]+)+-\d\.[a-z0-9.-]+$/,
  ),
  enumRule(['aws_route53_record'], 'type', [
    'A',
    'AAAA',
    'CAA',
    'CNAME',
    'DS',
    'HTTPS',
    'MX',
    'NAPTR',
    'NS',
    'PTR',
    'SOA',
    'SPF',
    'SRV',
    'SSHFP',
    'SVCB',
    'TLSA',
    'TXT',
  ]),
  patternRule(['aws_route53_record', 'aws_route53_zone'], 'name', /^[!-~]{1,255}$/),
  enumRule(['aws_ec2_subnet_cidr_reservation'], 'reservation_type', ['explicit', 'prefix']),
  cidrRule(['aws_ec2_subnet_cidr_reservation'], 'cidr_block'),
  ...serviceFaults,
  ...gatewayFaults,
  cidrRule(['aws_vpn_connection_route'], 'destination_cidr_block'),
  { types: ['aws_arcregionswitch_plan'], fault: switchFault },
  { types: ruleTypes, fault: portFault },
  { types: entryTypes, fault: entryFault },
  { types: listTypes, fault: listFault },
  { types: ['aws_launch_template'], fault: blockDeviceFault },
  { types: ['aws_launch_template', 'aws_instance'], fault: metadataFault },
  { types: tagged, fault: tagFault },
]

export const awsRules: ConfigurationRules = (type, configuration) =>
  rules.flatMap((rule) => {
    if (!rule.types.includes(type) || !isObject(configuration)) return []
    const fault = rule.fault(configuration)
    return fault === null ? [] : [fault]
  })
