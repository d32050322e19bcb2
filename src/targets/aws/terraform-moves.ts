/** Renamed things as `moved` blocks, so that Terraform takes what stands along instead of making it anew. */
import type { HclBlock, HclFile } from '../../model/hcl.ts'
import type { KeyMove } from '../../model/plan.ts'

/** Resources of foundation/ whose for_each key is the key of such a thing. */
const addresses: Readonly<Record<KeyMove['kind'], readonly string[]>> = {
  vm: ['module.standby.aws_instance.this'],
  vpc: [
    'module.network.aws_vpc.this',
    'module.network.aws_default_security_group.closed',
    'module.network.aws_internet_gateway.this',
    'module.network.aws_eip.nat',
    'module.network.aws_nat_gateway.this',
    'module.network.aws_flow_log.this',
  ],
  subnet: [
    'module.network.aws_subnet.this',
    'module.network.aws_route_table_association.this',
    'module.network.aws_network_acl_association.this',
  ],
  'route-table': ['module.network.aws_route_table.this'],
  'security-group': ['module.security.aws_security_group.this'],
  'packet-filter': ['module.network.aws_network_acl.this'],
  'prefix-list': ['module.security.aws_ec2_managed_prefix_list.this'],
  'member-group': [],
  endpoint: ['module.endpoints.aws_vpc_endpoint.this'],
  gateway: ['module.gateways.aws_vpn_gateway.this', 'module.gateways.aws_vpn_gateway_attachment.this'],
  'remote-gateway': ['module.gateways.aws_customer_gateway.this'],
  connection: ['module.gateways.aws_vpn_connection.this'],
}

/** None where nothing moved. A move of something that is not there is nothing to Terraform. */
export function movedFiles(moves: readonly KeyMove[]): readonly HclFile[] {
  const blocks = moves.flatMap(({ kind, from, to }) =>
    addresses[kind].map((address): HclBlock => ({
      type: 'moved',
      labels: [],
      attributes: { from: { expression: `${address}["${from}"]` }, to: { expression: `${address}["${to}"]` } },
    })),
  )
  if (blocks.length === 0) return []
  return [{ path: 'moved.tf', comment: 'What has another name since the plan that was applied before.', blocks }]
}
