/** Both roots for Azure through the real terraform, with the stand-in provider: no plugin, no network, no subscription. */
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { stableKey } from '../../src/model/key.ts'
import { securityRules } from '../../src/targets/azure/terraform-security.ts'
import { anAzurePlan, azureServers } from '../builders-plan-azure.ts'
import { hostileNames } from '../builders-plan.ts'
import { azureBreaches, azurePolicy, type AzureCheckId } from '../support/terraform/azure-policy.ts'
import {
  planResources,
  textOf,
  type PlanJson,
  type PlanResource,
  type PlanValue,
} from '../support/terraform/plan-resources.ts'
import { emitPlan } from '../support/terraform/templates.ts'
import {
  hasTerraform,
  runTerraform,
  startStandIn,
  type StandIn,
  type TerraformRun,
} from '../support/terraform/terraform.ts'

const why = hasTerraform ? '' : ' (NOT RUN: there is no terraform on the PATH)'
const waves = [{ number: 2, tierId: '3', vmIds: ['wiki'], startMinutes: 0, endMinutes: 60 }]
const plan = { ...anAzurePlan(), waves }
/** Their subnets have groups of their own. */
const cardsBehindSubnets = new Set([
  'a-windows-server-with-a-long-name/1',
  ...azureServers.filter(({ addresses }) => addresses[0]?.subnetKey === 'app-b').map(({ vm }) => `${vm.key}/0`),
])
const sourceRules = new Set(
  Object.keys(securityRules(plan.network.packetFilters.filter(({ goesFirst }) => !goesFirst))),
)
const machineTypes = ['azurerm_linux_virtual_machine', 'azurerm_windows_virtual_machine']

let standIn: StandIn
let folder = ''
/** What recovery/ is given of foundation/, as its README says. */
let handedOver: Record<string, string> = {}

const run = (root: string, args: readonly string[]): Promise<TerraformRun> =>
  runTerraform(args, { cwd: join(folder, root), standIn, environment: root === 'recovery' ? handedOver : {} })

/** Runs and fails the test with what terraform said, unless it ended well. */
async function succeed(root: string, args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await run(root, args)
  expect(`${code}\n${stderr}`).toBe('0\n')
  return stdout
}

async function planOf(root: string, args: readonly string[] = []): Promise<PlanJson> {
  await succeed(root, ['plan', '-input=false', '-out=plan.bin', ...args])
  return JSON.parse(await succeed(root, ['show', '-json', 'plan.bin'])) as PlanJson
}

