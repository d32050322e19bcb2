/**
 * Who was connected to whom when the tables were taken: output of `ss -tunap` or `netstat -an` (one host), or of
 * `conntrack -L` (a host or a router). A line `# host: <name>` begins a host; without one the file's name is the host.
 */
import { createFinding, type Finding } from '../../model/finding.ts'
import type { Site } from '../../model/site.ts'
import type { DependencyReading, Source, SourceRequest } from '../../model/source.ts'
import { findFiles, readText, type InputFile } from '../files.ts'
import { createFlowCollector, type FlowCollector } from '../flow-collector.ts'
import { addUnreadable, describeFlows, noTally, type FlowTally } from '../flow-findings.ts'
import { unknownAnswer } from '../json-items.ts'
import { createVmMatcher, type VmMatcher } from '../match-series.ts'
import { listed } from '../report.ts'
import { readConntrack } from './conntrack.ts'
import { sectionsOf, type HostSection } from './host-sections.ts'
import { addSockets, readSocket, type Socket } from './sockets.ts'

const wanted = {
  test: (name: string) => /\.(txt|log|out|ss|netstat|conntrack)$/i.test(name),
  meaning: 'tables of connections (.txt, .log, .out)',
}

/** Throws InputError `source.*` when the path is missing or nothing is readable. */
export const connectionsSource: Source = {
  listFiles: async (request) => (await findFiles(request, wanted)).map(({ path }) => path),
  readDependencies,
}

interface Reading {
  readonly collector: FlowCollector
  readonly tally: FlowTally
  readonly matcher: VmMatcher
  /** Hosts that are no VM of the site, or several. */
  readonly strangers: Set<string>
}

async function readDependencies(request: SourceRequest, site: Site): Promise<DependencyReading> {
  const files = await findFiles(request, wanted)
  const tally = noTally()
  const reading: Reading = {
    collector: createFlowCollector(site),
    tally,
    matcher: createVmMatcher(site),
    strangers: new Set(),
  }
  const unread: string[] = []
  for (const file of files) {
    const read = sectionsOf(await readText(file), file.shown).map((section) => readSection(section, file, reading))
    if (!read.some(Boolean)) unread.push(file.shown)
  }
  if (unread.length === files.length)
    throw unknownAnswer(files[0]?.shown ?? request.shownPath, 'a table of connections', HOW)
  const flows = reading.collector.flows()
  const findings = [
    ...unread.map(unreadFile),
    ...strangerFindings(reading.strangers, request.shownPath),
    ...describeFlows(tally, reading.collector.uncounted, request.shownPath),
  ]
  return { flows, stated: [], findings }
}

const HOW = 'Write one file a host with: ss -tunap > web-1.txt, or on a router: conntrack -L > router.txt'

const unreadFile = (shown: string): Finding =>
  createFinding('site.file-unread', {
    subject: shown,
    message: 'The file holds no connection that drplan can read.',
    suggestion: HOW,
    place: shown,
  })

/** False when no line of it is a connection or a listening port. */
function readSection({ hosts, lines }: HostSection, file: InputFile, reading: Reading): boolean {
  const sockets: Socket[] = []
  let tracked = false
  for (const { text, line } of lines) {
    const socket = readSocket(text)
    if (socket) sockets.push(socket)
    else if (addTracked(text, file.shown, reading)) tracked = true
    else if (/:\d+\b/.test(text)) addUnreadable(reading.tally, `${file.shown}:${line}`)
  }
  if (sockets.length > 0) addSockets(sockets, { vmId: hostOf(hosts, reading), add: reading.collector.add })
  return tracked || sockets.length > 0
}

/** False when the line is none of conntrack's. */
function addTracked(text: string, shown: string, { collector, tally }: Reading): boolean {
  const record = readConntrack(text, shown)
  if (record === null) return false
  if (record === 'without-ports') tally.withoutPorts++
  else if (record !== 'no-answer') collector.add(record)
  return true
}

/** The first of the names that is a VM. */
function hostOf(names: readonly string[], { matcher, strangers }: Reading): string | null {
  for (const name of names) {
    const match = matcher(name)
    if (match.kind === 'one') return match.vm.id
  }
  strangers.add(names[0] ?? '')
  return null
}

function strangerFindings(strangers: ReadonlySet<string>, shownPath: string): readonly Finding[] {
  if (strangers.size === 0) return []
  const names = [...strangers].sort()
  return [
    createFinding('site.reference-missing', {
      subject: shownPath,
      message: `Tables of connections of hosts that are no VM of the site by name: ${listed(names)}. Their VMs are known by address only.`,
      suggestion: 'Name the file after the VM (web-1.txt), or begin it with a line "# host: web-1".',
      affected: names,
      place: shownPath,
    }),
  ]
}
