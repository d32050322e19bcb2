/**
 * Records of traffic in, one flow a client, server and port out. The result depends neither on the order of the records
 * nor on how they are cut into files, as long as none of the stated bounds on memory is reached.
 */
import { ownersByAddress } from '../model/address-owners.ts'
import { betterBasis, type Flow, type FlowBasis, type FlowEnd } from '../model/flow.ts'
import type { Site } from '../model/site.ts'
import { compareText } from '../model/text-order.ts'
import type { FlowRecord, RecordEnd } from './flow-record.ts'
import { addTotals, mergeObservers, noTotals, type Totals } from './flow-totals.ts'
import { createRepeats } from './repeated-ports.ts'
import { sideByPorts, type ServerSide } from './server-side.ts'

/** What became no flow, in records. */
export interface Uncounted {
  /** Neither end is in the site. */
  foreign: number
  /** No end could be told as the server. */
  unclear: number
  /** Left out because there was no room for more servers outside of the site, or for more doubtful records. */
  overflow: number
}

export interface FlowCollector {
  readonly add: (record: FlowRecord) => void
  /** Sorted. Records that were waiting for others are decided here, so it is called once, at the end. */
  readonly flows: () => readonly Flow[]
  readonly uncounted: Uncounted
}

export const MOST_OUTSIDE = 100_000

/** Loopback, link-local, multicast, broadcast and unspecified addresses say nothing about who needs whom. */
const idle = /^(127\.|169\.254\.|22[4-9]\.|23\d\.|255\.255\.255\.255$|0\.0\.0\.0$|::1?$|ff|fe[89ab])/i

interface Collected {
  readonly client: FlowEnd
  readonly server: FlowEnd
  readonly protocol: string
  readonly port: number
  basis: FlowBasis
  /** The two ends, and what stands between: a handful, so a list takes far less room than a map. */
  readonly observers: { readonly observer: string; readonly totals: Totals }[]
}

interface State {
  readonly known: ReadonlyMap<string, unknown>
  readonly collected: Map<string, Collected>
  outside: number
  readonly uncounted: Uncounted
}

export function createFlowCollector(site: Site, mostOutside = MOST_OUTSIDE): FlowCollector {
  const uncounted: Uncounted = { foreign: 0, unclear: 0, overflow: 0 }
  const state: State = { known: ownersByAddress(site), collected: new Map(), outside: 0, uncounted }
  const repeats = createRepeats()
  const knows = ({ address, vmId }: RecordEnd): boolean => Boolean(vmId) || state.known.has(address)
  return {
    uncounted,
    add(record) {
      const { source, destination } = record
      if (idle.test(source.address) || idle.test(destination.address)) return
      if (!knows(source) && !knows(destination)) {
        uncounted.foreign += record.records
        return
      }
      const side = record.server ?? sideByPorts(source.port, destination.port)
      if (side) collect(record, side, { state, mostOutside, knows })
      else if (!repeats.add(record)) uncounted.overflow += record.records
    },
    flows() {
      for (const { record, side } of repeats.decide()) {
        if (side) collect(record, { side, basis: 'repeated-port' }, { state, mostOutside, knows })
        else uncounted.unclear += record.records
      }
      return [...state.collected].toSorted(([a], [b]) => compareText(a, b)).map(([, one]) => flowOf(one))
    },
  }
}

interface Collecting {
  readonly state: State
  readonly mostOutside: number
  readonly knows: (end: RecordEnd) => boolean
}

function collect(record: FlowRecord, { side, basis }: ServerSide, collecting: Collecting): void {
  const { source, destination } = record
  const [client, server] = side === 'destination' ? [source, destination] : [destination, source]
  const flow = flowFor({ client, server, protocol: record.protocol, basis }, collecting)
  if (!flow) {
    collecting.state.uncounted.overflow += record.records
    return
  }
  flow.basis = betterBasis(flow.basis, basis)
  addTotals(totalsOf(flow, record.observer), record)
}

function totalsOf({ observers }: Collected, observer: string): Totals {
  const known = observers.find((one) => one.observer === observer)
  if (known) return known.totals
  const totals = noTotals()
  observers.push({ observer, totals })
  return totals
}

interface Wanted {
  readonly client: RecordEnd
  readonly server: RecordEnd
  readonly protocol: string
  readonly basis: FlowBasis
}

/** Null when there is no room for another server outside of the site. */
function flowFor(wanted: Wanted, { state, mostOutside, knows }: Collecting): Collected | null {
  const { client, server, protocol, basis } = wanted
  // Who comes from outside is not told one by one: a public web server has millions of clients.
  const from: FlowEnd = knows(client) ? endOf(client) : { address: null, vmId: null }
  const to = endOf(server)
  const key = [from.vmId, from.address, to.vmId, to.address, protocol, server.port].join(' ')
  const known = state.collected.get(key)
  if (known) return known
  if (!knows(server) && state.outside++ >= mostOutside) return null
  const flow: Collected = { client: from, server: to, protocol, port: server.port, basis, observers: [] }
  state.collected.set(key, flow)
  return flow
}

const endOf = ({ address, vmId }: RecordEnd): FlowEnd => ({ address, vmId: vmId ?? null })

const flowOf = ({ client, server, protocol, port, basis, observers }: Collected): Flow => ({
  client,
  server,
  protocol,
  port,
  basis,
  observed: mergeObservers(observers.map(({ totals }) => totals)),
})
