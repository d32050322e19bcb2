/** What the schema of azurerm cannot say: seeded errors must be found, in the rules and through terraform. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { anAzurePlan } from '../builders-plan-azure.ts'
import { layoutFaults } from '../support/terraform/azure-layout.ts'
import { azurermRules } from '../support/terraform/azurerm-rules.ts'
import { UNKNOWN, type Value } from '../support/terraform/msgpack.ts'
import { textOf, type PlanResource, type PlanValue } from '../support/terraform/plan-resources.ts'
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

const why = hasTerraform ? '' : ' (NOT RUN: there is no terraform on the PATH)'

describe.skipIf(!hasTerraform)(`terraform for Azure with a seeded error${why}`, () => {
  let standIn: StandIn
  let good = ''
  let folder = ''

  beforeAll(async () => {
    standIn = await startStandIn()
    good = emitPlan(anAzurePlan())
    await runTerraform(['init', '-input=false'], { cwd: join(good, 'foundation'), standIn })
    folder = mkdtempSync(join(tmpdir(), 'drplan-seeded-'))
  })

  afterAll(() => {
    standIn.close()
    for (const used of [good, folder]) rmSync(used, { recursive: true, force: true })
  })

  const rewrite = (path: string, from: string, to: string): void => {
    const text = readFileSync(path, 'utf8')
    expect(text).toContain(from)
    writeFileSync(path, text.replace(from, to))
  }

  const values = 'foundation/terraform.tfvars.json'
  test.each([
    [
      'an attribute that does not exist',
      'modules/network/main.tf',
      'private_endpoint_network_policies',
      'nothing',
      'Unsupported argument',
    ],
    [
      'a required attribute left out',
      'modules/compute/main.tf',
      'caching = "ReadWrite"',
      '',
      'Missing required argument',
    ],
    [
      'an attribute that only Azure sets',
      'modules/network/main.tf',
      'bgp_route_propagation_enabled = each.value.learns',
      'subnets = []',
      'is only computed',
    ],
    [
      'an impossible disk type',
      'modules/compute/disks.tf',
      '= local.copied[each.key].type',
      '= "ssd"',
      'storage_account_type cannot be',
    ],
    ['a subnet without a VNet', values, '"vpc_key": "old"', '"vpc_key": "gone"', 'not in vpcs'],
    [
      'a route to nowhere',
      values,
      '"next_hop_type": "None"',
      '"next_hop_type": "NatGateway"',
      'VirtualNetworkGateway, VnetLocal or None',
    ],
    [
      'an appliance without an address',
      values,
      '"next_hop_type": "None"',
      '"next_hop_type": "VirtualAppliance"',
      'has its address',
    ],
    [
      'a rule of a group that is not there',
      values,
      '"group_key": "web-cards"',
      '"group_key": "gone"',
      'not in network_security_groups',
    ],
    ['a rule that names nobody', values, '"tag": "Internet"', '"blocks": []', 'Each end of a rule is one of'],
    [
      'a rule with two kinds of an end',
      values,
      '"tag": "Internet"',
      '"tag": "Internet", "group_keys": ["web"]',
      'Each end of a rule is one of',
    ],
    ['two rules with one priority', values, '"priority": 120', '"priority": 130', 'have the same priority'],
    ['a priority that is too low', values, '"priority": 120', '"priority": 99', 'from 100 to 4096'],
    ['a rule with bad ports', values, '"443"', '"443,80"', 'Ports look like'],
    [
      'a member group that is not there',
      values,
      '"group_keys": [\n          "web"',
      '"group_keys": [\n          "gone"',
      'not in application_security_groups',
    ],
    [
      'a subnet behind two groups',
      values,
      '"subnet_keys": []',
      '"subnet_keys": ["app-b"]',
      'A subnet has one network security group',
    ],
    ['backups too often', values, '"interval_hours": 4', '"interval_hours": 2', 'every 4, 6, 8, 12 or 24 hours'],
    [
      'a server without a network',
      values,
      '"interfaces": {\n        "0"',
      '"interfaces": {\n        "1"',
      'No subnet at the recovery site is known for: ',
    ],
    [
      'a server without a boot disk',
      values,
      '"os": {\n          "name": "shop-web_os"',
      '"root": {\n          "name": "shop-web_os"',
      'is called os',
    ],
    ['a disk with a bad type', values, '"type": "StandardSSD_LRS"', '"type": "gp3"', 'storage_account_type cannot be'],
  ])('refuses %s', async (...[, file, from, to, said]) => {
    cpSync(good, folder, { recursive: true, force: true })
    rewrite(join(folder, file), from, to)

    const { code, stderr } = await runTerraform(['plan', '-input=false', '-no-color'], {
      cwd: join(folder, 'foundation'),
      standIn,
    })

    expect(code).toBe(1)
    expect(stderr.replaceAll(/\s+/g, ' ')).toContain(said)
  })
})
