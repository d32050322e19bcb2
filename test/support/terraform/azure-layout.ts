/** What Azure refuses because of how resources stand to one another; each sentence names the resource. */
import { parseAddress } from '../../../src/model/address.ts'
import { contains, containsAddress, overlaps, parseCidr, type Cidr } from '../../../src/model/cidr.ts'
import { isRecord, textOf, type PlanResource, type PlanValue } from './plan-resources.ts'

const listed = (value: PlanValue | undefined): readonly string[] => (Array.isArray(value) ? value.map(textOf) : [])
const of = (resources: readonly PlanResource[], type: string): readonly PlanResource[] =>
  resources.filter((resource) => resource.type === type && resource.mode === 'managed')

/** Of applied resources of both roots. */
export const layoutFaults = (resources: readonly PlanResource[]): readonly string[] => [
  ...subnetFaults(resources),
  ...addressFaults(resources),
  ...priorityFaults(resources),
  ...regionFaults(resources),
  ...gatewayFaults(resources),
]

const blocksOf = ({ values }: PlanResource, name: string): readonly Cidr[] => listed(values[name]).map(parseCidr)

function subnetFaults(resources: readonly PlanResource[]): readonly string[] {
  const vnets = of(resources, 'azurerm_virtual_network')
  const subnets = of(resources, 'azurerm_subnet')
  const nameOf = ({ values }: PlanResource): PlanValue | undefined => values['virtual_network_name']
  return subnets.flatMap((subnet, index) => {
    const blocks = blocksOf(subnet, 'address_prefixes')
    const vnet = vnets.find(({ values }) => values['name'] === nameOf(subnet))
    const room = vnet ? blocksOf(vnet, 'address_space') : []
    const outside = blocks.some((block) => !room.some((outer) => contains(outer, block)))
    const beside = subnets
      .slice(index + 1)
      .filter((other) => nameOf(other) === nameOf(subnet))
      .filter((other) =>
        blocksOf(other, 'address_prefixes').some((theirs) => blocks.some((own) => overlaps(own, theirs))),
      )
    return [
      ...(outside ? [`${subnet.address} is not in its VNet`] : []),
      ...beside.map(({ address }) => `${subnet.address} overlaps ${address}`),
    ]
  })
}

/** The first four addresses and the last one are Azure's (Virtual network FAQ). */
function addressFaults(resources: readonly PlanResource[]): readonly string[] {
  const subnets = new Map(of(resources, 'azurerm_subnet').map((subnet) => [textOf(subnet.values['id']), subnet]))
  const taken = new Map<string, string>()
  return of(resources, 'azurerm_network_interface').flatMap(({ address: card, values }) => {
    const found = values['ip_configuration']
    return (Array.isArray(found) ? found.filter(isRecord) : []).flatMap(
      ({ private_ip_address: text, subnet_id: id }) => {
        if (typeof text !== 'string' || text.startsWith('made-up')) return []
        const subnet = subnets.get(textOf(id))
        const [block] = subnet ? blocksOf(subnet, 'address_prefixes') : []
        const address = parseAddress(text)
        if (!block || !containsAddress(block, address)) return [`${card} has ${text}, which is not in its subnet`]
        const place = address.value - block.network
        const last = (1n << BigInt(32 - block.prefixLength)) - 1n
        const name = `${textOf(id)} ${text}`
        const before = taken.get(name)
        taken.set(name, card)
        return [
          ...(place < 4n || place === last ? [`${card} has ${text}, which is Azure's`] : []),
          ...(before === undefined ? [] : [`${card} has ${text}, as ${before} has`]),
        ]
      },
    )
  })
}

function priorityFaults(resources: readonly PlanResource[]): readonly string[] {
  const seen = new Set<string>()
  return of(resources, 'azurerm_network_security_rule').flatMap(({ address, values }) => {
    const place = [values['network_security_group_name'], values['direction'], values['priority']].map(String).join(' ')
    const twice = seen.has(place)
    seen.add(place)
    return twice ? [`${address} has a priority that is taken: ${place}`] : []
  })
}

/** "About VPN Gateway configuration settings": the subnet of a gateway is called so. */
function gatewayFaults(resources: readonly PlanResource[]): readonly string[] {
  const names = new Map(of(resources, 'azurerm_subnet').map(({ values }) => [textOf(values['id']), values['name']]))
  return of(resources, 'azurerm_virtual_network_gateway').flatMap(({ address, values }) => {
    const found = values['ip_configuration']
    const subnets = (Array.isArray(found) ? found.filter(isRecord) : []).map(({ subnet_id: id }) =>
      names.get(textOf(id)),
    )
    return subnets.every((name) => name === 'GatewaySubnet') ? [] : [`${address} stands in no GatewaySubnet`]
  })
}

/** A rule and the application security groups that it names are in one region. */
function regionFaults(resources: readonly PlanResource[]): readonly string[] {
  const locationOf = (type: string, attribute: string) =>
    new Map(of(resources, type).map(({ values }) => [textOf(values[attribute]), textOf(values['location'])]))
  const groups = locationOf('azurerm_network_security_group', 'name')
  const members = locationOf('azurerm_application_security_group', 'id')
  return of(resources, 'azurerm_network_security_rule').flatMap(({ address, values }) => {
    const named = ['source', 'destination'].flatMap((end) => listed(values[`${end}_application_security_group_ids`]))
    const home = groups.get(textOf(values['network_security_group_name']))
    return named.some((id) => members.get(id) !== home) ? [`${address} names a group of another region`] : []
  })
}
