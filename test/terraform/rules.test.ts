/** What the schema cannot say: seeded errors must be found, in the rules and through terraform. */
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { aPlan } from '../builders-plan.ts'
import { awsRules } from '../support/terraform/aws-rules.ts'
import { UNKNOWN, type Value } from '../support/terraform/msgpack.ts'
import { createSeeder, type Batch } from '../support/terraform/seeded-errors.ts'
import { emitPlan } from '../support/terraform/templates.ts'
import { hasTerraform, runTerraform, startStandIn, type StandIn } from '../support/terraform/terraform.ts'

const ingress = 'aws_vpc_security_group_ingress_rule'
const template = 'aws_launch_template'
const entry = 'aws_network_acl_rule'
const list = 'aws_ec2_managed_prefix_list'
const listener = 'aws_lb_listener'
const rule = 'aws_lb_listener_rule'
const anyPath = { path_pattern: [{ values: ['/*'] }] }
const group = 'aws_lb_target_group'
const endpoint = 'aws_vpc_endpoint'
const record = 'aws_route53_record'
const check = 'aws_route53_health_check'
const certificate = 'arn:aws:acm:eu-west-1:111122223333:certificate/c'
const fixed: Value = { subnet_id: 's', private_ipv4_address: '10.0.0.9' }
const everybody = { cidr_block: '0.0.0.0/0', rule_action: 'allow', rule_number: 100 }
const disk = (ebs: Record<string, Value>, name = '/dev/sdf'): Value => ({ device_name: name, ebs: [ebs] })

