/** Whatever people call their machines and networks: what Terraform is given is safe, unique and within the limits of Azure. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { stableKey } from '../../../src/model/key.ts'
import type { Plan } from '../../../src/model/plan.ts'
import type { JsonValue } from '../../../src/model/target.ts'
import { azureTerraformRoots } from '../../../src/targets/azure/terraform.ts'
import { aPlanFromAzure, anAzurePlan, anAzureServer, anArmId, aReplicatedServer } from '../../builders-plan-azure.ts'
import { aMappedDisk, aTranslatedPeering, hostileNames } from '../../builders-plan.ts'
import { azurermRules } from '../../support/terraform/azurerm-rules.ts'

const hostileText = fc.oneof(
  fc.constantFrom(
    ...hostileNames,
    '',
    ' ',
    'a',
    '7',
    '../../etc',
    '..\\..\\etc',
    'CON',
    'a/b',
    'a-b',
    'os',
    'data-os',
    'gatewaysubnet',
    'GatewaySubnet',
    '<script>alert(1)</script>',
    '\u0000',
    '\uD800',
    '\u202Egpj.exe',
    'Ａｚｕｒｅ',
    'İ',
    '-',
    '%{if true}',
    'web-1',
    'web',
  ),
  fc.string({ unit: 'binary', maxLength: 400 }),
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc.string({ unit: fc.constantFrom('a', 'b', '-'), maxLength: 5 }),
)

const named = fc.record({ name: hostileText, id: hostileText })
const severalNamed = (least: number) =>
  fc.uniqueArray(named, { minLength: least, maxLength: 4, selector: ({ id }) => id })

interface Named {
  readonly name: string
  readonly id: string
}

interface Names {
  readonly site: string
  readonly vms: readonly (Named & { readonly application: string; readonly disk: string })[]
  readonly replicated: readonly string[]
  readonly vpcs: readonly Named[]
  readonly subnets: readonly Named[]
  readonly tables: readonly Named[]
  readonly filters: readonly Named[]
  readonly groups: readonly Named[]
  readonly rule: string
  readonly zone: string
  readonly record: string
}

const names: fc.Arbitrary<Names> = fc.record({
  site: hostileText,
  vms: fc.uniqueArray(fc.record({ name: hostileText, id: hostileText, application: hostileText, disk: hostileText }), {
    minLength: 1,
    maxLength: 6,
    selector: ({ id }) => id,
  }),
  replicated: fc.uniqueArray(hostileText, { maxLength: 2 }),
  vpcs: severalNamed(2),
  subnets: severalNamed(4),
  tables: severalNamed(3),
  filters: severalNamed(3),
  groups: severalNamed(2),
  rule: hostileText,
  zone: hostileText,
  record: hostileText,
})

const strategies = ['backup-restore', 'warm-standby', 'hot-standby'] as const

/** Whatever names a thing by one of these keys follows. */
function renamed<Value>(value: Value, keys: ReadonlyMap<string, string>): Value {
  if (typeof value === 'string') return (keys.get(value) ?? value) as Value
  if (Array.isArray(value)) return value.map((each: unknown) => renamed(each, keys)) as Value
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, renamed(inner, keys)])) as Value
}

/** Keys as the translation makes them. */
const keysOf = (given: readonly string[], things: readonly Named[]): readonly (readonly [string, string])[] =>
  given.flatMap((key, index) => {
    const thing = things[index]
    return thing ? [[key, stableKey(thing.name, thing.id)] as const] : []
  })

