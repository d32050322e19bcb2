/**
 * What the azurerm provider or Azure itself refuses although the schema allows it. Each rule looks at one configured
 * resource; values that are not known yet pass, because the real provider lets them pass too.
 */
import { readCidr } from '../../../src/model/cidr.ts'
import { readAddress } from '../../../src/model/address.ts'
import { gatewayFaults } from './azurerm-rules-gateways.ts'
import { isList, isObject, UNKNOWN, type Value } from './msgpack.ts'
import type { ConfigurationRules } from './provider.ts'

type Configuration = { readonly [name: string]: Value }

interface Rule {
  readonly types: readonly string[]
  /** What is wrong, or null. */
  readonly fault: (configuration: Configuration) => string | null
}

const isCidr = (value: Value | undefined, families: readonly number[] = [4, 6]): boolean => {
  const reading = typeof value === 'string' ? readCidr(value) : null
  return reading === null || (reading.ok && families.includes(reading.value.family))
}

const isGiven = (value: Value | undefined): boolean => (value ?? null) !== null

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

const rangeRule = (types: readonly string[], attribute: string, [least, most]: readonly [number, number]): Rule => ({
  types,
  fault: (configuration) => {
    const value = configuration[attribute]
    return typeof value !== 'number' || (value >= least && value <= most)
      ? null
      : `${attribute} is from ${least} to ${most}`
  },
})

/** Of what is known, exactly one; what is not known yet may be it. */
const exactlyOneOf = (types: readonly string[], attributes: readonly string[]): Rule => ({
  types,
  fault: (configuration) => {
    const values = attributes.map((name) => configuration[name] ?? null).filter((value) => value !== null)
    const known = values.filter((value) => value !== UNKNOWN).length
    const fine = known === 1 || (known === 0 && values.length > 0)
    return fine ? null : `exactly one of ${attributes.join(', ')} is needed, not ${known}`
  },
})

const texts = (value: Value | undefined): readonly string[] =>
  isList(value ?? null) ? (value as Value[]).flatMap((item) => (typeof item === 'string' ? [item] : [])) : []

const blocksIn = (configuration: Configuration, name: string): readonly Configuration[] => {
  const value = configuration[name] ?? null
  return isList(value) ? value.flatMap((item) => (isObject(item) ? [item] : [])) : []
}

const cidrs = (types: readonly string[], attribute: string, families?: readonly number[]): Rule => ({
  types,
  fault: (configuration) => {
    const value = configuration[attribute] ?? null
    const all: readonly Value[] = isList(value) ? value : [value]
    return all.every((item) => isCidr(item, families)) ? null : `${attribute} is not a CIDR`
  },
})

/** Ports of rules: `*` alone, or numbers and ranges (Azure REST API, Security Rules). */
function portsFault(rule: Configuration): string | null {
  const ranges = ['source_port_ranges', 'destination_port_ranges'].flatMap((name) => texts(rule[name]))
  const single = ['source_port_range', 'destination_port_range'].flatMap((name) =>
    typeof rule[name] === 'string' && rule[name] !== '*' ? [rule[name]] : [],
  )
  const all = [...ranges, ...single]
  const bad = all.find((range) => {
    const [, from, to = from] = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(range) ?? []
    return from === undefined || Number(to) > 65_535 || Number(from) > Number(to)
  })
  if (bad !== undefined) return `"${bad}" is no range of ports`
  const { protocol } = rule
  const portless = typeof protocol === 'string' && ['Icmp', 'Esp', 'Ah'].includes(protocol)
  return portless && all.length > 0 ? `${protocol} has no ports` : null
}

const tagText = /^(\*|[A-Za-z][A-Za-z0-9]*(\.[A-Za-z0-9.]+)?)$/