const refused: readonly (readonly [string, Record<string, Value>, string])[] = [
  ['aws_vpc', { cidr_block: '10.0.0.1/16' }, 'cidr_block is not an IPv4 CIDR'],
  ['aws_subnet', { cidr_block: '10.0.0/24' }, 'cidr_block is not an IPv4 CIDR'],
  [ingress, { cidr_ipv4: '2001:db8::/32', ip_protocol: '-1' }, 'cidr_ipv4 is not an IPv4 CIDR'],
  [ingress, { cidr_ipv6: '10.0.0.0/8', ip_protocol: '-1' }, 'cidr_ipv6 is not an IPv6 CIDR'],
  [ingress, { cidr_ipv4: '10.0.0.0/8', cidr_ipv6: '::/0', ip_protocol: '-1' }, 'exactly one of'],
  [ingress, { ip_protocol: '-1' }, 'exactly one of'],
  [ingress, { cidr_ipv4: '10.0.0.0/8', ip_protocol: '-1', from_port: 0 }, 'ports cannot be given'],
  [ingress, { cidr_ipv4: '10.0.0.0/8', ip_protocol: 'tcp' }, 'from_port and to_port are needed'],
  [ingress, { cidr_ipv4: '10.0.0.0/8', ip_protocol: 'udp', from_port: 2, to_port: 1 }, 'from_port is over to_port'],
  [ingress, { cidr_ipv4: '10.0.0.0/8', ip_protocol: '-1', description: 'a "quote"' }, 'description does not match'],
  ['aws_security_group', { name: 'sg-web' }, 'name does not match'],
  ['aws_backup_plan', { name: 'n'.repeat(51) }, 'name does not match'],
  ['aws_iam_role', { name: 'n'.repeat(65) }, 'name does not match'],
  ['aws_kms_alias', { name: 'drplan' }, 'name does not match'],
  ['aws_instance', { instance_type: 'large' }, 'instance_type does not match'],
  ['aws_instance', { metadata_options: [{ http_tokens: 'yes' }] }, 'http_tokens is optional or required'],
  ['aws_instance', { tags: { Name: 'a|b' } }, 'the value of tag "Name" is not allowed'],
  ['aws_vpc', { tags: { 'aws:owner': 'a' } }, 'the tag key "aws:owner" is not allowed'],
  [template, { metadata_options: [{ http_put_response_hop_limit: 65 }] }, 'http_put_response_hop_limit'],
  [template, { block_device_mappings: [disk({ volume_type: 'ssd' })] }, 'volume_type cannot be "ssd"'],
  [template, { block_device_mappings: [disk({ volume_type: 'io2' })] }, 'io2 needs iops'],
  [template, { block_device_mappings: [disk({ volume_type: 'st1', iops: 100 })] }, 'st1 takes no iops'],
  [template, { block_device_mappings: [disk({ volume_type: 'io1', iops: 100, throughput: 125 })] }, 'no throughput'],
  [template, { block_device_mappings: [disk({}), disk({})] }, 'two block devices have the same name'],
  ['aws_cloudwatch_log_group', { retention_in_days: 100 }, 'retention_in_days cannot be 100'],
  ['aws_flow_log', { traffic_type: 'all' }, 'traffic_type cannot be "all"'],
  ['aws_route', { destination_cidr_block: '0.0.0.0/0' }, 'exactly one of gateway_id'],
  ['aws_vpn_gateway', { amazon_side_asn: '9059' }, 'amazon_side_asn is no private one'],
  ['aws_customer_gateway', { ip_address: '10.0.0.1', type: 'ipsec.1' }, 'ip_address is no public address'],
  ['aws_customer_gateway', { ip_address: '203.0.113.5', type: 'ipsec' }, 'type is ipsec.1'],
  ['aws_customer_gateway', { bgp_asn: '4200000001' }, 'bgp_asn is too large'],
  ['aws_customer_gateway', { bgp_asn_extended: '65010' }, 'bgp_asn_extended is for large ones'],
  ['aws_customer_gateway', { bgp_asn: '65010', bgp_asn_extended: '4200000001' }, 'exclude one another'],
  ['aws_vpn_connection', { type: 'ipsec.1', tunnel1_preshared_key: 'x' }, 'which AWS makes'],
  ['aws_vpn_connection_route', { destination_cidr_block: '10.0.0.1/8' }, 'is not an IPv4 CIDR'],
  ['aws_ec2_transit_gateway_vpc_attachment', { transit_gateway_id: 'vgw-1' }, 'transit_gateway_id is none'],
  ['aws_ec2_transit_gateway_vpc_attachment', { subnet_ids: [] }, 'subnet_ids is empty'],
  [entry, { ...everybody, ipv6_cidr_block: '::/0', protocol: '-1' }, 'exactly one of'],
  [entry, { ...everybody, cidr_block: '10.0.0.1/8', protocol: '-1' }, 'cidr_block is not an IPv4 CIDR'],
  [entry, { ...everybody, protocol: 'tcp' }, 'protocol does not match'],
  [entry, { ...everybody, protocol: '6', from_port: 1 }, 'protocol 6 with 1 ports'],
  [entry, { ...everybody, protocol: '17', from_port: 2, to_port: 1 }, 'from_port is over to_port'],
  [entry, { ...everybody, protocol: '-1', from_port: 0, to_port: 0 }, 'protocol -1 with 2 ports'],
  [entry, { ...everybody, protocol: '1' }, 'protocol 1 with 0 of type and code'],
  [entry, { ...everybody, protocol: '-1', rule_number: 32_767 }, 'rule_number is from 1'],
  [entry, { ...everybody, protocol: '-1', rule_action: 'drop' }, 'rule_action cannot be "drop"'],
  [list, { address_family: 'IPv4', max_entries: 1, entry: [{ cidr: '::/0' }] }, 'an entry is not of the family "IPv4"'],
  [list, { address_family: 'IPv6', max_entries: 0, entry: [{ cidr: '::/0' }] }, 'more entries than max_entries'],
  [list, { address_family: 'ipv4', max_entries: 1 }, 'address_family cannot be "ipv4"'],
  [list, { name: 'com.amazonaws.own' }, 'name does not match'],
  ['aws_drs_replication_configuration_template', { ebs_encryption: 'KMS' }, 'ebs_encryption cannot be "KMS"'],
  ['aws_lb', { name: 'n'.repeat(33) }, 'name does not match'],
  ['aws_lb', { name: 'internal-shop' }, 'name does not match'],
  ['aws_lb_target_group', { name: 'ends-' }, 'name does not match'],
  ['aws_lb', { load_balancer_type: 'classic' }, 'load_balancer_type cannot be "classic"'],
  ['aws_lb', { load_balancer_type: 'application', subnet_mapping: [{ subnet_id: 's' }] }, 'needs two zones'],
  ['aws_lb', { load_balancer_type: 'network', internal: false, subnet_mapping: [fixed] }, 'fixed addresses'],
  ['aws_lb', { load_balancer_type: 'application', enable_cross_zone_load_balancing: false }, 'spreads over all zones'],
  ['aws_lb', { load_balancer_type: 'network', drop_invalid_header_fields: true }, 'see headers'],
  [listener, { protocol: 'GENEVE', port: 1 }, 'protocol cannot be "GENEVE"'],
  [listener, { protocol: 'TCP', port: 65_536 }, 'port is from 1 to 65535'],
  [
    listener,
    { protocol: 'HTTPS', port: 443, ssl_policy: 'ELBSecurityPolicy-2016-08' },
    'certificate_arn do not go together',
  ],
  [listener, { protocol: 'TLS', port: 443, certificate_arn: certificate }, 'ssl_policy do not go together'],
  [listener, { protocol: 'TCP', port: 443, ssl_policy: 'ELBSecurityPolicy-2016-08' }, 'ssl_policy do not go together'],
  [listener, { protocol: 'HTTPS', certificate_arn: 'arn:aws:iam::1:server-certificate/c' }, 'certificate_arn does not'],
  [listener, { protocol: 'TCP', default_action: [{ type: 'redirect' }] }, 'only listeners of HTTP redirect'],
  [listener, { default_action: [{ type: 'redirect', target_group_arn: 'g' }] }, 'an action redirect has forward'],
  [rule, { priority: 0 }, 'priority is from 1 to 50000'],
  [rule, { condition: [{ ...anyPath, source_ip: [{ values: ['10.0.0.0/8'] }] }] }, 'a condition asks one thing'],
  [rule, { condition: [{ path_pattern: [{ values: [] }] }] }, 'a condition has no values'],
  [
    rule,
    { condition: [{ path_pattern: [{ values: ['a', 'b', 'c', 'd', 'e', 'f'] }] }] },
    'a rule has five values at most',
  ],
  [rule, { action: [{ type: 'forward' }] }, 'an action forward has nothing'],
  [rule, { action: [{ type: 'forward', forward: [{ target_group: [{ weight: 1000 }] }] }] }, 'a weight is from 0'],
  [rule, { action: [{ type: 'redirect', redirect: [{ status_code: 'HTTP_301' }] }] }, 'a redirect changes nothing'],
  [rule, { action: [{ type: 'redirect', redirect: [{ status_code: '301' }] }] }, 'HTTP_301 or HTTP_302'],
  [rule, { action: [{ type: 'fixed-response', fixed_response: [{ status_code: '301' }] }] }, 'an answer has status'],
  [group, { protocol: 'HTTP', port: 0 }, 'port is from 1 to 65535'],
  [group, { target_type: 'lambda' }, 'target_type cannot be "lambda"'],
  [group, { protocol: 'HTTP', health_check: [{ protocol: 'TCP' }] }, 'a group of HTTP cannot ask by TCP'],
  [group, { protocol: 'TCP', health_check: [{ protocol: 'GRPC' }] }, 'health checks cannot ask by GRPC'],
  [group, { protocol: 'TCP', health_check: [{ protocol: 'TCP', path: '/' }] }, 'a health check by TCP has no path'],
  [group, { protocol: 'TCP', health_check: [{ protocol: 'HTTP', path: '/a b' }] }, 'the path of the health check'],
  [group, { protocol: 'TCP', health_check: [{ protocol: 'HTTP', port: 'any' }] }, 'the port of the health check'],
  [endpoint, { vpc_endpoint_type: 'Gateway', subnet_ids: ['s'] }, 'a gateway endpoint has route tables only'],
  [endpoint, { vpc_endpoint_type: 'Interface', route_table_ids: ['r'] }, 'an interface endpoint has no route tables'],
  [endpoint, { vpc_endpoint_type: 'GatewayLoadBalancer' }, 'vpc_endpoint_type cannot be'],
  [endpoint, { service_name: 'com.amazonaws.vpce.eu-west-1.vpce-svc-1' }, 'service_name does not match'],
  [record, { type: 'ALIAS', records: ['x'], ttl: 60 }, 'type cannot be "ALIAS"'],
  [record, { type: 'A', records: ['10.0.0.1'], ttl: 60, alias: [{ name: 'x' }] }, 'values or an alias'],
  [record, { type: 'A', records: ['10.0.0.1'] }, 'values have a time to live'],
  [record, { type: 'A', records: ['10.0.0.1'], ttl: 60, set_identifier: 'x' }, 'a routing policy go together'],
  [check, { type: 'PING', port: 1, fqdn: 'x' }, 'type cannot be PING'],
  [check, { type: 'TCP', port: 0, fqdn: 'x' }, 'port is from 1 to 65535'],
  [check, { type: 'TCP', port: 443 }, 'ip_address or fqdn is needed'],
  [check, { type: 'TCP', port: 443, ip_address: '10.0.0.1' }, 'nobody outside can ask a private address'],
  [check, { type: 'TCP', port: 443, fqdn: 'x', resource_path: '/' }, 'a check by TCP has no path'],
  ['aws_ec2_subnet_cidr_reservation', { reservation_type: 'all' }, 'reservation_type cannot be "all"'],
]