function planOf(given: Names): Plan {
  const { vms, replicated, rule, zone, record } = given
  const servers = [
    ...vms.map(({ name, id, application, disk }, index) =>
      anAzureServer({
        id,
        name,
        application,
        strategy: strategies[index % strategies.length] ?? 'hot-standby',
        os: index % 2 === 0 ? 'windows' : 'linux',
        disks: [
          aMappedDisk({ classId: 'P10' }),
          aMappedDisk({ diskId: disk, classId: 'E15', boot: false }),
          aMappedDisk({ diskId: 'data-os', classId: 'E15', boot: false }),
        ],
      }),
    ),
    ...replicated.map((name, index) => ({ ...aReplicatedServer(`asr-${index}`, `10.64.1.${index + 30}`), name })),
  ]
  const plan = aPlanFromAzure(servers)
  const { network } = plan
  const keys = new Map([
    ...keysOf(['shop', 'old'], given.vpcs),
    ...keysOf(['app-a', 'app-b', 'edge', 'old-a'], given.subnets),
    ...keysOf(['shop-public', 'shop-private', 'old-main'], given.tables),
    ...keysOf(['web-cards', 'app-b-guard', 'first'], given.filters),
    ...keysOf(['web', 'data'], given.groups),
  ])
  const nameIn = (things: readonly Named[], index: number): string => things[index]?.name ?? 'spare'
  const [vpcA = 'shop', vpcB = 'old'] = network.vpcs.map(({ key }) => key)
  const keyed = renamed({ ...network, peerings: [aTranslatedPeering('p', [vpcA, vpcB])] }, keys)
  return {
    ...plan,
    site: { ...plan.site, id: given.site },
    network: {
      ...keyed,
      vpcs: keyed.vpcs.map((each, index) => ({
        ...each,
        from: anArmId('network/virtualnetworks', `v${index}`),
        name: nameIn(given.vpcs, index),
      })),
      subnets: keyed.subnets.map((each, index) => ({ ...each, name: nameIn(given.subnets, index) })),
      routeTables: keyed.routeTables.map((each, index) => ({ ...each, name: nameIn(given.tables, index) })),
      memberGroups: keyed.memberGroups.map((each, index) => ({ ...each, name: nameIn(given.groups, index) })),
      packetFilters: keyed.packetFilters.map((each, index) => ({
        ...each,
        name: nameIn(given.filters, index),
        entries: each.entries.map((entry) => ({ ...entry, name: rule, from: given.site })),
      })),
      dnsRecords: [
        { ...network.dnsRecords[0]!, zoneKey: 'unknown', zone, name: record, values: ['10.64.1.4'], type: 'A' },
      ],
    },
  }
}

type Values = Readonly<Record<string, Readonly<Record<string, JsonValue>>>>
type Root = Readonly<Record<string, Values>>

const rootsOf = (plan: Plan) =>
  Object.fromEntries(azureTerraformRoots(plan).map(({ name, variables }) => [name, variables])) as unknown as Record<
    'foundation' | 'recovery',
    Root
  >

/** All texts of a value, keys and leaves. */
function texts(value: JsonValue): readonly string[] {
  if (typeof value === 'string') return [value]
  if (value === null || typeof value !== 'object') return []
  return Object.entries(value).flatMap(([key, inner]: [string, JsonValue]) => [key, ...texts(inner)])
}

const said = (value: JsonValue | undefined): string => (typeof value === 'object' ? '' : String(value))

interface NamedResource {
  readonly type: string
  /** Where its name must be the only one. */
  readonly place: string
  readonly name: string
  readonly more?: Readonly<Record<string, JsonValue>>
}

