/** What lets connections through, after an apply, must be what the translation says: that is what was proven. */
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launchedVms } from '../../src/targets/aws/drs.ts'
import { aPlan } from '../builders-plan.ts'
import {
  appliedResources,
  type PlanResource,
  type PlanValue,
  type StateJson,
} from '../support/terraform/plan-resources.ts'
import { builtGuards, builtInBoth, guardTypes, isOfReplication, provenGuards } from '../support/terraform/read-back.ts'
import { emitPlan } from '../support/terraform/templates.ts'
import { hasTerraform, runTerraform, startStandIn, type StandIn } from '../support/terraform/terraform.ts'

const why = hasTerraform ? '' : ' (NOT RUN: there is no terraform on the PATH)'
const plan = aPlan()
const proven = provenGuards(
  plan.network,
  new Map(plan.vms.map(({ vmId, key }) => [vmId, key])),
  new Set(launchedVms(plan).map(({ vm }) => vm.vmId)),
)

/** What decides about a connection, by type: each of these is changed in turn, and must be noticed. */
const deciding: Readonly<Record<(typeof guardTypes)[number], readonly string[]>> = {
  aws_security_group: ['vpc_id', 'id'],
  aws_vpc_security_group_ingress_rule: ruleAttributes(),
  aws_vpc_security_group_egress_rule: ruleAttributes(),
  aws_ec2_managed_prefix_list: ['max_entries', 'address_family', 'entry', 'id', 'name'],
  aws_network_acl: ['vpc_id', 'id'],
  aws_network_acl_rule: [
    'network_acl_id',
    'rule_number',
    'egress',
    'rule_action',
    'protocol',
    'cidr_block',
    'ipv6_cidr_block',
    'from_port',
    'to_port',
    'icmp_type',
    'icmp_code',
  ],
  aws_network_acl_association: ['subnet_id', 'network_acl_id'],
  aws_vpc: ['cidr_block', 'id'],
  aws_vpc_ipv4_cidr_block_association: ['vpc_id', 'cidr_block'],
  aws_subnet: ['vpc_id', 'cidr_block', 'id'],
  aws_route_table: ['vpc_id', 'id'],
  aws_route_table_association: ['subnet_id', 'route_table_id'],
  aws_route: [
    'route_table_id',
    'destination_cidr_block',
    'destination_ipv6_cidr_block',
    'gateway_id',
    'nat_gateway_id',
    'vpc_peering_connection_id',
    'transit_gateway_id',
    'network_interface_id',
  ],
  aws_vpc_peering_connection: ['vpc_id', 'peer_vpc_id', 'auto_accept', 'accepter', 'requester', 'id'],
  aws_vpn_gateway: ['amazon_side_asn', 'id'],
  aws_vpn_gateway_attachment: ['vpc_id', 'vpn_gateway_id'],
  aws_vpn_gateway_route_propagation: ['route_table_id', 'vpn_gateway_id'],
  aws_customer_gateway: ['ip_address', 'bgp_asn', 'id'],
  aws_vpn_connection: ['vpn_gateway_id', 'customer_gateway_id', 'static_routes_only'],
  aws_vpn_connection_route: ['vpn_connection_id', 'destination_cidr_block'],
  aws_ec2_transit_gateway_vpc_attachment: ['transit_gateway_id', 'vpc_id', 'subnet_ids'],
  aws_instance: ['source_dest_check'],
  aws_network_interface: ['source_dest_check'],
}

function ruleAttributes(): readonly string[] {
  const peers = ['cidr_ipv4', 'cidr_ipv6', 'referenced_security_group_id', 'prefix_list_id']
  return ['security_group_id', 'ip_protocol', 'from_port', 'to_port', ...peers]
}

/** Another value of the same type, that could stand there. */
function other(value: PlanValue | undefined): PlanValue {
  if (typeof value === 'number') return value + 1
  if (typeof value === 'boolean') return !value
  if (Array.isArray(value)) return value.length > 0 ? value.slice(1) : [{ cidr: '192.0.2.0/31' }]
  return typeof value === 'string' ? `${value}0` : '192.0.2.0/31'
}

/**
 * Names of lists of our own are for people; only those of AWS decide, and they have nothing else. The card of a route that
 * leads to a gateway is told by AWS, and not chosen.
 */
function decides({ type, mode, values }: PlanResource, attribute: string): boolean {
  if (type === 'aws_route' && attribute === 'network_interface_id')
    return ['gateway_id', 'nat_gateway_id', 'vpc_peering_connection_id', 'transit_gateway_id'].every(
      (other) => !values[other],
    )
  return type !== 'aws_ec2_managed_prefix_list' || (mode === 'data') === (attribute === 'name') || attribute === 'id'
}

describe.skipIf(!hasTerraform)(`terraform, read back${why}`, () => {
  let standIn: StandIn
  let folder = ''
  let applied: readonly PlanResource[] = []

  beforeAll(async () => {
    standIn = await startStandIn()
    folder = emitPlan(plan)
    const foundation = await apply('foundation', [], {})
    const { stdout } = await runTerraform(['output', '-json', 'foundation'], {
      cwd: join(folder, 'foundation'),
      standIn,
    })
    applied = builtInBoth(foundation, await apply('recovery', ['-var=mode=failover'], { TF_VAR_foundation: stdout }))
  })

  async function apply(
    root: string,
    variables: readonly string[],
    environment: Record<string, string>,
  ): Promise<readonly PlanResource[]> {
    const at = { cwd: join(folder, root), standIn, environment }
    await runTerraform(['init', '-input=false'], at)
    await runTerraform(['apply', '-auto-approve', '-input=false', ...variables], at)
    const { stdout } = await runTerraform(['show', '-json'], at)
    return appliedResources(JSON.parse(stdout) as StateJson)
  }

  afterAll(() => {
    standIn.close()
    rmSync(folder, { recursive: true, force: true })
  })

  const guards = (): readonly PlanResource[] =>
    applied.filter(
      ({ type, address, mode }) =>
        (guardTypes as readonly string[]).includes(type) &&
        !isOfReplication(address) &&
        (mode !== 'data' || type !== 'aws_network_interface'),
    )

  test('has made what was proven, entry by entry', () => {
    expect(builtGuards(applied)).toEqual(proven)
    expect(new Set(guards().map(({ type }) => type))).toEqual(new Set(guardTypes))
  })

  test('would notice one that is missing or there twice', () => {
    const unnoticed = guards().flatMap((victim) => {
      const without = builtGuards(applied.filter((resource) => resource !== victim))
      const twice = builtGuards([...applied, victim])
      return [without, twice].some((lines) => same(lines, proven)) ? [victim.address] : []
    })

    expect(unnoticed).toEqual([])
  })

  test('would notice every change of a number, a block, a name or a reference', () => {
    let tried = 0
    const unnoticed = guards().flatMap((victim) =>
      deciding[victim.type as (typeof guardTypes)[number]]
        .filter((attribute) => decides(victim, attribute))
        .flatMap((attribute) => {
          tried++
          const values = { ...victim.values, [attribute]: other(victim.values[attribute]) }
          const changed = applied.map((resource) => (resource === victim ? { ...resource, values } : resource))
          return same(builtGuards(changed), proven) ? [`${victim.address} ${attribute}`] : []
        }),
    )

    expect(unnoticed).toEqual([])
    expect(tried).toBeGreaterThan(250)
  })
})

const same = (a: readonly string[], b: readonly string[]): boolean => JSON.stringify(a) === JSON.stringify(b)