test.each(refused)('refuses %s with %o', (type, configuration, fault) => {
  expect(awsRules(type, configuration).join('; ')).toContain(fault)
})

test('says nothing about values that are not known yet', () => {
  const rule: Record<string, Value> = {
    cidr_ipv4: UNKNOWN,
    cidr_ipv6: UNKNOWN,
    ip_protocol: UNKNOWN,
    from_port: UNKNOWN,
    tags: UNKNOWN,
  }

  expect(awsRules(ingress, rule)).toEqual([])
  expect(awsRules(template, { block_device_mappings: [disk({ volume_type: UNKNOWN, iops: UNKNOWN })] })).toEqual([])
})

const values = 'foundation/terraform.tfvars.json'
const batches: readonly Batch[] = [
  {
    'an attribute that does not exist': {
      file: 'modules/network/main.tf',
      from: 'map_public_ip_on_launch',
      to: 'public_ip',
      said: 'Unsupported argument',
      place: 'resource "aws_subnet" "this"',
    },
    'a required attribute left out': {
      file: 'modules/protection/main.tf',
      from: 'iam_role_arn = aws_iam_role.backup.arn',
      to: '',
      said: 'Missing required argument',
      place: 'resource "aws_backup_selection" "this"',
    },
  },
  {
    'an attribute that only AWS sets': {
      file: 'modules/network/main.tf',
      from: 'enable_dns_support ',
      to: 'arn = "x"\n  enable_dns_support ',
      said: 'is only computed',
      place: 'module.network.aws_vpc.this',
    },
  },
  {
    'a resource that is not there': {
      file: 'modules/network/main.tf',
      from: 'aws_eip.nat[each.key].id',
      to: 'aws_eip.none.id',
      said: 'undeclared resource',
      place: 'resource "aws_nat_gateway" "this"',
    },
  },
  {
    'an impossible disk class': {
      file: 'modules/compute/main.tf',
      from: '= block_device_mappings.value.type',
      to: '= "ssd"',
      said: 'volume_type cannot be',
      place: 'module.standby.aws_launch_template.this["m7i-xlarge-a8846c6f8b"]',
    },
    'a peering without a VPC': {
      file: values,
      from: '"vpc_key": "old"',
      to: '"vpc_key": "gone"',
      said: 'A peering names a VPC that is not in vpcs',
      place: 'peerings',
    },
    'an entry with a bad block': {
      file: values,
      from: '"cidr_ipv4": "10.64.0.0/16"',
      to: '"cidr_ipv4": "10.64.0.1/16"',
      said: 'is not an IPv4 CIDR',
      place: 'module.network.aws_network_acl_rule.this["guard-ingress-100"]',
    },
    'a rule with two peers': {
      file: values,
      from: '"cidr_ipv6": "2001:db8::/32"',
      to: '"cidr_ipv6": "2001:db8::/32", "cidr_ipv4": "10.0.0.0/8"',
      said: 'exactly one peer',
      place: 'security_rules',
    },
    'a rule with a list that is not there': {
      file: values,
      from: '"peer_list_key": "partners"',
      to: '"peer_list_key": "gone"',
      said: 'neither in prefix_lists nor in managed_prefix_lists',
      place: 'security_rules',
    },
    'a listener without a certificate': {
      file: values,
      from: '"port": 5432,\n      "protocol": "TCP"',
      to: '"port": 5432,\n      "protocol": "TLS"',
      said: 'No certificate of the recovery region is named for: orders-tcp',
      place: 'certificates',
    },
    'a listener that does nothing': {
      file: values,
      from: '"target_pool_key": "orders-pool"',
      to: '"action": {}',
      said: 'An action forwards, redirects or answers',
      place: 'module "balancers"',
    },
  },
  {
    'a list with more blocks than room': {
      file: values,
      from: '"max_entries": 5',
      to: '"max_entries": 0',
      said: 'more blocks than max_entries',
      place: 'prefix_lists',
    },
    'a block of the wrong family in a list': {
      file: values,
      from: '"198.51.100.0/24"',
      to: '"2001:db8::/32"',
      said: 'is a CIDR of its family',
      place: 'prefix_lists',
    },
    'an entry of a list that is not there': {
      file: values,
      from: '"acl_key": "guard"',
      to: '"acl_key": "gone"',
      said: 'not in network_acls',
      place: 'network_acl_entries',
    },
    'two entries with one number': {
      file: values,
      from: '"order": 110',
      to: '"order": 120',
      said: 'have the same order',
      place: 'network_acl_entries',
    },
    'ports of every protocol': {
      file: values,
      from: '"order": 90,',
      to: '"order": 90, "from_port": 0,',
      said: 'and else neither',
      place: 'network_acl_entries',
    },
    'a listener that forwards to nothing': {
      file: values,
      from: '"target_pool_key": "orders-pool"',
      to: '"target_pool_key": "gone"',
      said: 'names a load balancer or a target pool that is not there',
      place: 'listeners',
    },
    'a zone the region has not': {
      file: values,
      from: '"zone": 2',
      to: '"zone": 7',
      said: 'asks for zone 7',
      place: 'resource "aws_subnet" "this"',
    },
    'a server without a network': {
      file: values,
      from: '"interfaces": {\n        "0": {\n          "addresses": [\n            "10.64.1.11"',
      to: '"interfaces": {\n        "1": {\n          "addresses": [\n            "10.64.1.11"',
      said: 'No subnet at the recovery site is known for: edge',
      place: 'servers',
    },
  },
  {
    'a subnet without a VPC': {
      file: values,
      from: '"vpc_key": "old",\n      "zone": 0',
      to: '"vpc_key": "gone",\n      "zone": 0',
      said: 'A subnet names a VPC that is not in vpcs',
      place: 'subnets',
    },
    'a rule with a bad block': {
      file: values,
      from: '"cidr_ipv4": "10.64.0.0/16",\n      "description"',
      to: '"cidr_ipv4": "10.64.0.1/16",\n      "description"',
      said: 'cidr_ipv4 is not an IPv4 CIDR',
      place: 'module.security.aws_vpc_security_group_egress_rule.this["web-dns"]',
    },
  },
  {
    'a subnet behind two lists': {
      file: values,
      from: '"spare"\n      ]',
      to: '"app-a"\n      ]',
      said: 'A subnet has one network ACL',
      place: 'network_acls',
    },
  },
]

