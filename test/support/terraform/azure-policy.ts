/**
 * What our Terraform for Azure promises about security, checked on a plan. Ids are those of checkov (CKV…) and trivy
 * (AZU-…), read in August 2026, so that a reader can look up what each one is about.
 */
import { isRecord, textOf, type PlanResource, type PlanValue } from './plan-resources.ts'

export interface AzurePolicyContext {
  readonly resources: readonly PlanResource[]
  /** Keys of the rules that the plan carried over from the primary site. */
  readonly sourceRules: ReadonlySet<string>
  /** Cards, as `<server>/<index>`, whose subnets are behind a group. */
  readonly cardsBehindSubnets: ReadonlySet<string>
}

/** Addresses of the resources that break a promise. */
type Check = (context: AzurePolicyContext) => readonly string[]

type Values = PlanResource['values']

const blocks = (values: Values, name: string): readonly Values[] => {
  const found = values[name]
  return Array.isArray(found) ? found.filter(isRecord) : []
}

const each =
  (types: readonly string[], holds: (values: Values, resource: PlanResource) => boolean): Check =>
  ({ resources }) =>
    resources
      .filter(({ type, mode }) => mode === 'managed' && types.includes(type))
      .flatMap((resource) => (holds(resource.values, resource) ? [] : [resource.address]))

/** For every `owner` there must be one of `type` with its key. */
const perOwner =
  (owner: string, type: string): Check =>
  ({ resources }) => {
    const keys = new Set(resources.filter((resource) => resource.type === type).map(({ index }) => index))
    return resources.filter((one) => one.type === owner && !keys.has(one.index)).map(({ address }) => address)
  }

const given = (value: PlanValue | undefined): boolean => value !== undefined && value !== null && value !== ''
const nothing = (value: PlanValue | undefined): boolean => !given(value)
const isWorld = (value: PlanValue | undefined): boolean =>
  ['*', 'Internet', '0.0.0.0/0', '::/0'].includes(textOf(value))

const texts = (value: PlanValue | undefined): readonly string[] => (Array.isArray(value) ? value.map(textOf) : [])

const fromWorld = (rule: Values): boolean =>
  isWorld(rule['source_address_prefix']) || texts(rule['source_address_prefixes']).some(isWorld)

/** A rule that lets the world in to one of these ports, and that the primary site does not have. */
const noNewWorldRule =
  (concerns: (rule: Values) => boolean): Check =>
  ({ resources, sourceRules }) =>
    resources
      .filter(({ type, index }) => type === 'azurerm_network_security_rule' && !sourceRules.has(index ?? ''))
      .filter(({ values }) => values['access'] === 'Allow' && values['direction'] === 'Inbound' && fromWorld(values))
      .filter(({ values }) => concerns(values))
      .map(({ address }) => address)

const opens =
  (...ports: readonly number[]) =>
  (rule: Values): boolean => {
    if (!['*', 'Tcp'].includes(textOf(rule['protocol']))) return false
    const ranges = [...texts(rule['destination_port_ranges']), textOf(rule['destination_port_range'])]
    return ranges.some((range) => {
      if (range === '*') return true
      const [from = NaN, to = from] = range.split('-').map(Number)
      return ports.some((port) => from <= port && port <= to)
    })
  }

const machines = ['azurerm_linux_virtual_machine', 'azurerm_windows_virtual_machine']
const nic = 'azurerm_network_interface'
const disk = 'azurerm_managed_disk'
const storage = 'azurerm_storage_account'
const vault = 'azurerm_key_vault'

const closedFirewall = (values: Values, name: string): boolean => {
  const [rules] = blocks(values, name)
  return rules?.['default_action'] === 'Deny' && JSON.stringify(rules['bypass']).includes('AzureServices')
}

const flowLogs: Check = each(['azurerm_network_watcher_flow_log'], (log) => {
  const [retention] = blocks(log, 'retention_policy')
  return log['enabled'] === true && retention?.['enabled'] === true && Number(retention['days']) >= 90
})

/** A card behind no group of its own must stand in a subnet behind one. */
const guarded: Check = ({ resources, cardsBehindSubnets }) => {
  const own = resources.filter(({ type }) => type === 'azurerm_network_interface_security_group_association')
  const behind = new Set([...cardsBehindSubnets, ...own.map(({ index }) => index ?? '')])
  return resources.filter(({ type, index }) => type === nic && !behind.has(index ?? '')).map(({ address }) => address)
}

