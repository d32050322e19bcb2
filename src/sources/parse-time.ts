/** Timestamps of exports: ISO 8601 with or without a zone, epoch seconds, epoch milliseconds. */

/** Samples outside these years are slips of a clock or of a column. */
const EARLIEST_MS = Date.UTC(1990, 0, 1)
const LATEST_MS = Date.UTC(2200, 0, 1)

/** Epoch figures from here on are milliseconds: as seconds this would be the year 5138, as milliseconds 1973. */
const MILLISECONDS_FROM = 1e11

const iso =
  /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?)?\s*(Z|UTC|[+-]\d\d(?::?\d\d)?)?$/i

export interface ReadTime {
  readonly ms: number
  /** False: the text is a local time of nobody knows where. */
  readonly hasZone: boolean
}

/** Epoch milliseconds UTC; a time without a zone is read as UTC. Null when it is no time, or an impossible one. */
export function readTime(text: string): ReadTime | null {
  const trimmed = text.trim()
  const read = /^\d{9,}(\.\d+)?$/.test(trimmed) ? { ms: epochMs(Number(trimmed)), hasZone: true } : readIso(trimmed)
  return read && !Number.isNaN(possibleMs(read.ms)) ? read : null
}

/** Epoch seconds or milliseconds, told apart by their size, as milliseconds; NaN for a time that cannot be. */
export const epochMs = (figure: number): number =>
  possibleMs(Math.round(figure < MILLISECONDS_FROM ? figure * 1000 : figure))

/** Epoch milliseconds as they are; NaN for those of a time that cannot be. */
export const possibleMs = (ms: number): number => (ms >= EARLIEST_MS && ms < LATEST_MS ? ms : NaN)

function readIso(text: string): ReadTime | null {
  const match = iso.exec(text)
  if (!match) return null
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map((part) => Number(part ?? 0)) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ]
  const milliseconds = Math.floor(Number(`0.${match[7] ?? 0}`) * 1000)
  const local = Date.UTC(year, month - 1, day, hour, minute, second, milliseconds)
  // Date.UTC rolls 30 February over; a time that comes back changed was not one.
  const printed = new Date(local).toISOString()
  const meant = `${match[1]}-${match[2]}-${match[3]}T${match[4] ?? '00'}:${match[5] ?? '00'}:${match[6] ?? '00'}`
  if (!printed.startsWith(meant)) return null
  const zone = match[8]
  return { ms: local - offsetMs(zone ?? 'Z'), hasZone: zone !== undefined }
}

function offsetMs(zone: string): number {
  const match = /^([+-])(\d\d):?(\d\d)?$/.exec(zone)
  if (!match) return 0
  const minutes = Number(match[2]) * 60 + Number(match[3] ?? 0)
  return (match[1] === '-' ? -minutes : minutes) * 60_000
}

const KEPT_TEXTS = 20_000

/** readTime with a memory: the samples of many VMs share their timestamps. */
export function createTimeReader(): (text: string) => ReadTime | null {
  const known = new Map<string, ReadTime | null>()
  return (text) => {
    const seen = known.get(text)
    if (seen !== undefined) return seen
    const read = readTime(text)
    if (known.size >= KEPT_TEXTS) known.clear()
    known.set(text, read)
    return read
  }
}
