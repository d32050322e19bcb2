/**
 * Conversations whose two ports could both be the server's. They wait until all is read: the server is the end whose
 * port meets the most different ports of others, because a client takes a new one for every conversation.
 */
import type { FlowRecord } from './flow-record.ts'
import { addTotals, noTotals, type Totals } from './flow-totals.ts'

interface Decided {
  readonly record: FlowRecord
  /** Null where both ends are alike. */
  readonly side: 'source' | 'destination' | null
}

export interface Repeats {
  /** False when there is no room for another conversation. */
  add(record: FlowRecord): boolean
  decide(): readonly Decided[]
}

const MOST_WAITING = 200_000

interface Waiting {
  readonly record: FlowRecord
  readonly totals: Totals
}

export function createRepeats(mostWaiting = MOST_WAITING): Repeats {
  const waiting = new Map<string, Waiting>()
  return {
    add(record) {
      const key = `${record.protocol} ${portKey(record, 'source')} ${portKey(record, 'destination')} ${record.observer}`
      const known = waiting.get(key)
      if (!known && waiting.size >= mostWaiting) return false
      const { totals } = known ?? { totals: noTotals() }
      addTotals(totals, record)
      if (!known) waiting.set(key, { record, totals })
      return true
    },
    decide() {
      const partners = countPartners([...waiting.values()].map(({ record }) => record))
      return [...waiting.values()].map(({ record, totals }) => ({
        record: { ...record, ...totals },
        side: busierSide(record, partners),
      }))
    },
  }
}

const portKey = (record: FlowRecord, side: 'source' | 'destination'): string => {
  const { vmId, address, port } = record[side]
  return `${vmId ?? address}:${port}`
}

type Partners = ReadonlyMap<string, ReadonlySet<string>>

function countPartners(records: readonly FlowRecord[]): Partners {
  const partners = new Map<string, Set<string>>()
  const meet = (own: string, other: string): void => {
    const known = partners.get(own)
    if (known) known.add(other)
    else partners.set(own, new Set([other]))
  }
  for (const record of records) {
    const [source, destination] = [portKey(record, 'source'), portKey(record, 'destination')]
    meet(`${record.protocol} ${source}`, destination)
    meet(`${record.protocol} ${destination}`, source)
  }
  return partners
}

/** Of two that meet as many, the lower port serves; of equal ports neither. */
function busierSide(record: FlowRecord, partners: Partners): Decided['side'] {
  const met = (side: 'source' | 'destination'): number =>
    partners.get(`${record.protocol} ${portKey(record, side)}`)?.size ?? 0
  const more = met('source') - met('destination') || record.destination.port - record.source.port
  return more === 0 ? null : more > 0 ? 'source' : 'destination'
}
