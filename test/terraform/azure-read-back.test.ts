/** What lets connections through on Azure, after an apply, must be what the translation says: that is what was proven. */
import { rmSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { anAzurePlan, azureServers } from '../builders-plan-azure.ts'
import { layoutFaults } from '../support/terraform/azure-layout.ts'
import { azureGuardTypes, builtAzureGuards, provenAzureGuards } from '../support/terraform/azure-read-back.ts'
import type { PlanResource, PlanValue } from '../support/terraform/plan-resources.ts'
import { emitPlan } from '../support/terraform/templates.ts'
import { hasTerraform } from '../support/terraform/terraform.ts'
import { applyTwoRoots } from '../support/terraform/two-roots.ts'

const why = hasTerraform ? '' : ' (NOT RUN: there is no terraform on the PATH)'
const plan = anAzurePlan()
const made = new Map(azureServers.filter(({ vm }) => vm.key !== 'reports').map(({ vm }) => [vm.vmId, vm.key]))
/** The one thing that is let in beside what was proven: Azure, to ask who is well, at the last free priority. */
const probes = [
  'rule app-b-guard Inbound 299 Allow Tcp * 8080,8443,9000 AzureLoadBalancer *',
  'rule web-cards Inbound 4095 Allow Tcp * 8080,8443,9000 AzureLoadBalancer *',
]
const proven = [...provenAzureGuards(plan.network, made), ...probes].toSorted()

const ends = ['source', 'destination']
const ends2 = (attribute: string): readonly string[] => ends.map((end) => `${end}_${attribute}`)

/** What decides about a connection, by type: each of these is changed in turn, and must be noticed. */
const deciding: Readonly<Record<(typeof azureGuardTypes)[number], readonly string[]>> = {
  azurerm_application_security_group: ['id', 'name'],
  azurerm_network_interface: ['ip_configuration', 'ip_forwarding_enabled'],
  azurerm_network_interface_application_security_group_association: [
    'network_interface_id',
    'application_security_group_id',
  ],
  azurerm_network_interface_security_group_association: ['network_interface_id', 'network_security_group_id'],
  azurerm_network_manager_admin_rule: [
    'admin_rule_collection_id',
    'priority',
    'direction',
    'action',
    'protocol',
    ...ends,
    ...ends2('port_ranges'),
  ],
  azurerm_network_manager_admin_rule_collection: ['network_group_ids', 'id'],
  azurerm_network_manager_network_group: ['id', 'name'],
  azurerm_network_manager_static_member: ['network_group_id', 'target_virtual_network_id'],
  azurerm_network_security_group: ['name'],
  azurerm_network_security_rule: [
    'network_security_group_name',
    'priority',
    'direction',
    'access',
    'protocol',
    ...['address_prefix', 'address_prefixes', 'application_security_group_ids', 'port_range', 'port_ranges'].flatMap(
      ends2,
    ),
  ],
  azurerm_route: ['route_table_name', 'address_prefix', 'next_hop_type', 'next_hop_in_ip_address'],
  azurerm_route_table: ['name', 'id', 'bgp_route_propagation_enabled'],
  azurerm_virtual_network_gateway: ['ip_configuration', 'bgp_enabled', 'bgp_settings', 'id'],
  azurerm_local_network_gateway: ['gateway_address', 'address_space', 'bgp_settings', 'id'],
  azurerm_virtual_network_gateway_connection: [
    'virtual_network_gateway_id',
    'local_network_gateway_id',
    'bgp_enabled',
    'shared_key',
  ],
  azurerm_virtual_hub_connection: ['virtual_hub_id', 'remote_virtual_network_id'],
  azurerm_subnet: ['virtual_network_name', 'address_prefixes', 'id'],
  azurerm_subnet_nat_gateway_association: ['subnet_id', 'nat_gateway_id'],
  azurerm_subnet_network_security_group_association: ['subnet_id', 'network_security_group_id'],
  azurerm_subnet_route_table_association: ['subnet_id', 'route_table_id'],
  azurerm_virtual_network: ['name', 'address_space'],
  azurerm_virtual_network_peering: [
    'virtual_network_name',
    'remote_virtual_network_id',
    'allow_virtual_network_access',
    'allow_forwarded_traffic',
  ],
}

/** Another value of the same type, that could stand there. */
function other(value: PlanValue | undefined, attribute: string): PlanValue {
  if (typeof value === 'number') return value + 1
  if (typeof value === 'boolean') return !value
  if (attribute === 'address_space') return ['192.0.2.0/31']
  if (Array.isArray(value) && value.length > 0) return value.slice(1)
  if (typeof value === 'string') return `${value}0`
  if (attribute === 'bgp_settings') return [{ asn: 64_999, bgp_peering_address: '192.0.2.1' }]
  if (ends.includes(attribute)) return [{ address_prefix: '192.0.2.0/31', address_prefix_type: 'IPPrefix' }]
  return /(prefixes|ids|ranges)$/.test(attribute) ? ['192.0.2.0/31'] : '192.0.2.0/31'
}

describe.skipIf(!hasTerraform)(`terraform for Azure, read back${why}`, () => {
  let folder = ''
  let applied: readonly PlanResource[] = []

  beforeAll(async () => {
    folder = emitPlan(plan)
    applied = (await applyTwoRoots(folder)).flatMap((verdict) => verdict.applied)
  })

  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  const guards = (): readonly PlanResource[] =>
    applied
      .filter(({ type, mode }) => mode === 'managed' && (azureGuardTypes as readonly string[]).includes(type))
      .filter(isOfPlan)

  test('has made what was proven, entry by entry', () => {
    expect(builtAzureGuards(applied.filter(isOfPlan))).toEqual(proven)
    expect(new Set(guards().map(({ type }) => type))).toEqual(new Set(azureGuardTypes))
  })

  test('has laid it out as Azure wants it', () => {
    expect(layoutFaults(applied)).toEqual([])
  })

  test('would notice one that is missing or there twice', () => {
    const unnoticed = guards().flatMap((victim) => {
      const without = builtAzureGuards(guards().filter((resource) => resource !== victim))
      const twice = builtAzureGuards([...guards(), victim])
      return [without, twice].some((lines) => same(lines, proven)) ? [victim.address] : []
    })

    expect(unnoticed).toEqual([])
  })

  test('would notice every change of a number, a block, a name or a reference', () => {
    let tried = 0
    const known = applied.filter(isOfPlan)
    const unnoticed = guards().flatMap((victim) =>
      deciding[victim.type as (typeof azureGuardTypes)[number]].flatMap((attribute) => {
        tried++
        const values = { ...victim.values, [attribute]: other(victim.values[attribute], attribute) }
        const changed = known.map((resource) => (resource === victim ? { ...resource, values } : resource))
        return same(builtAzureGuards(changed), proven) ? [`${victim.address} ${attribute}`] : []
      }),
    )

    expect(unnoticed).toEqual([])
    expect(tried).toBeGreaterThan(250)
  })
})

/** The group of drills stands in both modes, and no card is in it. */
const isOfPlan = ({ address }: PlanResource): boolean => !/^azurerm_network_security_(group|rule)\.drill/.test(address)

const same = (a: readonly string[], b: readonly string[]): boolean => JSON.stringify(a) === JSON.stringify(b)
