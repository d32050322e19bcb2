/** Renamed things as `moved` blocks, so that Terraform takes what stands along instead of making it anew. */
import type { HclBlock, HclFile } from '../../model/hcl.ts'
import type { KeyMove } from '../../model/plan.ts'

type Kind = KeyMove['kind']

/** A key of a resource, in pieces: the key of a thing that may be renamed, or text. */
type Piece = string | { readonly kind: Kind; readonly key: string }

interface Instances {
  readonly addresses: readonly string[]
  readonly key: readonly Piece[]
}

interface Server {
  readonly os_type: string
  readonly disks: Readonly<Record<string, object>>
  readonly interfaces: Readonly<Record<string, { readonly application_security_group_keys: readonly string[] }>>
}

interface Replication {
  readonly networks: object
  readonly machines: Readonly<
    Record<string, { readonly interfaces: Readonly<Record<string, { readonly subnet_key: string }>> }>
  >
}

/** Values of foundation/'s variables, as far as keys of its resources are made of them. */
export interface FoundationKeys {
  readonly vpcs: object
  readonly subnets: object
  readonly route_tables: object
  readonly vpn_gateways: object
  readonly remote_gateways: object
  readonly vpn_connections: object
  readonly application_security_groups: object
  readonly network_security_groups: object
  readonly network_security_rules: Readonly<Record<string, { readonly group_key: string }>>
  readonly admin_rule_collections: object
  readonly admin_rules: Readonly<Record<string, { readonly collection_key: string }>>
  readonly servers: Readonly<Record<string, Server>>
  readonly replication: Readonly<Record<string, Replication>>
}

const network = (...names: readonly string[]) => names.map((name) => `module.network.azurerm_${name}`)
const gateways = (...names: readonly string[]) => names.map((name) => `module.gateways.azurerm_${name}`)
const security = (...names: readonly string[]) => names.map((name) => `module.security.azurerm_${name}`)
const standby = (...names: readonly string[]) => names.map((name) => `module.standby.azurerm_${name}.this`)

const each = (kind: Kind, things: object, addresses: readonly string[]): readonly Instances[] =>
  Object.keys(things).map((key) => ({ addresses, key: [{ kind, key }] }))

function instancesOf(values: FoundationKeys): readonly Instances[] {
  return [
    ...each('vpc', values.vpcs, [
      ...network('virtual_network.this', 'network_watcher_flow_log.this', 'public_ip.nat', 'nat_gateway.this'),
      ...network('nat_gateway_public_ip_association.this'),
    ]),
    ...each('subnet', values.subnets, [
      ...network('subnet.this', 'subnet_route_table_association.this', 'subnet_nat_gateway_association.this'),
      ...security('subnet_network_security_group_association.this'),
    ]),
    ...each('gateway', values.vpn_gateways, gateways('public_ip.this', 'virtual_network_gateway.this')),
    ...each('remote-gateway', values.remote_gateways, gateways('local_network_gateway.this')),
    ...each('connection', values.vpn_connections, gateways('virtual_network_gateway_connection.this')),
    ...each('route-table', values.route_tables, network('route_table.this')),
    ...each('member-group', values.application_security_groups, security('application_security_group.this')),
    ...each('packet-filter', values.network_security_groups, security('network_security_group.this')),
    ...each('packet-filter', values.admin_rule_collections, [
      ...security('network_manager_network_group.this', 'network_manager_static_member.this'),
      ...security('network_manager_admin_rule_collection.this'),
    ]),
    ...Object.entries(values.network_security_rules).map(([key, rule]) =>
      ruleOf(key, rule.group_key, 'network_security_rule.this'),
    ),
    ...Object.entries(values.admin_rules).map(([key, rule]) =>
      ruleOf(key, rule.collection_key, 'network_manager_admin_rule.this'),
    ),
    ...Object.entries(values.servers).flatMap(([key, server]) => serverInstances(key, server)),
    ...Object.entries(values.replication).flatMap(([region, site]) => replicationInstances(region, site)),
  ]
}

function replicationInstances(region: string, { machines, networks }: Replication): readonly Instances[] {
  const replication = (...names: readonly string[]) =>
    names.map((name) => `module.replication["${region}"].azurerm_${name}`)
  const cards = Object.values(machines).flatMap(({ interfaces }) => Object.values(interfaces))
  const subnets = Object.fromEntries(cards.map(({ subnet_key: key }) => [key, true]))
  return [
    ...each('vm', machines, replication('site_recovery_replicated_vm.this')),
    ...each('vpc', networks, replication('site_recovery_network_mapping.this', 'virtual_network.test')),
    ...each('subnet', subnets, replication('subnet.test', 'subnet_network_security_group_association.test')),
  ]
}

/** Rules are keyed by their filter, and what tells them apart in it. */
const ruleOf = (key: string, filterKey: string, name: string): Instances => ({
  addresses: security(name),
  key: [{ kind: 'packet-filter', key: filterKey }, key.slice(filterKey.length)],
})

function serverInstances(key: string, { os_type: os, disks, interfaces }: Server): readonly Instances[] {
  const vm: Piece = { kind: 'vm', key }
  const machine = os === 'Windows' ? 'windows_virtual_machine' : 'linux_virtual_machine'
  return [
    { addresses: standby(machine, 'backup_protected_vm'), key: [vm] },
    ...Object.keys(disks).map((disk) => ({
      addresses: standby('managed_disk', 'virtual_machine_data_disk_attachment'),
      key: [vm, `/${disk}`],
    })),
    ...Object.entries(interfaces).flatMap(([index, card]) => [
      {
        addresses: standby('network_interface', 'network_interface_security_group_association'),
        key: [vm, `/${index}`],
      },
      ...card.application_security_group_keys.map((group) => ({
        addresses: standby('network_interface_application_security_group_association'),
        key: [vm, `/${index}/`, { kind: 'member-group', key: group } as const],
      })),
    ]),
  ]
}

/** None where nothing moved. A move of something that is not there is nothing to Terraform. */
export function movedFiles(moves: readonly KeyMove[], values: FoundationKeys): readonly HclFile[] {
  if (moves.length === 0) return []
  const earlier = new Map(moves.map(({ kind, from, to }) => [`${kind} ${to}`, from]))
  const keyOf = (pieces: readonly Piece[], known: ReadonlyMap<string, string>): string =>
    pieces
      .map((piece) => (typeof piece === 'string' ? piece : (known.get(`${piece.kind} ${piece.key}`) ?? piece.key)))
      .join('')
  const blocks = instancesOf(values).flatMap(({ addresses, key }) => {
    const [from, to] = [keyOf(key, earlier), keyOf(key, new Map())]
    return from === to ? [] : addresses.map((address) => movedBlock(address, from, to))
  })
  if (blocks.length === 0) return []
  return [{ path: 'moved.tf', comment: 'What has another name since the plan that was applied before.', blocks }]
}

const movedBlock = (address: string, from: string, to: string): HclBlock => ({
  type: 'moved',
  labels: [],
  attributes: { from: { expression: `${address}["${from}"]` }, to: { expression: `${address}["${to}"]` } },
})
