/**
 * Machines of Site Recovery and where a failover puts them, read from two ends as the same lines of text: from what terraform
 * has made, and from the plan. Both are written anew here.
 */
import { formatAddress } from '../../../src/model/address.ts'
import { formatCidr } from '../../../src/model/cidr.ts'
import type { Plan } from '../../../src/model/plan.ts'
import { isRecord, textOf, type PlanResource, type PlanValue } from './plan-resources.ts'

type Values = PlanResource['values']

const machineType = 'azurerm_site_recovery_replicated_vm'

/** What decides where a machine comes up; each of these is changed in turn, and must be noticed. */
export const replicatedAttributes = ['source_vm_id', 'target_network_id', 'test_network_id'] as const
export const replicatedCardAttributes = [
  'source_network_interface_id',
  'target_subnet_name',
  'target_static_ip',
  'failover_test_subnet_name',
  'failover_test_static_ip',
] as const

export const isReplicatedMachine = ({ type }: PlanResource): boolean => type === machineType

export const cardsIn = ({ values }: PlanResource): readonly Values[] => {
  const found = values['network_interface']
  return Array.isArray(found) ? found.filter(isRecord) : []
}

const line = (...parts: readonly (PlanValue | undefined)[]): string => parts.map(textOf).join(' ')

/** By network and name the block of a subnet: where an address stands decides, and not what that is called. */
export function builtReplication(resources: readonly PlanResource[]): readonly string[] {
  const networks = new Map(
    resources
      .filter(({ type }) => type === 'azurerm_virtual_network')
      .map(({ address, index, values }) => [
        textOf(values['id']),
        { key: `${address.includes('.test[') ? 'test ' : ''}${index}`, name: textOf(values['name']) },
      ]),
  )
  const subnets = new Map(
    resources
      .filter(({ type }) => type === 'azurerm_subnet')
      .map(({ values }) => [line(values['virtual_network_name'], values['name']), textOf(values['address_prefixes'])]),
  )
  const placeOf = (networkId: PlanValue | undefined, subnet: PlanValue | undefined): string => {
    const network = networks.get(textOf(networkId))
    return line(network?.key ?? 'nowhere', subnets.get(line(network?.name, subnet)) ?? 'nowhere')
  }
  return resources
    .filter(isReplicatedMachine)
    .flatMap((machine) => {
      const { source_vm_id: source, target_network_id: target, test_network_id: test } = machine.values
      return cardsIn(machine).map((card) =>
        line(
          'card',
          textOf(source).toLowerCase(),
          textOf(card['source_network_interface_id']).toLowerCase(),
          placeOf(target, card['target_subnet_name']),
          card['target_static_ip'],
          placeOf(test, card['failover_test_subnet_name']),
          card['failover_test_static_ip'],
        ),
      )
    })
    .toSorted()
}

/** The same lines, from the plan. Of a card the first address is planned there. */
export function plannedReplication({ network, mapping }: Pick<Plan, 'network' | 'mapping'>): readonly string[] {
  const replicated = new Set(
    mapping.assignments.flatMap(({ vmId, offering }) => (offering.strategy === 'pilot-light' ? [vmId] : [])),
  )
  return network.addresses
    .filter(({ vmId, addressIndex }) => replicated.has(vmId) && addressIndex === 0)
    .map(({ vmId, nicId, subnetKey, to }) => {
      const subnet = network.subnets.find(({ key }) => key === subnetKey)
      const place = subnet ? `["${formatCidr(subnet.block)}"]` : 'nowhere'
      const address = to && formatAddress(to)
      return line('card', vmId, nicId, subnet?.vpcKey, place, address, `test ${subnet?.vpcKey}`, place, address)
    })
    .toSorted()
}
