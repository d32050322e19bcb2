/** What the schema of azurerm cannot say: seeded errors must be found, in the rules and through terraform. */
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { anAzurePlan } from '../builders-plan-azure.ts'
import { layoutFaults } from '../support/terraform/azure-layout.ts'
import { azurermRules } from '../support/terraform/azurerm-rules.ts'
import { UNKNOWN, type Value } from '../support/terraform/msgpack.ts'
import { textOf, type PlanResource, type PlanValue } from '../support/terraform/plan-resources.ts'
import { createSeeder, type Batch } from '../support/terraform/seeded-errors.ts'
import { emitPlan } from '../support/terraform/templates.ts'
import { hasTerraform, runTerraform, startStandIn, type StandIn } from '../support/terraform/terraform.ts'

const rule = 'azurerm_network_security_rule'
const admin = 'azurerm_network_manager_admin_rule'
const disk = 'azurerm_managed_disk'
const card = 'azurerm_network_interface'
const linux = 'azurerm_linux_virtual_machine'
const windows = 'azurerm_windows_virtual_machine'
const policy = 'azurerm_backup_policy_vm'
const everybody = {
  source_address_prefix: '*',
  destination_address_prefix: '*',
  source_port_range: '*',
  destination_port_range: '*',
}
const copy = { create_option: 'Copy', source_resource_id: 'x' }