describe.skipIf(!hasTerraform)(`terraform for Azure${why}`, () => {
  let foundation: PlanJson
  let recovery: PlanJson
  let drill: PlanJson

  beforeAll(async () => {
    standIn = await startStandIn()
    folder = emitPlan(plan)
    await succeed('foundation', ['init', '-input=false'])
    foundation = await planOf('foundation')
    await succeed('foundation', ['apply', '-input=false', 'plan.bin'])
    handedOver = { TF_VAR_foundation: await succeed('foundation', ['output', '-json', 'foundation']) }
    await succeed('recovery', ['init', '-input=false'])
    recovery = await planOf('recovery', ['-var=mode=failover'])
    drill = await planOf('recovery', ['-var=mode=drill'])
    await succeed('recovery', ['apply', '-input=false', 'plan.bin'])
  })

  afterAll(() => {
    standIn.close()
    rmSync(folder, { recursive: true, force: true })
  })

  test.each(['foundation', 'recovery'])('validates %s without a warning', async (root) => {
    const verdict = JSON.parse(await succeed(root, ['validate', '-json'])) as object

    expect(verdict).toMatchObject({ valid: true, error_count: 0, warning_count: 0 })
  })

  test.each([
    ['foundation', 'standby'],
    ['recovery', 'drill'],
  ])('makes everything in %s once: the next plan is empty', async (root, mode) => {
    const { code } = await run(root, ['plan', '-input=false', '-detailed-exitcode', `-var=mode=${mode}`])

    expect(code).toBe(0)
  })

  test('turns a drill into a failover without a new server, card or disk', async () => {
    const failover = await planOf('recovery', ['-var=mode=failover'])

    const made = changesOf(failover).filter(({ change }) => !['no-op', 'update'].includes(change.actions.join()))

    expect(new Set(made.map(({ type, change }) => `${change.actions.join()} ${type}`))).toEqual(
      new Set([
        'create azurerm_backup_protected_vm',
        'create azurerm_network_interface_application_security_group_association',
        'create azurerm_network_interface_backend_address_pool_association',
        'create azurerm_private_dns_a_record',
        'create azurerm_private_dns_zone',
        'create azurerm_private_dns_zone_virtual_network_link',
        'delete azurerm_network_interface_security_group_association',
      ]),
    )
  })

  test('refuses to destroy the keys and the vault', async () => {
    const { code, stderr } = await run('foundation', ['plan', '-destroy', '-input=false', '-no-color'])

    expect(code).toBe(1)
    expect(stderr).toContain('Instance cannot be destroyed')
    for (const kept of ['azurerm_disk_encryption_set.this', 'azurerm_recovery_services_vault.this'])
      expect(stderr).toContain(kept)
  })

  test('keeps every address, subnet and group of the plan', () => {
    const cards = managed(recovery, 'azurerm_network_interface')
    const groups = managed(recovery, 'azurerm_network_interface_application_security_group_association')
    const addresses = cards.flatMap(({ index, values }) =>
      (values['ip_configuration'] as readonly Record<string, PlanValue>[]).map(
        (address) => `${index} ${textOf(address['private_ip_address'])} ${textOf(address['primary'])}`,
      ),
    )

    expect(addresses).toEqual(
      expect.arrayContaining([
        'a-windows-server-with-a-long-name/0 10.64.1.20 true',
        'a-windows-server-with-a-long-name/0 10.64.1.21 false',
        'a-windows-server-with-a-long-name/1 10.64.0.20 true',
        'wiki/0 none true',
      ]),
    )
    expect(groups.map(({ index }) => index)).toEqual(['a-windows-server-with-a-long-name/0/data'])
  })

  test('puts each server where its strategy wants it, and leaves replicated ones to Site Recovery', () => {
    const keys = (json: PlanJson): readonly string[] => managed(json, ...machineTypes).map(({ index }) => index ?? '')
    const all = azureServers.map(({ vm }) => vm.key)

    expect(keys(foundation).toSorted()).toEqual(['orders-db', 'shop-web'])
    expect([...keys(foundation), ...keys(recovery), 'reports'].sort()).toEqual([...all].sort())
  })

  test('says what Site Recovery needs to know of a replicated server', async () => {
    const said = JSON.parse(await succeed('foundation', ['output', '-json', 'site_recovery'])) as object

    expect(said).toMatchObject({
      reports: { size: 'Standard_D2s_v5', interfaces: { '0': { addresses: ['10.64.1.30'] } } },
    })
    expect(JSON.stringify(said)).toMatch(/"network_security_group_id":"made-up.*"subnet_id":"made-up/)
  })

  test('makes every disk from a snapshot or from what the user names, with its class, tier and LUN', () => {
    const values = (index: string) =>
      managed(recovery, 'azurerm_managed_disk').find((disk) => disk.index === index)?.values
    const luns = managed(foundation, 'azurerm_virtual_machine_data_disk_attachment').map(({ index, values }) => [
      index,
      values['lun'],
    ])

    expect(values('fast/os')).toMatchObject({
      storage_account_type: 'Premium_LRS',
      tier: 'P10',
      os_type: 'Linux',
      zone: '2',
    })
    expect(values(`fast/${stableKey('data-os', 'os')}`)).toMatchObject({
      storage_account_type: 'PremiumV2_LRS',
      disk_iops_read_write: 9000,
      disk_mbps_read_write: 300,
      zone: '2',
      create_option: 'Copy',
    })
    expect(luns).toEqual(
      expect.arrayContaining([
        ['shop-web/data', 0],
        ['shop-web/archive', 1],
      ]),
    )
  })

  test('grows a warm standby in place, and nothing else', async () => {
    const grown = await planOf('foundation', ['-var=mode=recovered'])

    const changed = changesOf(grown).filter(({ change }) => change.actions.join() !== 'no-op')

    expect(changed.map(({ address }) => address)).toEqual([
      'module.standby.azurerm_windows_virtual_machine.this["shop-web"]',
    ])
    expect(changed[0]?.change).toMatchObject({
      actions: ['update'],
      before: { size: 'Standard_D2s_v5' },
      after: { size: 'Standard_D4s_v5' },
    })
  })

  test('takes reserved capacity: on the day, of the full size, and in a drill', async () => {
    const grown = await planOf('foundation', ['-var=mode=recovered'])
    const groupOf = (json: PlanJson, key: string) =>
      managed(json, ...machineTypes).find(({ index }) => index === key)?.values['capacity_reservation_group_id']

    const reservations = managed(foundation, 'azurerm_capacity_reservation').map(({ index, values }) => [
      index,
      values['zone'],
      values['sku'],
    ])

    expect(reservations).toEqual([
      ['standard-d2s-v5-2', '2', [{ name: 'Standard_D2s_v5', capacity: 1 }]],
      ['standard-d4s-v5-regional', null, [{ name: 'Standard_D4s_v5', capacity: 1 }]],
    ])
    expect([groupOf(foundation, 'shop-web'), groupOf(recovery, 'wiki')]).toEqual([null, null])
    expect(groupOf(grown, 'shop-web')).toMatch(/^made-up/)
    expect(groupOf(recovery, 'fast')).toBe(groupOf(drill, 'fast'))
    expect(groupOf(recovery, 'fast')).not.toBe(groupOf(grown, 'shop-web'))
  })

  test('answers for private names in a failover only, and for load balancers with their addresses', () => {
    const answers = managed(recovery, 'azurerm_private_dns_a_record').map(({ values }) => [
      values['name'],
      values['records'],
    ])
    const links = managed(recovery, 'azurerm_private_dns_zone_virtual_network_link').map(({ values }) => values['name'])

    expect(answers).toEqual(
      expect.arrayContaining([
        ['db', ['10.64.1.10']],
        ['orders', ['10.64.1.9']],
      ]),
    )
    expect(links).toEqual(['shop'])
    expect(managed(drill, 'azurerm_private_dns_zone')).toEqual([])
  })

  test('closes every card of a drill, tells no rule of it, and does not back it up', () => {
    const cards = managed(drill, 'azurerm_network_interface').map(({ index }) => index)
    const behind = managed(drill, 'azurerm_network_interface_security_group_association').map(({ index }) => index)
    const rules = managed(drill, 'azurerm_network_security_rule').map(({ values }) => values)

    expect(behind).toEqual(cards)
    expect(managed(drill, 'azurerm_network_security_group')).toHaveLength(1)
    expect(rules.map(({ direction }) => direction)).toEqual(['Inbound', 'Outbound'])
    for (const rule of rules)
      expect(rule).toMatchObject({ access: 'Deny', priority: 100, protocol: '*', source_address_prefix: '*' })
    expect(managed(drill, 'azurerm_network_interface_application_security_group_association')).toEqual([])
    expect(managed(drill, 'azurerm_backup_protected_vm')).toEqual([])
  })

  test('backs recovered servers up as often as Azure can', () => {
    const policies = managed(foundation, 'azurerm_backup_policy_vm').map(({ index }) => index)
    const backed = managed(recovery, 'azurerm_backup_protected_vm').map(({ index }) => index)

    expect(policies).toEqual(['every-12h', 'every-24h', 'every-4h'])
    expect(backed).toHaveLength(managed(recovery, ...machineTypes).length)
  })

  test('makes only the servers of the waves that are asked for', async () => {
    const first = await planOf('recovery', ['-var=mode=drill', '-var=up_to_wave=1'])

    const later = managed(drill, ...machineTypes).filter(
      ({ address }) => !managed(first, ...machineTypes).some((machine) => machine.address === address),
    )

    expect(later.map(({ index }) => index)).toEqual(['wiki'])
  })

  test('hands hostile names through as text, never as something to interpret', () => {
    const names = Object.values(recovery.variables.servers.value).map(({ name }) => name)
    const applications = managed(recovery, ...machineTypes).map(({ values }) => tagOf(values, 'drplan:application'))
    const rule = managed(foundation, 'azurerm_network_security_rule').find(
      ({ index }) => index === 'web-cards-ingress-120',
    )

    expect(names).toEqual(expect.arrayContaining(hostileNames))
    // oxlint-disable-next-line no-template-curly-in-string
    expect(applications).toContain('${file("/etc/passwd")}')
    // oxlint-disable-next-line no-template-curly-in-string
    expect(rule?.values['description']).toBe('${path.root} 🧾 "quoted": rule-120')
  })

  test('keeps every security promise', () => {
    const found = [foundation, recovery, drill].flatMap((json) =>
      azureBreaches({ resources: planResources(json), sourceRules, cardsBehindSubnets }),
    )

    expect(found).toEqual([])
  })

  test.each(Object.keys(azurePolicy) as AzureCheckId[])('would notice if this were broken: %s', (id) => {
    const resources = [foundation, recovery].flatMap(planResources)

    const broken = spoil(resources, spoilers[id])

    expect(azurePolicy[id]({ resources, sourceRules, cardsBehindSubnets })).toEqual([])
    expect(azurePolicy[id]({ resources: broken, sourceRules, cardsBehindSubnets })).not.toEqual([])
  })

  test('destroys a drill without a trace', async () => {
    await succeed('recovery', ['destroy', '-input=false', '-auto-approve', '-var=mode=drill'])

    expect(await succeed('recovery', ['state', 'list'])).toBe('')
  })
})

