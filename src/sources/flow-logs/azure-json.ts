/**
 * Azure's flow logs: NSG flow logs (versions 1 and 2) and virtual network flow logs (version 4), as Network Watcher
 * stores them. The source of a tuple is who began, because the platform keeps the state of connections.
 */
import { z } from 'zod'
import type { InputFile } from '../files.ts'
import { addUnreadable } from '../flow-findings.ts'
import { readEnd, type FlowRecord } from '../flow-record.ts'
import { isObject, listOf, placed } from '../json-items.ts'
import { parseJson } from '../json-text.ts'
import { readLines } from '../read-lines.ts'
import type { FlowLogReading } from './flow-log-reading.ts'

const nsgRule = z.object({ flows: z.array(z.object({ flowTuples: z.array(z.string()) })) })
const nsgRecord = z.object({ macAddress: z.string().optional(), properties: z.object({ flows: z.array(nsgRule) }) })
const vnetAcl = z.object({ flowGroups: z.array(z.object({ flowTuples: z.array(z.string()) })) })
const vnetRecord = z.object({ macAddress: z.string().optional(), flowRecords: z.object({ flows: z.array(vnetAcl) }) })

/** False when it is JSON of something else. Throws InputError `source.file-damaged`. */
export async function readAzureLog(file: InputFile, reading: FlowLogReading): Promise<boolean> {
  const root = parseJson(await textOf(file), file.shown)
  const records = placed(isObject(root) ? listOf(root['records']) : [], `${file.shown}#records`)
  const found = records.map(({ value, place }) => ({ log: tuplesOf(value), place }))
  if (found.every(({ log }) => log === null)) return false
  for (const { log, place } of found) {
    if (log) for (const tuple of log.tuples) readTuple({ cells: tuple.split(','), log, place }, reading)
    else addUnreadable(reading.tally, place)
  }
  return true
}

async function textOf(file: InputFile): Promise<string> {
  const lines: string[] = []
  for await (const run of readLines({ path: file.path, shownPath: file.shown })) lines.push(...run)
  return lines.join('\n')
}

interface Tuples {
  readonly tuples: readonly string[]
  readonly observer: string
  readonly isVnet: boolean
}

function tuplesOf(value: unknown): Tuples | null {
  const nsg = nsgRecord.safeParse(value)
  if (nsg.success) {
    const { macAddress = '', properties } = nsg.data
    const tuples = properties.flows.flatMap(({ flows }) => flows.flatMap(({ flowTuples }) => flowTuples))
    return { tuples, observer: macAddress, isVnet: false }
  }
  const vnet = vnetRecord.safeParse(value)
  if (!vnet.success) return null
  const { macAddress = '', flowRecords } = vnet.data
  const tuples = flowRecords.flows.flatMap(({ flowGroups }) => flowGroups.flatMap(({ flowTuples }) => flowTuples))
  return { tuples, observer: macAddress, isVnet: true }
}

/** The decision of an NSG's log and the state of a network's log stand in the same place: D is denied in both. */
const DECISION = 7
const BYTES = [10, 12] as const

const protocols: Readonly<Record<string, string>> = { T: 'tcp', U: 'udp', '6': 'tcp', '17': 'udp', '132': '132' }

interface Tuple {
  readonly cells: readonly string[]
  readonly log: Tuples
  readonly place: string
}

function readTuple({ cells, log, place }: Tuple, { add, tally }: FlowLogReading): void {
  const name = cells[5] ?? ''
  const protocol = Object.hasOwn(protocols, name) ? protocols[name] : undefined
  if (cells[DECISION] === 'D') tally.rejected++
  else if (cells[DECISION] !== undefined && protocol === undefined) tally.withoutPorts++
  else {
    const record = protocol === undefined ? null : recordOf(cells, protocol, log)
    if (record) add(record)
    else addUnreadable(tally, place)
  }
}

function recordOf(cells: readonly string[], protocol: string, { observer, isVnet }: Tuples): FlowRecord | null {
  const [time = '', from = '', to = '', fromPort = '', toPort = ''] = cells
  const [source, destination, ms] = [readEnd(from, fromPort), readEnd(to, toPort), timeOf(time, isVnet)]
  if (!source || !destination || ms === null) return null
  const bytes = BYTES.map((at) => cells[at] ?? '').filter((cell) => /^\d+$/.test(cell))
  return {
    source,
    destination,
    protocol,
    server: { side: 'destination', basis: 'initiator' },
    observer,
    records: 1,
    bytes: bytes.length === 0 ? null : bytes.reduce((sum, cell) => sum + Number(cell), 0),
    firstMs: ms,
    lastMs: ms,
  }
}

/** Seconds in logs of NSGs, milliseconds in logs of virtual networks. */
function timeOf(text: string, isVnet: boolean): number | null {
  if (!/^\d{9,14}$/.test(text)) return null
  const ms = Number(text) * (isVnet ? 1 : 1000)
  return ms < 7_258_118_400_000 ? ms : null
}
