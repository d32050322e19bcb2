/** Small sites with ordered filters, and the proof of what becomes of them. */
import { proveNetwork } from '../src/core/network/prove-network.ts'
import { translateNetwork } from '../src/core/network/translate.ts'
import type { Equivalence } from '../src/model/equivalence.ts'
import type { NetworkObjectOf } from '../src/model/network-objects.ts'
import type { NetworkPolicy } from '../src/model/network-policy.ts'
import type { NetworkTranslation } from '../src/model/network-translation.ts'
import type { Network } from '../src/model/network.ts'
import type { Vm } from '../src/model/site.ts'
import type { NetworkLimits } from '../src/model/target.ts'
import { awsNetworkLimits } from '../src/targets/aws/limits.ts'
import { azureNetworkLimits } from '../src/targets/azure/limits.ts'
import { azureSystemRoutes } from '../src/targets/azure/system-routes.ts'
import { aHost, aNetwork, aPolicy, aSubnet, aVpc, type Result } from './builders-network.ts'

type PacketFilter = NetworkObjectOf<'packet-filter'>
type Entry = PacketFilter['entries'][number]

export const anEntry = (order: number, over: Partial<Entry> = {}): Entry => ({
  name: `e${order}`,
  order,
  direction: 'ingress',
  action: 'allow',
  protocol: 'tcp',
  sourcePorts: [],
  ports: ['443'],
  sources: [],
  destinations: [],
  ...over,
})

/** A stateful filter as Azure has it, its default rules at the end. */
export const anNsg = (id: string, entries: readonly Entry[], over: Partial<PacketFilter> = {}): PacketFilter => ({
  kind: 'packet-filter',
  id,
  name: id,
  vpcId: 'vpc-1',
  subnetIds: [],
  nicIds: [],
  stateful: true,
  isDefault: false,
  entries: [...entries, ...defaults],
  ...over,
})

const defaults: readonly Entry[] = [
  { order: 65_000, sources: ['VirtualNetwork'], destinations: ['VirtualNetwork'] },
  { order: 65_001, sources: ['AzureLoadBalancer'] },
  { order: 65_500, action: 'deny' as const },
  { order: 65_000, direction: 'egress' as const, sources: ['VirtualNetwork'], destinations: ['VirtualNetwork'] },
  { order: 65_001, direction: 'egress' as const, destinations: ['Internet'] },
  { order: 65_500, direction: 'egress' as const, action: 'deny' as const },
].map((over) => anEntry(over.order, { protocol: 'any', ports: [], name: `d${over.order}`, ...over }))

/** A stateless filter of subnets as AWS has it, with its last entries that deny. */
export const anAcl = (id: string, entries: readonly Entry[], over: Partial<PacketFilter> = {}): PacketFilter => ({
  kind: 'packet-filter',
  id,
  name: id,
  vpcId: 'vpc-1',
  subnetIds: ['subnet-1'],
  nicIds: [],
  stateful: false,
  isDefault: false,
  entries: [
    ...entries,
    ...(['ingress', 'egress'] as const).map((direction) =>
      anEntry(32_767, { name: '*', direction, action: 'deny', protocol: 'any', ports: [] }),
    ),
  ],
  ...over,
})

export const anAsg = (id: string, ...nicIds: string[]): NetworkObjectOf<'member-group'> => ({
  kind: 'member-group',
  id,
  name: id,
  nicIds,
})

/** Two subnets of one VPC, two hosts in the first and one in the second, with public addresses. */
export const someHosts = (): readonly Vm[] =>
  [
    aHost('vm-1', 'subnet-1', ['10.0.0.10']),
    aHost('vm-2', 'subnet-1', ['10.0.0.11']),
    aHost('vm-3', 'subnet-2', ['10.0.1.10']),
  ].map((vm) => ({ ...vm, nics: vm.nics.map((nic) => ({ ...nic, hasPublicAddress: true })) }))

export const twoSubnets = [aSubnet('subnet-1', '10.0.0.0/24'), aSubnet('subnet-2', '10.0.1.0/24')]

export const orderedNetwork = (objects: Network['objects'], over: Partial<Network> = {}): Network =>
  aNetwork({
    subnets: twoSubnets,
    vpcs: [{ ...aVpc('vpc-1', '10.0.0.0/16'), platformRoutes: azureSystemRoutes }],
    securityGroups: [],
    rulesKnown: false,
    objects,
    ...over,
  })

interface Carrying {
  readonly vms?: readonly Vm[]
  readonly network: Network
  readonly policy?: Partial<NetworkPolicy>
  readonly blocks?: readonly (readonly string[])[]
  readonly regions?: { readonly primary: string | null; readonly recovery: string }
}

export interface Carried extends Result {
  readonly proof: Omit<Equivalence, 'accepted'>
  /** The proof of another translation of the same site. */
  readonly prove: (translation: NetworkTranslation) => Omit<Equivalence, 'accepted'>
}

const carryTo =
  (limits: NetworkLimits) =>
  ({
    vms = someHosts(),
    network,
    policy = {},
    blocks = [['10.0.0.0/16', '10.9.0.0/16']],
    regions,
  }: Carrying): Carried => {
    const result = translateNetwork({
      vms,
      network,
      policy: { ...aPolicy({ blocks: blocks.map(([from = '', to = '']) => [from, to] as const) }), ...policy },
      limits,
      regions: regions ?? { primary: 'west', recovery: 'east' },
    })
    const prove = (translation: NetworkTranslation) => proveNetwork({ vms, network, translation, limits })
    return { ...result, prove, proof: prove(result.translation) }
  }

export const carryToAws = carryTo(awsNetworkLimits)
export const carryToAzure = carryTo(azureNetworkLimits)
