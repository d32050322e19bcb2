/** Load balancers and who answers behind them: by interface or by address, by rule or by a port of each machine. */
import type { NetworkObject, NetworkObjectOf } from '../../model/network-objects.ts'
import { compareText } from '../../model/text-order.ts'
import type { Dump } from './answers.ts'
import { addressesOf, idOf, idsOf, nameOf, ownerOf, vpcOfSubnet, type Lookup } from './lookup.ts'
import type { AzureLoadBalancer } from './schema-services.ts'

type Pool = NetworkObjectOf<'target-pool'>
type Balancer = NetworkObjectOf<'load-balancer'>
type Listener = Balancer['listeners'][number]

export const readLoadBalancers = (dump: Dump, lookup: Lookup): readonly NetworkObject[] =>
  dump.loadBalancers.flatMap(({ value }): readonly NetworkObject[] => [
    balancerOf(value, lookup),
    ...value.backendaddresspools.map((pool) => poolOf(pool, value, lookup)),
    ...value.inboundnatrules
      .filter(({ backendipconfiguration }) => idOf(backendipconfiguration))
      .map((rule) => natPoolOf(rule, lookup)),
    ...value.outboundrules.map((rule) => wayOut(rule, value, lookup)),
  ])

function balancerOf(value: AzureLoadBalancer, lookup: Lookup): Balancer {
  const fronts = value.frontendipconfigurations
  const subnetIds = idsOf(fronts.map(({ subnet }) => subnet))
  return {
    kind: 'load-balancer',
    id: value.id.toLowerCase(),
    name: value.name,
    role: 'network',
    internal: fronts.every(({ publicipaddress }) => !publicipaddress),
    vpcId: vpcOfSubnet(subnetIds[0]),
    subnetIds,
    securityGroupIds: [],
    addresses: addressesOf(fronts.map(({ privateipaddress }) => privateipaddress)),
    publicAddresses: fronts.flatMap(({ publicipaddress }) => lookup.publicAddress(publicipaddress)),
    dnsName: null,
    fronts: fronts.map((front) => frontOf(front, lookup)),
    listeners: [
      ...value.loadbalancingrules.map((rule) => listenerOf(rule, poolsOf(rule))),
      ...value.inboundnatrules.map((rule) =>
        listenerOf(
          { ...rule, frontendport: rule.frontendport || rule.frontendportrangestart },
          idsOf([rule.backendaddresspool ?? rule]),
        ),
      ),
    ],
  }
}

/** A public front is where its address is; only a private one has zones of its own. */
const frontOf = (
  front: AzureLoadBalancer['frontendipconfigurations'][number],
  { publicAddress, publicZones }: Lookup,
): NonNullable<Balancer['fronts']>[number] => ({
  id: idOf(front) ?? '',
  addresses: addressesOf([front.privateipaddress]),
  publicAddresses: publicAddress(front.publicipaddress),
  zones: [...new Set([...front.zones, ...publicZones(front.publicipaddress)])].toSorted(compareText),
})

type Rule = AzureLoadBalancer['loadbalancingrules'][number]

const poolsOf = (rule: Rule): readonly string[] => idsOf([rule.backendaddresspool, ...rule.backendaddresspools])

/** Port 0 with the protocol All stands for all ports ("high availability ports"). */
function listenerOf(
  rule: Omit<Rule, 'backendaddresspool' | 'backendaddresspools' | 'probe'>,
  poolIds: readonly string[],
): Listener {
  const protocol = rule.protocol?.toLowerCase() ?? 'all'
  const frontId = idOf(rule.frontendipconfiguration)
  return {
    id: idOf(rule) ?? '',
    protocol,
    port: rule.frontendport || null,
    poolIds,
    ...(rule.backendport && { targetPort: rule.backendport }),
    ...(frontId && { frontId }),
    ...(protocol === 'all' && rule.frontendport === 0 && { allPorts: true }),
    ...(typeof rule.enablefloatingip === 'boolean' && { keepsAddress: rule.enablefloatingip }),
  }
}