export const azurePolicy = {
  'CKV_AZURE_1 no password on machines': each(
    machines,
    (vm) => nothing(vm['admin_password']) && vm['disable_password_authentication'] !== false,
  ),
  'CKV_AZURE_45 nothing secret in custom data': each(
    machines,
    (vm) => nothing(vm['custom_data']) && nothing(vm['user_data']),
  ),
  'CKV_AZURE_151 machines encrypted at their host': each(machines, (vm) => vm['encryption_at_host_enabled'] === true),
  'machines have an identity': each(machines, (vm) =>
    blocks(vm, 'identity').some(({ type }) => type === 'SystemAssigned'),
  ),
  'machines keep screenshot and serial log': each(machines, (vm) => blocks(vm, 'boot_diagnostics').length === 1),
  'CKV_AZURE_93 disks with our key': each([disk], (values) => given(values['disk_encryption_set_id'])),
  'CKV_AZURE_251 disks not public': each(
    [disk],
    (values) => values['public_network_access_enabled'] === false && values['network_access_policy'] === 'DenyAll',
  ),
  'CKV_AZURE_10 no new world SSH': noNewWorldRule(opens(22)),
  'CKV_AZURE_9 no new world RDP': noNewWorldRule(opens(3389)),
  'CKV_AZURE_160 no new world HTTP': noNewWorldRule(opens(80)),
  'CKV_AZURE_77 no new world UDP': noNewWorldRule(({ protocol }) => protocol === 'Udp' || protocol === '*'),
  'CKV2_AZURE_31 every card behind a group': guarded,
  'CKV_AZURE_12 flow logs kept for 90 days': flowLogs,
  'AZU-0049 flow logs of every VNet': perOwner('azurerm_virtual_network', 'azurerm_network_watcher_flow_log'),
  'no address is lent to machines without one': each(
    ['azurerm_subnet'],
    (subnet) => subnet['default_outbound_access_enabled'] === false,
  ),
  'CKV_AZURE_119 no public address on cards': each([nic], (card) =>
    blocks(card, 'ip_configuration').every(({ public_ip_address_id: id }) => nothing(id)),
  ),
  'CKV_AZURE_118 only appliances forward': each([nic], (card) => card['ip_forwarding_enabled'] === false),
  'CKV_AZURE_3 storage by HTTPS only': each([storage], (values) => values['https_traffic_only_enabled'] === true),
  'CKV_AZURE_44 storage by TLS 1.2': each([storage], (values) => values['min_tls_version'] === 'TLS1_2'),
  'CKV_AZURE_35 storage behind a firewall': each([storage], (values) => closedFirewall(values, 'network_rules')),
  'CKV_AZURE_190 no public blobs': each([storage], (values) => values['allow_nested_items_to_be_public'] === false),
  // Site Recovery signs in to its cache with the key of the account.
  'storage without shared keys': each(
    [storage],
    (values, { address }) => values['shared_access_key_enabled'] === false || address.endsWith('.cache'),
  ),
  'CKV_AZURE_110 key vault cannot be purged': each([vault], (values) => values['purge_protection_enabled'] === true),
  'CKV_AZURE_111 key vault deletes softly': each(
    [vault],
    (values) => Number(values['soft_delete_retention_days']) >= 90,
  ),
  'CKV_AZURE_109 key vault behind a firewall': each([vault], (values) => closedFirewall(values, 'network_acls')),
  'CKV_AZURE_40 keys expire and rotate': each(['azurerm_key_vault_key'], (key) => {
    const [policy] = blocks(key, 'rotation_policy')
    return given(policy?.['expire_after']) && blocks(policy ?? {}, 'automatic').length === 1
  }),
  'CKV2_AZURE_35 recovery vault has an identity': each(
    ['azurerm_recovery_services_vault'],
    (values) => blocks(values, 'identity').length === 1,
  ),
  'recovery vault keeps what is deleted': each(
    ['azurerm_recovery_services_vault'],
    (values) => values['soft_delete_enabled'] === true && values['immutability'] !== 'Disabled',
  ),
} as const satisfies Record<string, Check>

export type AzureCheckId = keyof typeof azurePolicy

/** Broken promises, as `id: address`. */
export const azureBreaches = (context: AzurePolicyContext): readonly string[] =>
  Object.entries(azurePolicy).flatMap(([id, check]) => check(context).map((address) => `${id}: ${address}`))