/** One prefix, or a tag. In a list there are prefixes only, all of one family. */
function prefixFault(rule: Configuration): string | null {
  for (const end of ['source', 'destination']) {
    const one = rule[`${end}_address_prefix`]
    if (typeof one === 'string' && !tagText.test(one) && !isCidr(one))
      return `${end}_address_prefix is neither a block nor a tag`
    const many = texts(rule[`${end}_address_prefixes`]).map(readCidr)
    const families = new Set(many.map((reading) => (reading.ok ? reading.value.family : 'no block')))
    if (families.has('no block')) return `${end}_address_prefixes has what is no block`
    if (families.size > 1) return `${end}_address_prefixes mixes families`
  }
  return null
}

const adminProtocols = ['Ah', 'Any', 'Esp', 'Icmp', 'Tcp', 'Udp']

function nicFault(nic: Configuration): string | null {
  const all = blocksIn(nic, 'ip_configuration')
  const names = all.map(({ name }) => name)
  if (new Set(names).size < names.length) return 'two ip_configurations have the same name'
  if (all.length > 1 && all.filter(({ primary }) => primary === true).length !== 1)
    return 'exactly one ip_configuration is the primary one'
  return all.map(addressFault).find((fault) => fault !== null) ?? null
}

function addressFault(address: Configuration): string | null {
  const { private_ip_address_allocation: how, private_ip_address: text } = address
  if (how !== UNKNOWN && how !== 'Static' && how !== 'Dynamic') return 'allocation is Static or Dynamic'
  if (how !== UNKNOWN && text !== UNKNOWN && (how === 'Static') !== isGiven(text))
    return 'a static address is given, and a dynamic one is not'
  return typeof text !== 'string' || readAddress(text).ok ? null : `"${text}" is no address`
}

/** Inside a network, or by a public address. */
function frontFault(balancer: Configuration): string | null {
  const faults = blocksIn(balancer, 'frontend_ip_configuration').map((front) => {
    const { public_ip_address_id: outside, subnet_id: inside, zones } = front
    if ([outside, inside].includes(UNKNOWN)) return null
    if (isGiven(outside) === isGiven(inside)) return 'a front has a subnet or a public address'
    if (isGiven(inside)) return addressFault(front)
    return isGiven(zones) ? 'a public front is in the zones of its address' : null
  })
  return faults.find((fault) => fault !== null) ?? null
}

const flexibleDisks = ['PremiumV2_LRS', 'UltraSSD_LRS']

/** Azure managed disk types; azurerm, managed_disk. */
function diskFault(disk: Configuration): string | null {
  const { storage_account_type: type, tier } = disk
  if (typeof type !== 'string') return null
  if (typeof tier === 'string' && !type.startsWith('Premium_')) return `${type} takes no tier`
  if (disk['create_option'] === 'Copy' && !isGiven(disk['source_resource_id'])) return 'Copy needs source_resource_id'
  const bought = ['disk_iops_read_write', 'disk_mbps_read_write'].some((name) => typeof disk[name] === 'number')
  if (!flexibleDisks.includes(type)) return bought ? `${type} takes no IOPS or throughput` : null
  if (!isGiven(disk['zone'])) return `${type} needs a zone`
  return typeof disk['os_type'] === 'string' ? `${type} cannot be booted from` : null
}

/** azurerm, linux_virtual_machine and windows_virtual_machine: os_managed_disk_id. */
function machineFault(machine: Configuration): string | null {
  const sources = ['os_managed_disk_id', 'source_image_id', 'source_image_reference'].filter((name) => {
    const value = machine[name] ?? null
    return isList(value) ? value.length > 0 : value !== null
  })
  if (sources.length !== 1) return `a machine has one origin, not ${sources.length}`
  const profile = ['admin_username', 'admin_password', 'computer_name', 'custom_data', 'patch_mode']
  const set = profile.find((name) => isGiven(machine[name]))
  return sources[0] === 'os_managed_disk_id' && set !== undefined ? `os_managed_disk_id excludes ${set}` : null
}

function policyFault(policy: Configuration): string | null {
  const [daily] = blocksIn(policy, 'retention_daily')
  if (typeof daily?.['count'] === 'number' && daily['count'] < 7) return 'retention_daily is 7 at least'
  const [backup] = blocksIn(policy, 'backup')
  if (backup?.['frequency'] === 'Hourly') return hourlyFault(policy, backup)
  const frequency = backup?.['frequency']
  return typeof frequency === 'string' && !['Daily', 'Weekly'].includes(frequency)
    ? 'frequency is Hourly, Daily or Weekly'
    : null
}

