/** Application gateways: balancers of HTTP in a subnet of their own. */
import type { NetworkObject, NetworkObjectOf } from '../../model/network-objects.ts'
import type { Dump } from './answers.ts'
import { agreed, nicTarget } from './balancers.ts'
import { addressesOf, idOf, idsOf, nameOf, ownerOf, vpcOfSubnet, type Lookup } from './lookup.ts'
import type { AzureApplicationGateway } from './schema-services.ts'

export const readApplicationGateways = (dump: Dump, lookup: Lookup): readonly NetworkObject[] =>
  dump.applicationGateways.flatMap(({ value }) => [
    balancerOf(value, lookup),
    ...value.backendaddresspools.map((pool) => poolOf(pool, value, lookup)),
  ])

interface Use {
  readonly listenerId: string | null
  readonly poolId: string | null
  readonly settingsId: string | null
}

/** Rules lead to a pool at once, or by the path through a map. */
function usesOf({ requestroutingrules, urlpathmaps }: AzureApplicationGateway): readonly Use[] {
  const maps = new Map(urlpathmaps.map((map) => [idOf(map), map]))
  return requestroutingrules.flatMap((rule) => {
    const listenerId = idOf(rule.httplistener)
    const map = maps.get(idOf(rule.urlpathmap))
    const direct = { listenerId, poolId: idOf(rule.backendaddresspool), settingsId: idOf(rule.backendhttpsettings) }
    const paths = (map?.pathrules ?? []).map((path) => ({
      listenerId,
      poolId: idOf(path.backendaddresspool),
      settingsId: idOf(path.backendhttpsettings),
    }))
    const byDefault = {
      listenerId,
      poolId: idOf(map?.defaultbackendaddresspool),
      settingsId: idOf(map?.defaultbackendhttpsettings),
    }
    return [direct, byDefault, ...paths]
  })
}

function balancerOf(value: AzureApplicationGateway, { publicAddress }: Lookup): NetworkObject {
  const fronts = value.frontendipconfigurations
  const subnetIds = idsOf([...value.gatewayipconfigurations, ...fronts].map(({ subnet }) => subnet))
  const ports = new Map(value.frontendports.map((own) => [idOf(own), own.port]))
  const uses = usesOf(value)
  return {
    kind: 'load-balancer',
    id: value.id.toLowerCase(),
    name: value.name,
    role: 'application',
    internal: fronts.every(({ publicipaddress }) => !publicipaddress),
    vpcId: vpcOfSubnet(subnetIds[0]),
    subnetIds,
    securityGroupIds: [],
    addresses: addressesOf(fronts.map(({ privateipaddress }) => privateipaddress)),
    publicAddresses: fronts.flatMap(({ publicipaddress }) => publicAddress(publicipaddress)),
    dnsName: null,
    listeners: value.httplisteners.map((listener) => ({
      id: idOf(listener) ?? '',
      protocol: listener.protocol?.toLowerCase() ?? 'http',
      port: ports.get(idOf(listener.frontendport)) ?? null,
      poolIds: idsOf(
        uses.filter(({ listenerId }) => listenerId === idOf(listener)).map(({ poolId }) => ({ id: poolId })),
      ),
    })),
  }
}

type Pool = AzureApplicationGateway['backendaddresspools'][number]

function poolOf(pool: Pool, value: AzureApplicationGateway, lookup: Lookup): NetworkObjectOf<'target-pool'> {
  const id = idOf(pool) ?? ''
  const settings = new Map(value.backendhttpsettingscollection.map((own) => [idOf(own), own]))
  const used = usesOf(value)
    .filter(({ poolId }) => poolId === id)
    .flatMap(({ settingsId }) => settings.get(settingsId) ?? [])
  const port = agreed(used.map((own) => own.port ?? null))
  const probe = value.probes.find((one) => used.some((own) => idOf(own.probe) === idOf(one)))
  const nicIds = new Set(idsOf(pool.backendipconfigurations).flatMap((own) => ownerOf(own) ?? []))
  return {
    kind: 'target-pool',
    id,
    name: pool.name ?? nameOf(id),
    vpcId: null,
    protocol: agreed(used.map(({ protocol }) => protocol?.toLowerCase() ?? null)),
    port,
    targets: [
      ...[...nicIds].map((nicId) => ({ ...nicTarget(nicId, lookup), port })),
      ...pool.backendaddresses.flatMap(({ fqdn, ipaddress }) => {
        const [address = null] = addressesOf([ipaddress])
        if (!address && !fqdn) return []
        return [{ vmId: null, nicId: null, address, ...(fqdn ? { host: fqdn } : {}), port }]
      }),
    ],
    healthCheck: probe ? `${probe.protocol ?? ''} :${probe.port ?? ''}${probe.path ?? ''}`.trim() : null,
  }
}