/** Breaks one promise: overwrites values of the first resource of a type, takes such resources away, or adds one. */
interface Spoiler {
  readonly type: string
  readonly set?: Readonly<Record<string, PlanValue>>
  readonly add?: Readonly<Record<string, PlanValue>>
}

const rule = 'azurerm_network_security_rule'
const linux = 'azurerm_linux_virtual_machine'
const world = (protocol: string, port: string): Spoiler => ({
  type: rule,
  add: {
    access: 'Allow',
    direction: 'Inbound',
    protocol,
    source_address_prefix: 'Internet',
    destination_port_range: port,
  },
})
const firewall = { default_action: 'Allow', bypass: 'AzureServices' }

const spoilers: Record<AzureCheckId, Spoiler> = {
  'CKV_AZURE_1 no password on machines': { type: linux, set: { admin_password: 'x' } },
  'CKV_AZURE_45 nothing secret in custom data': { type: linux, set: { custom_data: 'eA==' } },
  'CKV_AZURE_151 machines encrypted at their host': { type: linux, set: { encryption_at_host_enabled: false } },
  'machines have an identity': { type: linux, set: { identity: [] } },
  'machines keep screenshot and serial log': { type: linux, set: { boot_diagnostics: [] } },
  'CKV_AZURE_93 disks with our key': { type: 'azurerm_managed_disk', set: { disk_encryption_set_id: null } },
  'CKV_AZURE_251 disks not public': { type: 'azurerm_managed_disk', set: { public_network_access_enabled: true } },
  'CKV_AZURE_10 no new world SSH': world('Tcp', '20-30'),
  'CKV_AZURE_9 no new world RDP': world('*', '*'),
  'CKV_AZURE_160 no new world HTTP': world('Tcp', '80'),
  'CKV_AZURE_77 no new world UDP': world('Udp', '53'),
  'CKV2_AZURE_31 every card behind a group': { type: 'azurerm_network_interface_security_group_association' },
  'CKV_AZURE_12 flow logs kept for 90 days': {
    type: 'azurerm_network_watcher_flow_log',
    set: { retention_policy: [{ enabled: true, days: 30 }] },
  },
  'AZU-0049 flow logs of every VNet': { type: 'azurerm_network_watcher_flow_log' },
  'no address is lent to machines without one': {
    type: 'azurerm_subnet',
    set: { default_outbound_access_enabled: true },
  },
  'CKV_AZURE_119 no public address on cards': {
    type: 'azurerm_network_interface',
    set: { ip_configuration: [{ public_ip_address_id: 'x' }] },
  },
  'CKV_AZURE_118 only appliances forward': { type: 'azurerm_network_interface', set: { ip_forwarding_enabled: true } },
  'CKV_AZURE_3 storage by HTTPS only': { type: 'azurerm_storage_account', set: { https_traffic_only_enabled: false } },
  'CKV_AZURE_44 storage by TLS 1.2': { type: 'azurerm_storage_account', set: { min_tls_version: 'TLS1_0' } },
  'CKV_AZURE_35 storage behind a firewall': { type: 'azurerm_storage_account', set: { network_rules: [firewall] } },
  'CKV_AZURE_190 no public blobs': {
    type: 'azurerm_storage_account',
    set: { allow_nested_items_to_be_public: true },
  },
  'storage without shared keys': { type: 'azurerm_storage_account', set: { shared_access_key_enabled: true } },
  'CKV_AZURE_110 key vault cannot be purged': { type: 'azurerm_key_vault', set: { purge_protection_enabled: false } },
  'CKV_AZURE_111 key vault deletes softly': { type: 'azurerm_key_vault', set: { soft_delete_retention_days: 7 } },
  'CKV_AZURE_109 key vault behind a firewall': { type: 'azurerm_key_vault', set: { network_acls: [firewall] } },
  'CKV_AZURE_40 keys expire and rotate': { type: 'azurerm_key_vault_key', set: { rotation_policy: [] } },
  'CKV2_AZURE_35 recovery vault has an identity': {
    type: 'azurerm_recovery_services_vault',
    set: { identity: [] },
  },
  'recovery vault keeps what is deleted': {
    type: 'azurerm_recovery_services_vault',
    set: { immutability: 'Disabled' },
  },
}

function spoil(resources: readonly PlanResource[], { type, set, add }: Spoiler): readonly PlanResource[] {
  const victim = resources.find((resource) => resource.type === type)!
  if (add) return [...resources, { ...victim, index: 'new', values: { ...add } }]
  if (!set) return resources.filter((resource) => resource !== victim)
  return resources.map((resource) =>
    resource === victim ? { ...victim, values: { ...victim.values, ...set } } : resource,
  )
}

const managed = (json: PlanJson, ...types: readonly string[]): readonly PlanResource[] =>
  planResources(json).filter(({ mode, type }) => mode === 'managed' && types.includes(type))

const tagOf = (values: PlanResource['values'], name: string): PlanValue | undefined =>
  (values['tags'] as Record<string, PlanValue>)[name]

interface ChangeWithActions {
  readonly address: string
  readonly type: string
  readonly change: { readonly actions: readonly string[]; readonly before: PlanValue; readonly after: PlanValue }
}

const changesOf = (json: PlanJson): readonly ChangeWithActions[] =>
  ((json.resource_changes ?? []) as unknown as readonly (ChangeWithActions & { mode: string })[]).filter(
    ({ mode }) => mode === 'managed',
  )