const why = hasTerraform ? '' : ' (NOT RUN: there is no terraform on the PATH)'

describe.skipIf(!hasTerraform)(`terraform with a seeded error${why}`, () => {
  let standIn: StandIn
  let good = ''

  beforeAll(async () => {
    standIn = await startStandIn()
    good = emitPlan(aPlan())
    await runTerraform(['init', '-input=false'], { cwd: join(good, 'foundation'), standIn })
  })

  afterAll(() => {
    standIn.close()
    rmSync(good, { recursive: true, force: true })
  })

  const plan = createSeeder(
    () => good,
    () => standIn,
  )

  test.each(batches.flatMap((batch) => Object.entries(batch).map(([what, seed]) => [what, seed, batch] as const)))(
    'refuses %s',
    async (_, { said, place }, batch) => {
      const { code, faults } = await plan(batch)

      expect(code).toBe(1)
      expect(faults.filter(({ text }) => text.includes(said)).map((fault) => fault.place)).toEqual([place])
    },
  )

  test('refuses nothing else', async () => {
    const others = await Promise.all(
      batches.map(async (batch) => {
        const said = Object.values(batch).map((seed) => seed.said)
        const { faults } = await plan(batch)
        return faults.map(({ text }) => text).filter((text) => !said.some((one) => text.includes(one)))
      }),
    )

    expect(others.flat()).toEqual([])
  })
})
