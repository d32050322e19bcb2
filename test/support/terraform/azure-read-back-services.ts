/**
 * What serves on Azure, read from two ends as the same lines of text, like the guards of azure-read-back.ts: from what
 * terraform has made in both roots, and from the translation. Both are written anew here.
 */
import { onePoolKeyOf } from '../../../src/model/listener-rules.ts'
import { formatAddress } from '../../../src/model/address.ts'
import type { Plan } from '../../../src/model/plan.ts'
import { isRecord, textOf, type PlanResource, type PlanValue } from './plan-resources.ts'

type Values = PlanResource['values']

/** What of each type decides where a packet goes; each of these is changed in turn, and must be noticed. */
export const azureServiceTypes = {
  azurerm_lb: ['sku', 'frontend_ip_configuration', 'id'],
  azurerm_lb_backend_address_pool: ['loadbalancer_id', 'id', 'name'],
  azurerm_lb_probe: ['loadbalancer_id', 'protocol', 'port', 'request_path', 'id'],
  azurerm_lb_rule: [
    'loadbalancer_id',
    'frontend_ip_configuration_name',
    'protocol',
    'frontend_port',
    'backend_port',
    'backend_address_pool_ids',
    'probe_id',
    'floating_ip_enabled',
    'disable_outbound_snat',
  ],
  azurerm_network_interface_backend_address_pool_association: [
    'network_interface_id',
    'ip_configuration_name',
    'backend_address_pool_id',
  ],
} as const satisfies Record<string, readonly string[]>
export type AzureServiceType = keyof typeof azureServiceTypes

const line = (...parts: readonly (PlanValue | undefined)[]): string => parts.map(textOf).join(' ')
const rows = (value: PlanValue | undefined): readonly Values[] => (Array.isArray(value) ? value.filter(isRecord) : [])
const all = (value: PlanValue | undefined): readonly PlanValue[] => [value ?? []].flat()

type KeyOf = (type: string, id: PlanValue | undefined) => string

/** Of the applied resources of both roots. */
export function builtAzureServices(resources: readonly PlanResource[]): readonly string[] {
  const keys = new Map(resources.map(({ type, index, values }) => [`${type} ${textOf(values['id'])}`, index ?? '']))
  const keyOf: KeyOf = (type, id) => keys.get(`azurerm_${type} ${textOf(id)}`) ?? `unknown ${textOf(id)}`
  return resources
    .flatMap((resource) =>
      resource.type in lines ? [lines[resource.type as AzureServiceType](resource, { keyOf, resources })] : [],
    )
    .toSorted()
}

interface Known {
  readonly keyOf: KeyOf
  readonly resources: readonly PlanResource[]
}

const lines: Readonly<Record<AzureServiceType, (resource: PlanResource, known: Known) => string>> = {
  azurerm_lb: ({ index, values }, { keyOf }) => {
    const fronts = rows(values['frontend_ip_configuration']).map((front) =>
      line(
        front['name'],
        front['subnet_id'] ? keyOf('subnet', front['subnet_id']) : 'public',
        front['private_ip_address'] ? front['private_ip_address'] : null,
        front['public_ip_address_id'] ? keyOf('public_ip', front['public_ip_address_id']) : null,
      ),
    )
    return line('balancer', index, values['sku'], ...fronts)
  },
  azurerm_lb_backend_address_pool: ({ index, values }, { keyOf }) =>
    line('pool', index, keyOf('lb', values['loadbalancer_id']), values['name']),
  azurerm_lb_probe: ({ index, values }, { keyOf }) =>
    line(
      'probe',
      index,
      keyOf('lb', values['loadbalancer_id']),
      values['protocol'],
      values['port'],
      values['request_path'] ? values['request_path'] : null,
    ),
  azurerm_lb_rule: ({ values }, { keyOf }) =>
    line(
      'rule',
      keyOf('lb', values['loadbalancer_id']),
      values['frontend_ip_configuration_name'],
      values['protocol'],
      values['frontend_port'],
      values['backend_port'],
      ...all(values['backend_address_pool_ids']).map((id) => keyOf('lb_backend_address_pool', id)),
      values['probe_id'] ? keyOf('lb_probe', values['probe_id']) : null,
      values['floating_ip_enabled'],
      values['disable_outbound_snat'],
    ),
  azurerm_network_interface_backend_address_pool_association: ({ values }, { keyOf, resources }) => {
    const card = resources.find(
      ({ type, values: own }) => type === 'azurerm_network_interface' && own['id'] === values['network_interface_id'],
    )
    const address = rows(card?.values['ip_configuration']).find(({ name }) => name === values['ip_configuration_name'])
    const pool = keyOf('lb_backend_address_pool', values['backend_address_pool_id'])
    const where = address ? (address['private_ip_address'] ? address['private_ip_address'] : 'any') : 'nowhere'
    return line('target', pool, card?.index?.split('/')[0] ?? 'nobody', where)
  },
}

/** The same lines, from the plan; of targets those that terraform makes. */
export function plannedAzureServices({ network, vms }: Pick<Plan, 'network' | 'vms'>, made: ReadonlySet<string>) {
  const keys = new Map(vms.map(({ vmId, key }) => [vmId, key]))
  const pools = new Map((network.targetPools ?? []).map((pool) => [pool.key, pool]))
  const first = (vmId: string): string => {
    const own = network.addresses.filter((one) => one.vmId === vmId)
    const [card] = own.toSorted((a, b) => a.nicIndex - b.nicIndex || a.addressIndex - b.addressIndex)
    return card?.to ? formatAddress(card.to) : 'any'
  }
  return (network.balancers ?? [])
    .flatMap((balancer) => {
      const { key, internal, subnetKeys, addresses, listeners } = balancer
      const [known] = addresses
      // The last address of a /24 that no server has.
      const address = known ? formatAddress(known.to) : '10.64.2.254'
      const front = internal ? line(subnetKeys[0], address, null) : line('public', null, key)
      const poolKeys = new Set(listeners.map(onePoolKeyOf))
      return [
        line('balancer', key, 'Standard', 'front', front),
        ...[...poolKeys].flatMap((poolKey) => [
          line('pool', `${key}/${poolKey}`, key, poolKey),
          ...(pools.get(poolKey)?.targets ?? [])
            .filter(({ vmId }) => made.has(vmId))
            .map((target) =>
              line(
                'target',
                `${key}/${poolKey}`,
                keys.get(target.vmId),
                'address' in target ? formatAddress(target.address) : first(target.vmId),
              ),
            ),
        ]),
        ...listeners.flatMap((listener) => {
          const { protocol, port, targetPort, keepsAddress } = listener
          const poolKey = onePoolKeyOf(listener)
          const check = pools.get(poolKey)?.healthCheck
          const asks = check
            ? line({ http: 'Http', https: 'Https', tcp: 'Tcp' }[check.protocol], check.port ?? targetPort, check.path)
            : protocol === 'udp'
              ? null
              : line('Tcp', targetPort, null)
          const words = protocol === 'tcp-udp' ? ['Tcp', 'Udp'] : [protocol === 'udp' ? 'Udp' : 'Tcp']
          return words.flatMap((word, index) => {
            const own = index === 0 ? listener.key : `${listener.key}_${word.toLowerCase()}`
            const rule = [word, port, targetPort, `${key}/${poolKey}`, asks === null ? null : own]
            return [
              line('rule', key, 'front', ...rule, keepsAddress === true, !internal),
              ...(asks === null ? [] : [line('probe', own, key, asks)]),
            ]
          })
        }),
      ]
    })
    .toSorted()
}