/** A pool has a port of its own where all rules that use it agree. */
function poolOf(
  pool: AzureLoadBalancer['backendaddresspools'][number],
  value: AzureLoadBalancer,
  lookup: Lookup,
): Pool {
  const id = idOf(pool) ?? ''
  const rules = value.loadbalancingrules.filter((rule) => poolsOf(rule).includes(id))
  const port = agreed(rules.map(({ backendport }) => backendport || null))
  const probe = value.probes.find((one) => rules.some((rule) => idOf(rule.probe) === idOf(one)))
  return {
    kind: 'target-pool',
    id,
    name: pool.name ?? nameOf(id),
    vpcId: idOf(pool.virtualnetwork),
    protocol: agreed(rules.map(({ protocol }) => protocol?.toLowerCase() ?? null)),
    port,
    targets: targetsOf(pool, lookup).map((target) => ({ ...target, port })),
    healthCheck: probe ? `${probe.protocol ?? ''} :${probe.port ?? ''}${probe.requestpath ?? ''}`.trim() : null,
  }
}

export const agreed = <Value>(values: readonly Value[]): Value | null =>
  new Set(values).size === 1 ? (values[0] ?? null) : null

type Target = Omit<Pool['targets'][number], 'port'>

/** An interface may be named by its configurations and once more among the addresses. */
function targetsOf(pool: AzureLoadBalancer['backendaddresspools'][number], lookup: Lookup): readonly Target[] {
  const named = pool.loadbalancerbackendaddresses
  const nicIds = idsOf([...pool.backendipconfigurations, ...named.map((own) => own.networkinterfaceipconfiguration)])
  const byAddress = named.filter((own) => !idOf(own.networkinterfaceipconfiguration))
  return [
    ...[...new Set(nicIds.flatMap((id) => ownerOf(id) ?? []))].map((nicId) => nicTarget(nicId, lookup)),
    ...addressesOf(byAddress.map(({ ipaddress }) => ipaddress)).map((address) => ({
      vmId: null,
      nicId: null,
      address,
    })),
  ]
}

export const nicTarget = (nicId: string, { vmOfNic }: Lookup): Target => ({
  vmId: vmOfNic.get(nicId) ?? null,
  nicId,
  address: null,
})

/** A port of the balancer that leads to one machine: a pool of its own. */
function natPoolOf(rule: AzureLoadBalancer['inboundnatrules'][number], lookup: Lookup): Pool {
  const id = idOf(rule) ?? ''
  const port = rule.backendport || null
  const nicId = ownerOf(idOf(rule.backendipconfiguration))
  return {
    kind: 'target-pool',
    id,
    name: rule.name ?? nameOf(id),
    vpcId: null,
    protocol: rule.protocol?.toLowerCase() ?? null,
    port,
    targets: nicId ? [{ ...nicTarget(nicId, lookup), port }] : [],
    healthCheck: null,
  }
}

/** An outbound rule is a NAT gateway for the machines of its pool. */
function wayOut(
  rule: AzureLoadBalancer['outboundrules'][number],
  { name, frontendipconfigurations }: AzureLoadBalancer,
  { publicAddress }: Lookup,
): NetworkObject {
  const fronts = new Set(idsOf(rule.frontendipconfigurations))
  const id = idOf(rule) ?? ''
  return {
    kind: 'gateway',
    id,
    name: `${name}/${rule.name ?? nameOf(id)}`,
    role: 'nat',
    vpcIds: [],
    subnetIds: [],
    addresses: [],
    publicAddresses: frontendipconfigurations
      .filter((front) => fronts.has(idOf(front) ?? ''))
      .flatMap(({ publicipaddress }) => publicAddress(publicipaddress)),
    asn: null,
  }
}
