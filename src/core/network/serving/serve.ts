/** Load balancers, target pools, endpoints and zones of names: what the plan makes of them, and what it leaves. */
import type { Finding } from '../../../model/finding.ts'
import { objectsOf, type NetworkObjectOf } from '../../../model/network-objects.ts'
import type { DnsTranslation, NetworkTranslation } from '../../../model/network-translation.ts'
import type { Network } from '../../../model/network.ts'
import type { TargetPoolTranslation } from '../../../model/serving-translation.ts'
import type { ServingLimits } from '../../../model/target.ts'
import { makeBalancer, type MadeBalancer } from './balancers.ts'
import { servingContext, type ServingContext, type ServingInput } from './context.ts'
import { certificateFindings } from './certificates.ts'
import { cardsBehind } from './fronted.ts'
import { makeEndpoint } from './endpoints.ts'
import { unbuiltFindings, type Unbuilt } from './unbuilt.ts'
import { translateZones } from './zones.ts'

export interface Served {
  readonly fields: Pick<NetworkTranslation, 'balancers' | 'targetPools' | 'endpoints' | 'dnsZones'>
  readonly records: readonly DnsTranslation[]
  /** Ids of the primary site whose counterpart the plan makes. */
  readonly builtIds: ReadonlySet<string>
  readonly findings: readonly Finding[]
}

/** `records` are the translated ones, in the order of the network. */
export function serve(input: ServingInput, records: readonly DnsTranslation[], limits: ServingLimits | null): Served {
  if (!limits) return unserved(input.network, records)
  const context = servingContext(input, limits)
  const balancers = balancersOf(context)
  const endpoints = endpointsOf(context)
  const zones = translateZones(
    records,
    balancers.made.map(({ balancer }) => balancer),
    context,
  )
  const pools = [
    ...new Map(balancers.made.flatMap((one) => one.pools.map((pool) => [pool.key, pool] as const))).values(),
  ]
  const fields = {
    ...some('balancers', balancers.made.map(({ balancer }) => balancer).toSorted(byKey)),
    ...some('targetPools', pools.toSorted(byKey)),
    ...some('endpoints', endpoints.made.toSorted(byKey)),
    ...some('dnsZones', zones.zones),
  }
  const built = [
    ...balancers.made.map(({ balancer }) => balancer),
    ...pools,
    ...endpoints.made,
    ...zones.zones.filter((zone) => zone.private),
  ]
  const unbuilt = [...balancers.unbuilt, ...unusedPools(context, pools), ...endpoints.unbuilt, ...zones.unbuilt]
  return {
    fields,
    records: zones.records,
    builtIds: new Set(built.map(({ from }) => from)),
    findings: [...unbuiltFindings(unbuilt), ...certificateFindings(fields.balancers ?? [], input.network)],
  }
}

const some = <Name extends string, Value>(name: Name, values: readonly Value[]): { [name in Name]?: Value[] } =>
  values.length > 0 ? ({ [name]: [...values] } as { [name in Name]?: Value[] }) : {}

const byKey = (a: { readonly key: string }, b: { readonly key: string }): number => (a.key < b.key ? -1 : 1)

function balancersOf(context: ServingContext): { made: readonly MadeBalancer[]; unbuilt: readonly Unbuilt[] } {
  const pools = new Map(objectsOf(context.network.objects, 'target-pool').map((pool) => [pool.id, pool]))
  const made: MadeBalancer[] = []
  const unbuilt: Unbuilt[] = []
  const behind = new Set<string>()
  for (const balancer of objectsOf(context.network.objects, 'load-balancer')) {
    const reading = makeBalancer(balancer, pools, context)
    const cards =
      reading.ok && context.limits.balancers === 'fronted'
        ? cardsBehind(reading.value.balancer, reading.value.pools)
        : []
    if (reading.ok && !cards.some((card) => behind.has(card))) {
      made.push(reading.value)
      unbuilt.push(...reading.value.unbuilt)
      for (const card of cards) behind.add(card)
    } else {
      const why = reading.ok ? 'who is behind it is behind another one of its sort already' : reading.fault
      unbuilt.push({ ...balancerLabel(balancer), why })
    }
  }
  return { made, unbuilt: onlyOnce(unbuilt) }
}

/** A pool behind two listeners says what it lost twice. */
const onlyOnce = (unbuilt: readonly Unbuilt[]): readonly Unbuilt[] => [
  ...new Map(unbuilt.map((one) => [JSON.stringify([one.noun, one.id, one.label, one.why]), one])).values(),
]

function endpointsOf(context: ServingContext) {
  const readings = objectsOf(context.network.objects, 'endpoint').map((endpoint) => ({
    endpoint,
    reading: makeEndpoint(endpoint, context),
  }))
  return {
    made: readings.flatMap(({ reading }) => (reading.ok ? [reading.value] : [])),
    unbuilt: readings.flatMap(({ endpoint, reading }): readonly Unbuilt[] =>
      reading.ok ? [] : [{ ...endpointLabel(endpoint), why: reading.fault }],
    ),
  }
}

const endpointLabel = ({ id, role, service }: NetworkObjectOf<'endpoint'>) =>
  ({
    noun: role === 'load-balancer' ? 'endpoint of appliances' : 'endpoint',
    id,
    label: `${id} (${service})`,
  }) as const

const balancerLabel = ({ id, role, name }: NetworkObjectOf<'load-balancer'>) =>
  ({ noun: role === 'gateway' ? 'gateway load balancer' : 'load balancer', id, label: name }) as const

function unusedPools({ network }: ServingContext, made: readonly TargetPoolTranslation[]): readonly Unbuilt[] {
  const used = new Set(made.map(({ from }) => from))
  return objectsOf(network.objects, 'target-pool')
    .filter(({ id }) => !used.has(id))
    .map(({ id, name }) => ({ noun: 'target pool', id, label: name, why: 'no listener of the plan forwards to it' }))
}

const NONE_BUILT = 'the plan makes none for this target'

/** Nothing is made, and all of it is said. */
function unserved({ objects }: Network, records: readonly DnsTranslation[]): Served {
  const unbuilt = objects.flatMap((object): readonly Unbuilt[] => {
    if (object.kind === 'endpoint') return [{ ...endpointLabel(object), why: NONE_BUILT }]
    if (object.kind === 'load-balancer') return [{ ...balancerLabel(object), why: NONE_BUILT }]
    if (object.kind !== 'target-pool') return []
    return [{ noun: 'target pool', id: object.id, label: object.name, why: NONE_BUILT }]
  })
  return { fields: {}, records, builtIds: new Set(), findings: unbuiltFindings(unbuilt) }
}