const refused: readonly (readonly [string, Record<string, Value>, string])[] = [
  ['azurerm_virtual_network', { address_space: ['10.0.0.1/16'] }, 'address_space is not a CIDR'],
  ['azurerm_virtual_network', { name: 'a' }, 'name does not match'],
  ['azurerm_subnet', { address_prefixes: ['10.0.0/24'] }, 'address_prefixes is not a CIDR'],
  ['azurerm_subnet', { name: '-a' }, 'name does not match'],
  ['azurerm_subnet', { private_endpoint_network_policies: 'On' }, 'private_endpoint_network_policies cannot be "On"'],
  ['azurerm_route', { next_hop_type: 'NatGateway' }, 'next_hop_type cannot be "NatGateway"'],
  ['azurerm_route', { next_hop_type: 'VirtualAppliance' }, 'next_hop_in_ip_address belongs to VirtualAppliance'],
  ['azurerm_route', { next_hop_type: 'None', next_hop_in_ip_address: '10.0.0.4' }, 'belongs to VirtualAppliance'],
  ['azurerm_virtual_network_gateway', { type: 'VPN' }, 'type is Vpn or ExpressRoute'],
  ['azurerm_virtual_network_gateway', { sku: 'Standard' }, 'sku is none of VPN gateways'],
  ['azurerm_virtual_network_gateway', { bgp_settings: [{ asn: 65_517 }] }, 'the ASN is kept by Azure'],
  ['azurerm_local_network_gateway', { address_space: [] }, 'address_space or bgp_settings is needed'],
  ['azurerm_virtual_network_gateway_connection', { type: 'ipsec' }, 'type is IPsec'],
  ['azurerm_virtual_network_gateway_connection', { type: 'IPsec' }, 'IPsec needs local_network_gateway_id'],
  ['azurerm_virtual_network_gateway_connection', { shared_key: 'with space' }, 'shared_key is not printable'],
  ['azurerm_virtual_network_peering', { use_remote_gateways: true, allow_gateway_transit: true }, 'exclude'],
  [rule, { ...everybody, protocol: 'tcp' }, 'protocol cannot be "tcp"'],
  [rule, { ...everybody, direction: 'ingress' }, 'direction cannot be "ingress"'],
  [rule, { ...everybody, access: 'allow' }, 'access cannot be "allow"'],
  [rule, { ...everybody, priority: 99 }, 'priority is from 100 to 4096'],
  [rule, { ...everybody, priority: 4097 }, 'priority is from 100 to 4096'],
  [rule, { ...everybody, description: 'd'.repeat(141) }, 'description does not match'],
  [rule, { ...everybody, source_address_prefixes: ['10.0.0.0/8'] }, 'exactly one of source_address_prefix'],
  [rule, { ...everybody, destination_address_prefix: null }, 'exactly one of destination_address_prefix'],
  [rule, { ...everybody, source_address_prefix: null, source_address_prefixes: ['Internet'] }, 'what is no block'],
  [rule, { ...everybody, source_address_prefix: '10.0.0.1/8' }, 'neither a block nor a tag'],
  [
    rule,
    { ...everybody, source_address_prefix: null, source_address_prefixes: ['10.0.0.0/8', '::/0'] },
    'source_address_prefixes mixes families',
  ],
  [rule, { ...everybody, source_port_range: null, source_port_ranges: ['9-8'] }, '"9-8" is no range of ports'],
  [rule, { ...everybody, destination_port_range: '65536' }, '"65536" is no range of ports'],
  [rule, { ...everybody, destination_port_ranges: ['1'] }, 'exactly one of destination_port_range'],
  [rule, { ...everybody, protocol: 'Icmp', destination_port_range: '8' }, 'Icmp has no ports'],
  [admin, { protocol: '*' }, 'protocol cannot be "*"'],
  [admin, { action: 'Permit' }, 'action cannot be "Permit"'],
  [admin, { priority: 0 }, 'priority is from 1 to 4096'],
  ['azurerm_network_manager_deployment', { scope_access: 'Admin' }, 'scope_access cannot be "Admin"'],
  [card, { ip_configuration: [{ name: 'a' }, { name: 'a' }] }, 'have the same name'],
  [card, { ip_configuration: [{ name: 'a' }, { name: 'b' }] }, 'exactly one ip_configuration is the primary one'],
  [card, { ip_configuration: [{ private_ip_address_allocation: 'Static' }] }, 'a static address is given'],
  [card, { ip_configuration: [{ private_ip_address_allocation: 'static' }] }, 'allocation is Static or Dynamic'],
  [
    card,
    { ip_configuration: [{ private_ip_address_allocation: 'Static', private_ip_address: '10.0.0' }] },
    '"10.0.0" is no address',
  ],
  [card, { name: 'n'.repeat(81) }, 'name does not match'],
  [disk, { ...copy, storage_account_type: 'P10' }, 'storage_account_type cannot be "P10"'],
  [disk, { ...copy, storage_account_type: 'Premium_LRS', tier: 'P5' }, 'tier does not match'],
  [disk, { ...copy, storage_account_type: 'Standard_LRS', tier: 'P4' }, 'Standard_LRS takes no tier'],
  [disk, { ...copy, storage_account_type: 'Premium_LRS', disk_iops_read_write: 1 }, 'takes no IOPS or throughput'],
  [disk, { ...copy, storage_account_type: 'PremiumV2_LRS' }, 'PremiumV2_LRS needs a zone'],
  [disk, { ...copy, storage_account_type: 'PremiumV2_LRS', zone: '1', os_type: 'Linux' }, 'cannot be booted from'],
  [disk, { create_option: 'Copy', storage_account_type: 'Premium_LRS' }, 'Copy needs source_resource_id'],
  [disk, { ...copy, zone: '4' }, 'zone does not match'],
  [disk, { ...copy, hyper_v_generation: 'V3' }, 'hyper_v_generation cannot be "V3"'],
  [disk, { tags: { 'a/b': 'c' } }, 'the tag name "a/b" is not allowed'],
  [disk, { tags: { a: 'c'.repeat(257) } }, 'the value of tag "a" is too long'],
  [linux, { name: 'a', size: 'm7i.large', os_managed_disk_id: 'x' }, 'size does not match'],
  [linux, { name: 'n'.repeat(65), os_managed_disk_id: 'x' }, 'name does not match'],
  [linux, {}, 'a machine has one origin, not 0'],
  [linux, { os_managed_disk_id: 'x', source_image_id: 'y' }, 'a machine has one origin, not 2'],
  [linux, { os_managed_disk_id: 'x', admin_username: 'root' }, 'os_managed_disk_id excludes admin_username'],
  [windows, { name: 'n'.repeat(16), os_managed_disk_id: 'x' }, 'name does not match'],
  ['azurerm_virtual_machine_data_disk_attachment', { lun: 64 }, 'lun is from 0 to 63'],
  ['azurerm_virtual_machine_data_disk_attachment', { caching: 'none' }, 'caching cannot be "none"'],
  ['azurerm_storage_account', { name: 'Logs' }, 'name does not match'],
  ['azurerm_storage_account', { account_replication_type: 'XRS' }, 'account_replication_type cannot be "XRS"'],
  ['azurerm_storage_account', { min_tls_version: '1.2' }, 'min_tls_version cannot be "1.2"'],
  ['azurerm_storage_account', { network_rules: [{ default_action: 'deny' }] }, 'default_action is Allow or Deny'],
  ['azurerm_key_vault', { name: 'a--b' }, 'name does not match'],
  ['azurerm_key_vault', { name: 'k'.repeat(25) }, 'name does not match'],
  ['azurerm_key_vault', { soft_delete_retention_days: 91 }, 'soft_delete_retention_days is from 7 to 90'],
  ['azurerm_key_vault_key', { key_size: 1024 }, 'key_size cannot be 1024'],
  ['azurerm_recovery_services_vault', { name: '1st' }, 'name does not match'],
  ['azurerm_recovery_services_vault', { immutability: 'On' }, 'immutability cannot be "On"'],
  [policy, { policy_type: 'V1', backup: [{ frequency: 'Hourly' }] }, 'Hourly needs policy_type V2'],
  [
    policy,
    { policy_type: 'V2', backup: [{ frequency: 'Hourly', hour_interval: 2, hour_duration: 24 }] },
    'hour_interval is 4, 6, 8 or 12',
  ],
  [
    policy,
    { policy_type: 'V2', backup: [{ frequency: 'Hourly', hour_interval: 8, hour_duration: 12 }] },
    'hour_duration is not a multiple',
  ],
  [policy, { backup: [{ frequency: 'Monthly' }] }, 'frequency is Hourly, Daily or Weekly'],
  [policy, { retention_daily: [{ count: 6 }] }, 'retention_daily is 7 at least'],
  ['azurerm_public_ip', { allocation_method: 'static' }, 'allocation_method cannot be "static"'],
  ['azurerm_resource_group', { name: 'a.' }, 'name does not match'],
]

