/** What foundation/ makes on Azure, as resources of the stand-in of Azure Resource Manager; without gateways to other networks. */
import type { Plan } from '../../src/model/plan.ts'
import type { JsonValue } from '../../src/model/target.ts'
import { azureTerraformRoots } from '../../src/targets/azure/terraform.ts'
import { aResource, idOf, type Estate, type Resource } from './azure-estate.ts'

type Values = { readonly [name: string]: JsonValue }
type Value = (name: string) => string

const placement = { group: 'test-site-foundation', location: 'westeurope' }
const of = (type: string, name: string): string => idOf(`Microsoft.Network/${type}`, name, placement)
const ref = (type: string, name: string) => ({ id: of(type, name) })

const made = (
  what: string,
  properties: Resource['properties'],
  over: Readonly<Record<string, unknown>> = {},
): Resource => aResource(what, properties, { placement, ...over })

const isValues = (value: JsonValue | undefined): value is Values =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const textOf = (value: JsonValue | undefined): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : ''
const listOf = (value: JsonValue | undefined): readonly string[] => (Array.isArray(value) ? value.map(String) : [])

export function azureStanding(plan: Plan): Estate {
  const { variables = {} } = azureTerraformRoots(plan)[0] ?? {}
  const each = <Made>(name: string, make: (key: string, values: Values, text: Value) => Made): readonly Made[] => {
    const all = variables[name]
    return Object.entries(isValues(all) ? all : {}).flatMap(([key, values]) =>
      isValues(values) ? [make(key, values, (field) => textOf(values[field]))] : [],
    )
  }
  const subnetId = (key: string): string => {
    const found = each('subnets', (own, _, text) => ({
      own,
      id: of('virtualNetworks/subnets', `${text('vpc_key')}/${text('resource_name')}`),
    }))
    return found.find(({ own }) => own === key)?.id ?? key
  }
  const naming = (list: string, key: string): string | undefined =>
    each(list, (own, values) => ({ own, keys: listOf(values['subnet_keys']) })).find(({ keys }) => keys.includes(key))
      ?.own
  const subnets = each('subnets', (key, values, text) => {
    const [guard, nat] = [naming('network_security_groups', key), naming('nat_gateways', key)]
    return {
      vpc: text('vpc_key'),
      subnet: {
        id: subnetId(key),
        name: text('resource_name'),
        properties: {
          addressPrefix: text('block'),
          ...(guard && { networkSecurityGroup: ref('networkSecurityGroups', guard) }),
          ...(nat && { natGateway: ref('natGateways', `nat-${nat}`) }),
          ...(values['route_table_key'] && { routeTable: ref('routeTables', text('route_table_key')) }),
        },
      },
    }
  })
  const peerings = each('peerings', (key, values, text) => ({
    vpc: text('vpc_key'),
    peering: {
      id: of('virtualNetworks/virtualNetworkPeerings', `${text('vpc_key')}/${key}`),
      name: key,
      properties: {
        remoteVirtualNetwork: ref('virtualNetworks', text('peer_vpc_key')),
        allowVirtualNetworkAccess: true,
        allowForwardedTraffic: values['forwards'],
      },
    },
  }))
  const routes = each('routes', (key, _, text) => ({
    table: text('route_table_key'),
    route: {
      name: key,
      properties: {
        addressPrefix: text('destination'),
        nextHopType: text('next_hop_type'),
        nextHopIpAddress: text('next_hop_address'),
      },
    },
  }))
  const rules = each('network_security_rules', (_, values, text) => ({
    group: text('group_key'),
    rule: ruleOf(values, text),
  }))
  return {
    resources: [
      ...each('vpcs', (key, values) =>
        made(`Microsoft.Network/virtualNetworks ${key}`, {
          addressSpace: { addressPrefixes: values['blocks'] },
          subnets: subnets.filter(({ vpc }) => vpc === key).map(({ subnet }) => subnet),
          virtualNetworkPeerings: peerings.filter(({ vpc }) => vpc === key).map(({ peering }) => peering),
        }),
      ),
      ...each('route_tables', (key) =>
        made(`Microsoft.Network/routeTables ${key}`, {
          routes: routes.filter(({ table }) => table === key).map(({ route }) => route),
        }),
      ),
      ...each('network_security_groups', (key) =>
        made(`Microsoft.Network/networkSecurityGroups ${key}`, {
          securityRules: rules.filter(({ group }) => group === key).map(({ rule }) => rule),
        }),
      ),
      ...each('application_security_groups', (key) => made(`Microsoft.Network/applicationSecurityGroups ${key}`, {})),
      ...each('nat_gateways', (key) => made(`Microsoft.Network/natGateways nat-${key}`, {})),
      ...each('servers', (key, values, text) => serverOf(key, values, { text, subnetId })).flat(),
    ],
    adminRules: Object.fromEntries(each('vpcs', (key) => [key, adminRulesOf(key, each)] as const)),
    skus: [],
    serviceTags: [],
    pageSize: 50,
  }
}

