/** What traffic says: between two VMs a dependency, to anything else something that the plan may forget. */
import type { AddressOwners } from '../../model/address-owners.ts'
import type { Dependency, Observed } from '../../model/dependency.ts'
import { createFinding, type Finding } from '../../model/finding.ts'
import { betterBasis, type Flow, type FlowBasis, type FlowEnd } from '../../model/flow.ts'
import type { NetworkObject } from '../../model/network-objects.ts'
import { count } from '../../model/quantity.ts'
import { serviceOf } from '../../model/service-ports.ts'
import { addObserved } from './observed.ts'
import type { Resolving } from './resolving.ts'

/** A VM that uses something which is no VM. */
export interface Use {
  readonly fromVmId: string
  readonly flow: Flow
}

export interface ObjectUse extends Use {
  readonly object: NetworkObject
}

export interface ResolvedFlows {
  readonly dependencies: readonly Dependency[]
  /** To load balancers, services and gateways of the network. */
  readonly toObjects: readonly ObjectUse[]
  /** To addresses that nothing of the site has. */
  readonly external: readonly Use[]
  readonly findings: readonly Finding[]
}

type Party = { readonly vmId: string } | { readonly object: NetworkObject } | 'ambiguous' | 'outside'

export function resolveFlows(flows: readonly Flow[], { owners }: Pick<Resolving, 'owners'>): ResolvedFlows {
  const between: Between[] = []
  const toObjects: ObjectUse[] = []
  const external: Use[] = []
  const ambiguous = new Set<string>()
  for (const flow of flows) {
    const client = partyOf(flow.client, owners)
    const server = partyOf(flow.server, owners)
    if (client === 'ambiguous') ambiguous.add(flow.client.address ?? '')
    if (server === 'ambiguous') ambiguous.add(flow.server.address ?? '')
    // Who comes from outside, or from a load balancer, is no VM whose recovery would wait.
    if (typeof client === 'string' || !('vmId' in client)) continue
    const use = { fromVmId: client.vmId, flow }
    if (server === 'outside') external.push(use)
    else if (server !== 'ambiguous') sort(use, server, { between, toObjects })
  }
  return { dependencies: dependenciesOf(between), toObjects, external, findings: ambiguousFindings(ambiguous) }
}

function sort(
  use: Use,
  server: Exclude<Party, string>,
  { between, toObjects }: { readonly between: Between[]; readonly toObjects: ObjectUse[] },
): void {
  if ('object' in server) toObjects.push({ ...use, object: server.object })
  else if (server.vmId !== use.fromVmId) between.push({ ...use, toVmId: server.vmId })
}

/** An address that two VMs have means neither of them. */
function partyOf({ vmId, address }: FlowEnd, owners: ReadonlyMap<string, AddressOwners>): Party {
  if (vmId !== null) return { vmId }
  const found = owners.get(address ?? '')
  if (!found) return 'outside'
  const [id, ...others] = found.vmIds
  if (others.length > 0) return 'ambiguous'
  if (id !== undefined) return { vmId: id }
  const [object] = found.objects
  return object ? { object } : 'outside'
}

interface Between extends Use {
  readonly toVmId: string
}

/** A VM with two addresses gives two flows to one service, which are one dependency. */
function dependenciesOf(between: readonly Between[]): readonly Dependency[] {
  const reach = reachOf(between)
  const merged = new Map<string, { readonly first: Between; observed: Observed; basis: FlowBasis }>()
  for (const one of between) {
    const { flow } = one
    const key = JSON.stringify([one.fromVmId, one.toVmId, flow.protocol, flow.port])
    const known = merged.get(key)
    if (!known) merged.set(key, { first: one, observed: flow.observed, basis: flow.basis })
    else {
      known.observed = addObserved(known.observed, flow.observed)
      known.basis = betterBasis(known.basis, flow.basis)
    }
  }
  return [...merged.values()].map(({ first, observed, basis }) => ({
    fromVmId: first.fromVmId,
    toVmId: first.toVmId,
    evidence: 'flow',
    protocol: first.flow.protocol,
    port: first.flow.port,
    observed,
    ...judge(first.flow, basis, reach.get(reachKey(first))?.size ?? 0),
  }))
}

const reachKey = ({ fromVmId, flow }: Use): string => `${fromVmId} ${flow.protocol} ${flow.port ?? ''}`

/** How many VMs each client reaches on one port. */
function reachOf(between: readonly Between[]): ReadonlyMap<string, ReadonlySet<string>> {
  const reach = new Map<string, Set<string>>()
  for (const one of between) {
    const known = reach.get(reachKey(one))
    if (known) known.add(one.toVmId)
    else reach.set(reachKey(one), new Set([one.toVmId]))
  }
  return reach
}

/** Monitoring, backup and scanners reach everybody on one port; applications do not reach so many servers. */
const MANY_SERVERS = 20

const basisTexts: Readonly<Record<FlowBasis, string>> = {
  initiator: 'who began is known',
  listener: 'the server listens on the port',
  'service-port': 'the server is told by its service port',
  'ephemeral-port': "the server is told by the client's high port",
  'repeated-port': 'the server is guessed by the port that repeats',
}

function judge(flow: Flow, basis: FlowBasis, servers: number): Pick<Dependency, 'confidence' | 'why'> {
  const service = serviceOf(flow.port)
  if (service?.role === 'management')
    return { confidence: 'possible', why: `traffic was seen, but ${service.name} is how machines are managed` }
  if (servers >= MANY_SERVERS)
    return {
      confidence: 'possible',
      why: `traffic was seen, but the client reaches ${servers} VMs on this port, as monitoring and backup do`,
    }
  return {
    confidence: basis === 'repeated-port' ? 'possible' : 'likely',
    why: `traffic was seen; ${basisTexts[basis]}`,
  }
}

const ambiguousFindings = (ambiguous: ReadonlySet<string>): readonly Finding[] => {
  if (ambiguous.size === 0) return []
  const addresses = [...ambiguous].sort()
  return [
    createFinding('site.address-ambiguous', {
      subject: count(addresses.length, 'address', 'addresses'),
      message: `Traffic of addresses that several VMs have belongs to none of them: ${addresses.slice(0, 5).join(', ')}${addresses.length > 5 ? ` and ${addresses.length - 5} more` : ''}.`,
      suggestion: 'If they are addresses of a cluster, state the dependencies on its members.',
      affected: addresses,
    }),
  ]
}