function hourlyFault({ policy_type: type }: Configuration, backup: Configuration): string | null {
  const { hour_interval: interval, hour_duration: duration } = backup
  if (typeof type === 'string' && type !== 'V2') return 'Hourly needs policy_type V2'
  if (typeof interval !== 'number' || typeof duration !== 'number') return null
  if (![4, 6, 8, 12].includes(interval)) return 'hour_interval is 4, 6, 8 or 12'
  return duration % interval === 0 ? null : 'hour_duration is not a multiple of hour_interval'
}

/** Azure Resource Manager, "Tag limitations". */
function tagFault({ tags }: Configuration): string | null {
  if (!isObject(tags)) return null
  if (Object.keys(tags).length > 50) return 'more than 50 tags'
  for (const [name, value] of Object.entries(tags)) {
    if (!/^[^<>%&\\?/]{1,512}$/.test(name)) return `the tag name "${name}" is not allowed`
    if (typeof value === 'string' && value.length > 256) return `the value of tag "${name}" is too long`
  }
  return null
}

function networkRulesFault(storage: Configuration): string | null {
  const [rules] = [...blocksIn(storage, 'network_rules'), ...blocksIn(storage, 'network_acls')]
  const action = rules?.['default_action']
  return typeof action === 'string' && !['Allow', 'Deny'].includes(action) ? 'default_action is Allow or Deny' : null
}

const rule = 'azurerm_network_security_rule'
const adminRule = 'azurerm_network_manager_admin_rule'
const machines = ['azurerm_linux_virtual_machine', 'azurerm_windows_virtual_machine']
/** Azure, "Naming rules and restrictions for Azure resources": network resources by 80 characters, VNets by 64. */
const named80 = [
  'azurerm_application_security_group',
  'azurerm_disk_encryption_set',
  'azurerm_lb',
  'azurerm_lb_backend_address_pool',
  'azurerm_lb_probe',
  'azurerm_lb_rule',
  'azurerm_managed_disk',
  'azurerm_nat_gateway',
  'azurerm_network_interface',
  'azurerm_network_security_group',
  'azurerm_network_watcher_flow_log',
  'azurerm_private_dns_zone_virtual_network_link',
  'azurerm_public_ip',
  'azurerm_route',
  'azurerm_route_table',
  'azurerm_subnet',
  'azurerm_virtual_network_peering',
  rule,
]
const tagged = [...named80, ...machines, 'azurerm_resource_group', 'azurerm_key_vault', 'azurerm_storage_account']