/** One end of a rule in the words of the API. */
function endOf(value: JsonValue | undefined, end: 'source' | 'destination') {
  if (!isValues(value)) return {}
  if (value['tag'] !== undefined) return { [`${end}AddressPrefix`]: value['tag'] }
  if (value['blocks'] !== undefined) return { [`${end}AddressPrefixes`]: value['blocks'] }
  const groups = listOf(value['group_keys']).map((key) => ref('applicationSecurityGroups', key))
  return { [`${end}ApplicationSecurityGroups`]: groups }
}

const portsOf = (value: JsonValue | undefined, end: 'source' | 'destination') =>
  listOf(value).length === 0 ? { [`${end}PortRange`]: '*' } : { [`${end}PortRanges`]: value }

const ruleOf = (values: Values, text: Value) => ({
  name: `${text('direction').toLowerCase()}-${text('priority')}`,
  properties: {
    direction: values['direction'],
    priority: values['priority'],
    access: values['access'],
    protocol: values['protocol'],
    ...portsOf(values['source_ports'], 'source'),
    ...portsOf(values['destination_ports'], 'destination'),
    ...endOf(values['source'], 'source'),
    ...endOf(values['destination'], 'destination'),
  },
})

type Each = <Made>(name: string, make: (key: string, values: Values, text: Value) => Made) => readonly Made[]

function adminRulesOf(vpcKey: string, each: Each): readonly object[] {
  const manager = idOf('Microsoft.Network/networkManagers', 'test-site', placement)
  const own = new Set(each('admin_rule_collections', (key, _, text) => (text('vpc_key') === vpcKey ? key : '')))
  const prefixes = (value: JsonValue | undefined) =>
    (Array.isArray(value) ? value : []).flatMap((one: JsonValue) =>
      isValues(one) ? [{ addressPrefix: one['prefix'], addressPrefixType: one['type'] }] : [],
    )
  return each('admin_rules', (key, values, text) => ({
    collection: text('collection_key'),
    rule: {
      kind: 'Custom',
      id: `${manager}/securityAdminConfigurations/test-site/ruleCollections/${text('collection_key')}/rules/${key}`,
      properties: {
        access: values['action'],
        direction: values['direction'],
        priority: values['priority'],
        protocol: values['protocol'],
        sourcePortRanges: values['source_ports'],
        destinationPortRanges: values['destination_ports'],
        sources: prefixes(values['sources']),
        destinations: prefixes(values['destinations']),
      },
    },
  }))
    .filter(({ collection }) => own.has(collection))
    .map(({ rule }) => rule)
}

interface Standing {
  readonly text: Value
  readonly subnetId: (key: string) => string
}

function serverOf(key: string, values: Values, { text, subnetId }: Standing): readonly Resource[] {
  const cards = Object.entries(isValues(values['interfaces']) ? values['interfaces'] : {})
  const nicId = (index: string): string => of('networkInterfaces', `${key}-${index}`)
  const disks = Object.entries(isValues(values['disks']) ? values['disks'] : {}).flatMap(([diskKey, disk]) =>
    isValues(disk) ? [{ diskKey, disk, id: idOf('Microsoft.Compute/disks', textOf(disk['name']), placement) }] : [],
  )
  const stored = disks.map(({ diskKey, disk, id }) => ({
    isRoot: diskKey === 'os',
    own: {
      name: disk['name'],
      lun: disk['lun'],
      osType: values['os_type'],
      createOption: 'Attach',
      managedDisk: { id },
    },
  }))
  return [
    made(
      `Microsoft.Compute/virtualMachines ${text('resource_name')}`,
      {
        hardwareProfile: { vmSize: values['standby_size'] ?? values['size'] },
        storageProfile: {
          osDisk: stored.find(({ isRoot }) => isRoot)?.own,
          dataDisks: stored.filter(({ isRoot }) => !isRoot).map(({ own }) => own),
        },
        networkProfile: {
          networkInterfaces: cards.map(([index]) => ({ id: nicId(index), properties: { primary: index === '0' } })),
        },
        instanceView: { statuses: [{ code: 'PowerState/running' }] },
      },
      { tags: values['tags'] },
    ),
    ...cards.flatMap(([index, card]) => (isValues(card) ? [nicOf(`${key}-${index}`, card, subnetId)] : [])),
    ...disks.map(({ disk }) =>
      made(
        `Microsoft.Compute/disks ${textOf(disk['name'])}`,
        { diskSizeGB: disk['size_gib'] ?? 30 },
        { sku: { name: disk['type'] } },
      ),
    ),
  ]
}

function nicOf(name: string, card: Values, subnetId: Standing['subnetId']): Resource {
  const guard = card['network_security_group_key']
  const groups = listOf(card['application_security_group_keys']).map((key) => ref('applicationSecurityGroups', key))
  const addresses = listOf(card['addresses'])
  return made(`Microsoft.Network/networkInterfaces ${name}`, {
    enableIPForwarding: card['forwards'],
    ...(guard && { networkSecurityGroup: ref('networkSecurityGroups', textOf(guard)) }),
    ipConfigurations: (addresses.length > 0 ? addresses : ['10.64.1.250']).map((address, index) => ({
      id: `${of('networkInterfaces', name)}/ipConfigurations/address-${index}`,
      name: `address-${index}`,
      properties: {
        privateIPAddress: address,
        primary: index === 0,
        subnet: { id: subnetId(textOf(card['subnet_key'])) },
        applicationSecurityGroups: groups,
      },
    })),
  })
}
