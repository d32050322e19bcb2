/**
 * AWS VPC flow logs as text: fields between blanks, by the names of the header line; without one, the default format of
 * version 2. Fields and flags: Amazon VPC User Guide, "Flow log records". A text field that has no value is "-".
 */
import type { InputFile } from '../files.ts'
import { addUnreadable } from '../flow-findings.ts'
import { readEnd } from '../flow-record.ts'
import { readLines } from '../read-lines.ts'
import type { ServerSide } from '../server-side.ts'
import type { FlowLogReading } from './flow-log-reading.ts'

const defaultFields =
  'version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status'.split(
    ' ',
  )

export interface Fields {
  readonly at: ReadonlyMap<string, number>
  readonly hasHeader: boolean
}

/** Null when the line is no flow log, or has too few fields to tell who talked to whom. */
export function recogniseFields(firstLine: string): Fields | null {
  const words = wordsOf(firstLine)
  const names = words.map((word) => word.replaceAll('_', '-').toLowerCase())
  const hasHeader = names.includes('dstport') && names.includes('srcport')
  const fields = hasHeader ? names : words.length === defaultFields.length && words[0] === '2' ? defaultFields : null
  if (!fields) return null
  const at = new Map(fields.map((name, index) => [name, index]))
  const hasEnds = ['srcaddr', 'dstaddr'].every((name) => at.has(name) || at.has(`pkt-${name}`))
  return hasEnds && at.has('protocol') ? { at, hasHeader } : null
}

/** CloudWatch Logs writes the time of the event before each line. */
const wordsOf = (line: string): string[] =>
  line
    .trim()
    .replace(/^\d{4}-\d\d-\d\dT\S+Z\s+/, '')
    .split(/\s+/)

/** Throws InputError `source.file-damaged`. */
export async function readAwsLog(file: InputFile, fields: Fields, reading: FlowLogReading): Promise<void> {
  let line = 0
  let headerSeen = !fields.hasHeader
  for await (const lines of readLines({ path: file.path, shownPath: file.shown })) {
    for (const text of lines) {
      line++
      if (text.trim() === '') continue
      if (!headerSeen) headerSeen = true
      else if (!readLine(wordsOf(text), fields, reading)) addUnreadable(reading.tally, `${file.shown}:${line}`)
    }
  }
}

const protocols: ReadonlyMap<string, string> = new Map([
  ['6', 'tcp'],
  ['17', 'udp'],
  ['132', '132'],
])

/** False when it cannot be read. A header repeats where files were joined. */
function readLine(words: readonly string[], { at, hasHeader }: Fields, { add, tally }: FlowLogReading): boolean {
  const field = (name: string): string | null => {
    const word = words[at.get(name) ?? -1]
    return word === undefined || word === '-' ? null : word
  }
  const status = field('log-status')
  if (status === 'NODATA' || (hasHeader && field('dstport') === 'dstport')) return true
  if (status === 'SKIPDATA') tally.skipped++
  else if (field('action') === 'REJECT') tally.rejected++
  else if (field('protocol') !== null && !protocols.has(field('protocol') ?? '')) tally.withoutPorts++
  else return addLine(field, add)
  return true
}

type FieldOf = (name: string) => string | null

/** `pkt-…` are the ends of the packet, also where `srcaddr` is the interface of a NAT gateway on its way. */
function addLine(field: FieldOf, add: FlowLogReading['add']): boolean {
  const source = readEnd(field('pkt-srcaddr') ?? field('srcaddr'), field('srcport'))
  const destination = readEnd(field('pkt-dstaddr') ?? field('dstaddr'), field('dstport'))
  const protocol = protocols.get(field('protocol') ?? '')
  if (!source || !destination || protocol === undefined) return false
  add({
    source,
    destination,
    protocol,
    server: protocol === 'tcp' ? sideByFlags(field('tcp-flags')) : null,
    observer: field('interface-id') ?? '',
    records: 1,
    bytes: numberOf(field('bytes')),
    firstMs: secondsToMs(field('start')),
    lastMs: secondsToMs(field('end') ?? field('start')),
  })
  return true
}

const SYN = 2
const SYN_ACK = 18

/** Flags of an interval are joined by OR; ACK is only told together with SYN. No SYN: it began in an earlier interval. */
function sideByFlags(text: string | null): ServerSide | null {
  const flags = numberOf(text)
  if (flags === null || (flags & SYN) === 0) return null
  return { side: (flags & SYN_ACK) === SYN_ACK ? 'source' : 'destination', basis: 'initiator' }
}

const numberOf = (text: string | null): number | null =>
  text !== null && /^\d{1,15}$/.test(text) ? Number(text) : null

function secondsToMs(text: string | null): number | null {
  const seconds = numberOf(text)
  return seconds === null || seconds > 7_258_118_400 ? null : seconds * 1000
}