test.each(refused)('refuses %s with %o', (type, configuration, fault) => {
  expect(azurermRules(type, configuration).join('; ')).toContain(fault)
})

test('says nothing about values that are not known yet', () => {
  const ends = Object.fromEntries(Object.keys(everybody).map((name) => [name, UNKNOWN] as const))
  const hidden: Record<string, Value> = {
    storage_account_type: UNKNOWN,
    tier: UNKNOWN,
    zone: UNKNOWN,
    create_option: UNKNOWN,
  }

  expect(azurermRules(rule, { ...ends, protocol: UNKNOWN, priority: UNKNOWN })).toEqual([])
  expect(azurermRules(disk, hidden)).toEqual([])
  expect(azurermRules('azurerm_route', { next_hop_type: UNKNOWN, next_hop_in_ip_address: UNKNOWN })).toEqual([])
})

const resource = (type: string, values: Record<string, PlanValue>): PlanResource => ({
  address: `${type}.${textOf(values['name'])}`,
  mode: 'managed',
  type,
  index: null,
  values,
})
const vnet = resource('azurerm_virtual_network', { name: 'shop', address_space: ['10.0.0.0/16'] })
const subnet = (name: string, prefix: string): PlanResource =>
  resource('azurerm_subnet', { name, id: name, virtual_network_name: 'shop', address_prefixes: [prefix] })
const cardAt = (name: string, address: string): PlanResource =>
  resource(card, { name, ip_configuration: [{ subnet_id: 'a', private_ip_address: address }] })
const ruleAt = (name: string, groupId: string): PlanResource =>
  resource(rule, {
    name,
    network_security_group_name: 'web',
    direction: 'Inbound',
    priority: 100,
    source_application_security_group_ids: [groupId],
  })
const a = subnet('a', '10.0.1.0/24')
const web = resource('azurerm_network_security_group', { name: 'web', location: 'westeurope' })
const here = resource('azurerm_application_security_group', { name: 'here', id: 'here', location: 'westeurope' })
const there = resource('azurerm_application_security_group', { name: 'there', id: 'there', location: 'northeurope' })

test.each([
  ['a subnet outside its VNet', [vnet, subnet('b', '10.1.0.0/24')], 'is not in its VNet'],
  ['two subnets in one place', [vnet, a, subnet('b', '10.0.1.128/25')], 'overlaps azurerm_subnet.b'],
  ['an address outside its subnet', [vnet, a, cardAt('n', '10.0.2.4')], 'not in its subnet'],
  ["an address of Azure's own", [vnet, a, cardAt('n', '10.0.1.3')], "which is Azure's"],
  ['the last address of a subnet', [vnet, a, cardAt('n', '10.0.1.255')], "which is Azure's"],
  ['an address that is there twice', [vnet, a, cardAt('n', '10.0.1.4'), cardAt('m', '10.0.1.4')], 'as azurerm_network'],
  ['a priority that is there twice', [web, here, ruleAt('x', 'here'), ruleAt('y', 'here')], 'that is taken'],
  ['a group of another region', [web, there, ruleAt('x', 'there')], 'names a group of another region'],
])('the layout check notices %s', (_, resources, said) => {
  expect(layoutFaults(resources).join()).toContain(said)
  expect(layoutFaults([vnet, a, cardAt('n', '10.0.1.4'), web, here, ruleAt('x', 'here')])).toEqual([])
})