const rules: readonly Rule[] = [
  cidrs(['azurerm_virtual_network'], 'address_space'),
  cidrs(['azurerm_subnet'], 'address_prefixes'),
  cidrs(['azurerm_route'], 'address_prefix'),
  enumRule(['azurerm_route'], 'next_hop_type', [
    'VirtualNetworkGateway',
    'VnetLocal',
    'Internet',
    'VirtualAppliance',
    'None',
  ]),
  {
    types: ['azurerm_route'],
    fault: ({ next_hop_type: type, next_hop_in_ip_address: address }) =>
      [type, address].includes(UNKNOWN) || (type === 'VirtualAppliance') === isGiven(address)
        ? null
        : 'next_hop_in_ip_address belongs to VirtualAppliance, and to nothing else',
  },
  enumRule([rule], 'protocol', ['*', 'Tcp', 'Udp', 'Icmp', 'Esp', 'Ah']),
  enumRule([rule, adminRule], 'direction', ['Inbound', 'Outbound']),
  enumRule([rule], 'access', ['Allow', 'Deny']),
  rangeRule([rule], 'priority', [100, 4096]),
  patternRule([rule, adminRule], 'description', /^[^]{0,140}$/),
  ...['source', 'destination'].flatMap((end) => [
    exactlyOneOf([rule], [`${end}_address_prefix`, `${end}_address_prefixes`, `${end}_application_security_group_ids`]),
    exactlyOneOf([rule], [`${end}_port_range`, `${end}_port_ranges`]),
  ]),
  { types: [rule, adminRule], fault: portsFault },
  { types: [rule], fault: prefixFault },
  enumRule([adminRule], 'protocol', adminProtocols),
  enumRule([adminRule], 'action', ['Allow', 'AlwaysAllow', 'Deny']),
  rangeRule([adminRule], 'priority', [1, 4096]),
  enumRule(['azurerm_network_manager_deployment'], 'scope_access', ['Connectivity', 'SecurityAdmin', 'Routing']),
  patternRule(named80, 'name', /^[A-Za-z0-9]([A-Za-z0-9._-]{0,78}[A-Za-z0-9_])?$/),
  patternRule(['azurerm_virtual_network'], 'name', /^[A-Za-z0-9][A-Za-z0-9._-]{0,62}[A-Za-z0-9_]$/),
  patternRule(['azurerm_linux_virtual_machine'], 'name', /^(?![0-9]+$)[A-Za-z0-9][A-Za-z0-9-]{0,62}[A-Za-z0-9]$/),
  patternRule(['azurerm_windows_virtual_machine'], 'name', /^(?![0-9]+$)[A-Za-z0-9]([A-Za-z0-9-]{0,13}[A-Za-z0-9])?$/),
  patternRule(['azurerm_network_manager_admin_rule_collection', adminRule], 'name', /^[A-Za-z0-9_.-]{1,64}$/),
  patternRule(
    ['azurerm_site_recovery_replicated_vm', 'azurerm_site_recovery_network_mapping'],
    'name',
    /^[\w-]{1,64}$/,
  ),
  patternRule(['azurerm_site_recovery_replication_recovery_plan'], 'name', /^[A-Za-z][A-Za-z0-9-]{1,61}[A-Za-z0-9]$/),
  patternRule(['azurerm_backup_policy_vm'], 'name', /^[A-Za-z][A-Za-z0-9-]{2,149}$/),
  // Private DNS, "What is a private DNS zone?", 2024: 2 to 34 labels, 253 characters.
  patternRule(['azurerm_private_dns_zone'], 'name', /^(?=.{1,253}$)[\w-]{1,63}(\.[\w-]{1,63}){1,33}$/),
  patternRule(['azurerm_key_vault'], 'name', /^(?!.*--)[A-Za-z][A-Za-z0-9-]{1,22}[A-Za-z0-9]$/),
  patternRule(['azurerm_storage_account'], 'name', /^[a-z0-9]{3,24}$/),
  patternRule(['azurerm_recovery_services_vault'], 'name', /^[A-Za-z][A-Za-z0-9-]{1,49}$/),
  patternRule(['azurerm_resource_group'], 'name', /^[\w.()-]{0,89}[\w()-]$/),
  patternRule(machines, 'size', /^(Standard|Basic)_[A-Za-z0-9_-]+$/),
  patternRule([...machines, 'azurerm_managed_disk'], 'zone', /^[1-3]$/),
  enumRule(['azurerm_managed_disk'], 'storage_account_type', [
    'Standard_LRS',
    'StandardSSD_LRS',
    'StandardSSD_ZRS',
    'Premium_LRS',
    'Premium_ZRS',
    'PremiumV2_LRS',
    'UltraSSD_LRS',
  ]),
  patternRule(['azurerm_managed_disk'], 'tier', /^P([1-8]0|[1-46]|15)$/),
  enumRule(['azurerm_managed_disk'], 'hyper_v_generation', ['V1', 'V2']),
  enumRule(['azurerm_managed_disk'], 'network_access_policy', ['AllowAll', 'AllowPrivate', 'DenyAll']),
  enumRule(['azurerm_managed_disk'], 'create_option', ['Copy', 'Empty', 'FromImage', 'Import', 'Restore', 'Upload']),
  { types: ['azurerm_managed_disk'], fault: diskFault },
  { types: machines, fault: machineFault },
  { types: ['azurerm_network_interface'], fault: nicFault },
  enumRule(['azurerm_virtual_machine_data_disk_attachment'], 'caching', ['None', 'ReadOnly', 'ReadWrite']),
  rangeRule(['azurerm_virtual_machine_data_disk_attachment'], 'lun', [0, 63]),
  enumRule(['azurerm_storage_account'], 'account_replication_type', ['LRS', 'GRS', 'RAGRS', 'ZRS', 'GZRS', 'RAGZRS']),
  enumRule(['azurerm_storage_account'], 'account_tier', ['Standard', 'Premium']),
  enumRule(['azurerm_storage_account'], 'min_tls_version', ['TLS1_0', 'TLS1_1', 'TLS1_2', 'TLS1_3']),
  { types: ['azurerm_storage_account', 'azurerm_key_vault'], fault: networkRulesFault },
  enumRule(['azurerm_key_vault'], 'sku_name', ['standard', 'premium']),
  rangeRule(['azurerm_key_vault'], 'soft_delete_retention_days', [7, 90]),
  enumRule(['azurerm_key_vault_key'], 'key_type', ['EC', 'EC-HSM', 'RSA', 'RSA-HSM']),
  enumRule(['azurerm_key_vault_key'], 'key_size', [2048, 3072, 4096]),
  enumRule(['azurerm_disk_encryption_set'], 'encryption_type', [
    'EncryptionAtRestWithCustomerKey',
    'EncryptionAtRestWithPlatformAndCustomerKeys',
    'ConfidentialVmEncryptedWithCustomerKey',
  ]),
  enumRule(['azurerm_recovery_services_vault'], 'sku', ['Standard', 'RS0']),
  enumRule(['azurerm_recovery_services_vault'], 'immutability', ['Disabled', 'Locked', 'Unlocked']),
  enumRule(['azurerm_recovery_services_vault'], 'storage_mode_type', [
    'GeoRedundant',
    'LocallyRedundant',
    'ZoneRedundant',
  ]),
  enumRule(['azurerm_backup_policy_vm'], 'policy_type', ['V1', 'V2']),
  { types: ['azurerm_backup_policy_vm'], fault: policyFault },
  enumRule(['azurerm_lb'], 'sku', ['Standard', 'Gateway']),
  { types: ['azurerm_lb'], fault: frontFault },
  enumRule(['azurerm_lb_probe'], 'protocol', ['Tcp', 'Http', 'Https']),
  {
    types: ['azurerm_lb_probe'],
    fault: ({ protocol, request_path: path }) =>
      [protocol, path].includes(UNKNOWN) || (protocol === 'Tcp') !== isGiven(path)
        ? null
        : 'request_path belongs to Http and Https',
  },
  enumRule(['azurerm_lb_rule'], 'protocol', ['Tcp', 'Udp', 'All']),
  ...['azurerm_lb_probe', 'azurerm_lb_rule'].flatMap((type) =>
    ['port', 'frontend_port', 'backend_port'].map((name) => rangeRule([type], name, [1, 65_535])),
  ),
  enumRule(['azurerm_public_ip'], 'sku', ['Basic', 'Standard']),
  enumRule(['azurerm_public_ip'], 'allocation_method', ['Dynamic', 'Static']),
  enumRule(['azurerm_nat_gateway'], 'sku_name', ['Standard', 'StandardV2']),
  enumRule(['azurerm_subnet'], 'private_endpoint_network_policies', [
    'Disabled',
    'Enabled',
    'NetworkSecurityGroupEnabled',
    'RouteTableEnabled',
  ]),
  { types: tagged, fault: tagFault },
  ...gatewayFaults,
]

export const azurermRules: ConfigurationRules = (type, configuration) =>
  rules.flatMap((each) => {
    if (!each.types.includes(type) || !isObject(configuration)) return []
    const fault = each.fault(configuration)
    return fault === null ? [] : [fault]
  })