/** What the modules call what they make, as far as that comes from values: written anew here. */
const resourcesOf = ({ foundation, recovery }: Record<'foundation' | 'recovery', Root>): readonly NamedResource[] => {
  const site = said(foundation['name'])
  const keyed = (root: Root, variable: string, type: string): readonly NamedResource[] =>
    Object.entries(root[variable] ?? {}).map(([key, value]) => ({
      type,
      place: '',
      name: key,
      more: 'name' in value ? { tags: { Name: value['name'] ?? null } } : {},
    }))
  const renamedAs = (of: readonly NamedResource[], nameOf: (name: string) => string): readonly NamedResource[] =>
    of.map((one) => ({ ...one, name: nameOf(one.name) }))
  const vnets = keyed(foundation, 'vpcs', 'azurerm_virtual_network')
  const vnetName = (key: string): string => (key.length > 1 ? key : `${key}_`)
  const as = (type: string, of: readonly NamedResource[]) => of.map((one) => ({ ...one, type }))
  return [
    ...['azurerm_resource_group', 'azurerm_recovery_services_vault'].map((type) => ({ type, place: '', name: site })),
    ...renamedAs(vnets, vnetName),
    ...renamedAs(vnets, (key) => `test-${key}`).map((one) => ({ ...one, place: 'test' })),
    ...as(
      'azurerm_network_watcher_flow_log',
      renamedAs(vnets, (key) => `${site.slice(0, 31)}-${key}`),
    ),
    ...['azurerm_public_ip', 'azurerm_nat_gateway'].flatMap((type) =>
      renamedAs(keyed(foundation, 'nat_gateways', type), (key) => `nat-${key}`),
    ),
    ...as('azurerm_private_dns_zone_virtual_network_link', vnets),
    ...Object.values(foundation['subnets'] ?? {}).map((subnet) => ({
      type: 'azurerm_subnet',
      place: said(subnet['vpc_key']),
      name: said(subnet['resource_name']),
    })),
    ...keyed(foundation, 'route_tables', 'azurerm_route_table'),
    ...keyed(foundation, 'routes', 'azurerm_route'),
    ...keyed(foundation, 'peerings', 'azurerm_virtual_network_peering'),
    ...keyed(foundation, 'application_security_groups', 'azurerm_application_security_group'),
    ...keyed(foundation, 'network_security_groups', 'azurerm_network_security_group'),
    ...keyed(foundation, 'admin_rule_collections', 'azurerm_network_manager_admin_rule_collection'),
    ...keyed(foundation, 'backup_policies', 'azurerm_backup_policy_vm'),
    ...(['network_security_rules', 'admin_rules'] as const).flatMap((variable) =>
      Object.values(foundation[variable] ?? {}).map((rule) => ({
        type: variable === 'admin_rules' ? 'azurerm_network_manager_admin_rule' : 'azurerm_network_security_rule',
        place: said(rule['group_key'] ?? rule['collection_key']),
        name: `${said(rule['direction']).toLowerCase()}-${said(rule['priority'])}`,
        more: { description: rule['description'] ?? null },
      })),
    ),
    ...[foundation, recovery].flatMap((root, index) => serverResources(root, String(index))),
    ...Object.values(foundation['replication'] ?? {}).flatMap((replication) => [
      ...Object.keys(replication['machines'] ?? {}).map((name) => ({
        type: 'azurerm_site_recovery_replicated_vm',
        place: '',
        name,
      })),
      ...Object.keys(replication['networks'] ?? {}).map((name) => ({
        type: 'azurerm_site_recovery_network_mapping',
        place: '',
        name,
      })),
      ...Object.keys(replication['recovery_plans'] ?? {}).map((key) => ({
        type: 'azurerm_site_recovery_replication_recovery_plan',
        place: '',
        name: `${site}-${key}`,
      })),
    ]),
    ...Object.values(recovery['private_records'] ?? {}).map(({ zone }) => ({
      type: 'azurerm_private_dns_zone',
      place: '',
      name: said(zone),
    })),
  ]
}

/** Each root has a resource group of its own. */
function serverResources(root: Root, place: string): readonly NamedResource[] {
  return Object.entries(root['servers'] ?? {}).flatMap(([key, server]) => {
    const tags = { tags: server['tags'] ?? null }
    const type = server['os_type'] === 'Windows' ? 'azurerm_windows_virtual_machine' : 'azurerm_linux_virtual_machine'
    const disks = Object.values((server['disks'] ?? {}) as Values)
    return [
      { type, place, name: said(server['resource_name']), more: tags },
      ...Object.keys(server['interfaces'] ?? {}).map((index) => ({
        type: 'azurerm_network_interface',
        place,
        name: `${key}-${index}`,
        more: tags,
      })),
      ...disks.map((disk) => ({ type: 'azurerm_managed_disk', place, name: said(disk['name']), more: tags })),
    ]
  })
}

/** Only rules that look at the name, the description or the tags: the rest of a resource is not here. */
const ofText = / does not match |^the (tag name|value of tag) /