const values = 'foundation/terraform.tfvars.json'
const batches: readonly Batch[] = [
  {
    'an attribute that does not exist': {
      file: 'modules/network/main.tf',
      from: 'private_endpoint_network_policies',
      to: 'nothing',
      said: 'Unsupported argument',
      place: 'resource "azurerm_subnet" "this"',
    },
    'an attribute that only Azure sets': {
      file: 'modules/network/main.tf',
      from: 'bgp_route_propagation_enabled = each.value.learns',
      to: 'subnets = []',
      said: 'is only computed',
      place: 'module.network.azurerm_route_table.this',
    },
    'an impossible disk type': {
      file: 'modules/compute/disks.tf',
      from: '= local.copied[each.key].type',
      to: '= "ssd"',
      said: 'storage_account_type cannot be',
      place: 'module.standby.azurerm_managed_disk.this',
    },
  },
  {
    'a required attribute left out': {
      file: 'modules/compute/main.tf',
      from: 'caching = "ReadWrite"',
      to: '',
      said: 'Missing required argument',
      place: 'resource "azurerm_linux_virtual_machine" "this"',
    },
  },
  {
    'a peering without a VNet': {
      file: values,
      from: '"vpc_key": "old"',
      to: '"vpc_key": "gone"',
      said: 'A peering names a VNet that is not in vpcs',
      place: 'peerings',
    },
    'a route to nowhere': {
      file: values,
      from: '"next_hop_type": "None"',
      to: '"next_hop_type": "NatGateway"',
      said: 'VirtualNetworkGateway, VnetLocal or None',
      place: 'routes',
    },
    'a rule of a group that is not there': {
      file: values,
      from: '"group_key": "web-cards"',
      to: '"group_key": "gone"',
      said: 'not in network_security_groups',
      place: 'network_security_rules',
    },
    'a rule that names nobody': {
      file: values,
      from: '"tag": "Internet"',
      to: '"blocks": []',
      said: 'Each end of a rule is one of',
      place: 'network_security_rules',
    },
    'two rules with one priority': {
      file: values,
      from: '"priority": 120',
      to: '"priority": 130',
      said: 'have the same priority',
      place: 'network_security_rules',
    },
    'a rule with bad ports': {
      file: values,
      from: '"443"',
      to: '"443,80"',
      said: 'Ports look like',
      place: 'network_security_rules',
    },
    'a member group that is not there': {
      file: values,
      from: '"group_keys": [\n          "web"',
      to: '"group_keys": [\n          "gone"',
      said: 'not in application_security_groups',
      place: 'network_security_rules',
    },
    'backups too often': {
      file: values,
      from: '"interval_hours": 4',
      to: '"interval_hours": 2',
      said: 'every 4, 6, 8, 12 or 24 hours',
      place: 'backup_policies',
    },
    'a server without a network': {
      file: values,
      from: '"interfaces": {\n        "0"',
      to: '"interfaces": {\n        "1"',
      said: 'No subnet at the recovery site is known for: ',
      place: 'replicated_servers',
    },
    'a server without a boot disk': {
      file: values,
      from: '"os": {\n          "name": "shop-web_os"',
      to: '"root": {\n          "name": "shop-web_os"',
      said: 'is called os',
      place: 'servers',
    },
  },
  {
    'an appliance without an address': {
      file: values,
      from: '"next_hop_type": "None"',
      to: '"next_hop_type": "VirtualAppliance"',
      said: 'has its address',
      place: 'routes',
    },
    'a rule with two kinds of an end': {
      file: values,
      from: '"tag": "Internet"',
      to: '"tag": "Internet", "group_keys": ["web"]',
      said: 'Each end of a rule is one of',
      place: 'network_security_rules',
    },
    'a priority that is too low': {
      file: values,
      from: '"priority": 120',
      to: '"priority": 99',
      said: 'from 100 to 4096',
      place: 'network_security_rules',
    },
    'a disk with a bad type': {
      file: values,
      from: '"type": "StandardSSD_LRS"',
      to: '"type": "gp3"',
      said: 'storage_account_type cannot be',
      place: 'module.standby.azurerm_managed_disk.this["shop-web/data"]',
    },
  },
  {
    'a subnet without a VNet': {
      file: values,
      from: '"route_table_key": "old-main",\n      "vpc_key": "old"',
      to: '"route_table_key": "old-main",\n      "vpc_key": "gone"',
      said: 'A subnet names a VNet that is not in vpcs',
      place: 'subnets',
    },
  },
  {
    'a subnet behind two groups': {
      file: values,
      from: '"subnet_keys": []',
      to: '"subnet_keys": ["app-b"]',
      said: 'A subnet has one network security group',
      place: 'network_security_groups',
    },
  },
]

const why = hasTerraform ? '' : ' (NOT RUN: there is no terraform on the PATH)'

describe.skipIf(!hasTerraform)(`terraform for Azure with a seeded error${why}`, () => {
  let standIn: StandIn
  let good = ''

  beforeAll(async () => {
    standIn = await startStandIn()
    good = emitPlan(anAzurePlan())
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

    // The server without a network has its first interface at 1.
    expect(others.flat()).toEqual([expect.stringContaining('Interfaces are counted from 0 without a gap.')])
  })
})