test('every name, description and tag of what the modules make is what Azure takes', () => {
  fc.assert(
    fc.property(names, (given) => {
      const faults = resourcesOf(rootsOf(planOf(given))).flatMap(({ type, name, more = {} }) =>
        azurermRules(type, { name, ...more })
          .filter((fault) => ofText.test(fault))
          .map((fault) => `${type} ${name}: ${fault}`),
      )

      expect(faults).toEqual([])
    }),
    { numRuns: 300 },
  )
})

test('no two things of a type have one name where they stand, however it is written', () => {
  fc.assert(
    fc.property(names, (given) => {
      const all = resourcesOf(rootsOf(planOf(given))).map(
        ({ type, place, name }) => `${type} ${place} ${name.toLowerCase()}`,
      )

      expect(all.filter((one, index) => all.indexOf(one) !== index)).toEqual([])
    }),
    { numRuns: 300 },
  )
})

test('nothing is lost: every VM, disk, subnet and rule has a key of its own, that is safe', () => {
  fc.assert(
    fc.property(names, (given) => {
      const plan = planOf(given)
      const { foundation, recovery } = rootsOf(plan)
      const servers = { ...foundation['servers'], ...recovery['servers'] }
      const kept = Object.keys(servers)

      expect(kept).toHaveLength(given.vms.length)
      for (const key of kept) expect(key).toMatch(/^[a-z][a-z0-9-]{0,47}$/)
      for (const { name, id, disk } of given.vms)
        expect(Object.keys(servers[stableKey(name, id)]?.['disks'] ?? {})).toHaveLength(
          new Set([disk, 'data-os']).size + 1,
        )
      expect(Object.keys(foundation['replicated_servers'] ?? {})).toHaveLength(given.replicated.length)
      expect(Object.keys(foundation['subnets'] ?? {})).toHaveLength(plan.network.subnets.length)
      expect(Object.keys(foundation['peerings'] ?? {})).toHaveLength(2)
    }),
  )
})

test('what is written is text that Terraform can hold, and reads back as the same', () => {
  fc.assert(
    fc.property(names, (given) => {
      const roots = rootsOf(planOf(given)) as unknown as JsonValue

      expect(texts(roots).filter((text) => !text.isWellFormed())).toEqual([])
      expect(JSON.parse(JSON.stringify(roots))).toEqual(roots)
    }),
  )
})

test('a VM keeps its key and its names whatever its neighbours are called', () => {
  fc.assert(
    fc.property(names, hostileText, (given, other) => {
      const [first] = given.vms
      if (!first) return
      const namesIn = (vms: Names['vms']): readonly string[] => {
        const plan = planOf({ ...given, vms, replicated: [] })
        const key = stableKey(first.name, first.id)
        const { recovery } = rootsOf(plan)
        return texts(recovery['servers']?.[key] as JsonValue)
      }
      const neighbour = { name: other, id: `${first.id}2`, application: other, disk: other }

      expect(namesIn([first]).length).toBeGreaterThan(5)
      expect(namesIn([first, neighbour])).toEqual(namesIn([first]))
    }),
  )
})

test('two peerings and two subnets of a service keep their own names', () => {
  const ways = [aTranslatedPeering('a', ['shop', 'old']), aTranslatedPeering('a-back', ['shop', 'old'])]
  const subnets = anAzurePlan().network.subnets.filter((one) => one.name !== 'GatewaySubnet')
  const network = {
    peerings: ways,
    subnets: subnets.map((each) => (each.vpcKey === 'shop' ? { ...each, name: 'GatewaySubnet' } : each)),
  }

  const { foundation } = rootsOf(anAzurePlan({ network }))

  expect(Object.keys(foundation['peerings'] ?? {})).toEqual(['a', 'a-back', 'a_back', 'a-back_back'])
  expect(Object.values(foundation['subnets'] ?? {}).map((subnet) => subnet['resource_name'])).toEqual([
    'GatewaySubnet',
    'app-b',
    'edge',
    'spare',
    'old-a',
  ])
})
