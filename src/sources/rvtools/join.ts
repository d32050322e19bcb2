/**
 * Which VM a row of another tab belongs to. Names are the last resort: one public workbook spells 58 of its 131 VMs
 * differently in vInfo and vDisk, while the VM ID agrees on all.
 */
import { counted, listed, type Report } from '../report.ts'
import type { TabName } from './columns.ts'
import type { Machine } from './machines.ts'
import type { Cell } from './raw-tab.ts'
import { showCell, type Row } from './rows.ts'

type Key = 'vmId' | 'vmUuid' | 'vm'
type OfVm = Exclude<TabName, 'vInfo' | 'vHost' | 'vMetaData'>
const keys: readonly Key[] = ['vmId', 'vmUuid', 'vm']

/** A row of any tab of VMs. */
interface KeyedRow {
  readonly place: string
  readonly cells: ReadonlyMap<string, Cell>
}

const keyOf = (row: KeyedRow, key: Key | 'server' | 'serverUuid'): string | null => {
  const cell = row.cells.get(key)
  return cell === undefined || cell === null ? null : showCell(cell)
}

/** Null where two VMs have the key. */
type Index = ReadonlyMap<string, Machine | null>

/** Rows of one tab by VM id. */
type Joined<Tab extends TabName> = ReadonlyMap<string, readonly Row<Tab>[]>

export interface Joiner {
  /** Joins a tab; call `finish` after the last one. */
  join<Tab extends OfVm>(tab: Tab, rows: readonly Row<Tab>[]): Joined<Tab>
  /** Reports spellings that disagree and rows that were joined by name, once for all tabs. */
  finish(): void
}

interface Tally {
  readonly tab: TabName
  readonly counts: Record<Key, number>
  readonly strays: KeyedRow[]
}

export function createJoiner(machines: readonly Machine[], report: Report): Joiner {
  const index = createIndex(machines)
  const tallies: Tally[] = []
  const respelt = new Map<string, string>()
  return {
    join: <Tab extends OfVm>(tab: Tab, rows: readonly Row<Tab>[]) => {
      const tally: Tally = { tab, counts: { vmId: 0, vmUuid: 0, vm: 0 }, strays: [] }
      const joined = new Map<string, Row<Tab>[]>()
      for (const row of rows) {
        const match = findMachine(index, row)
        if (!match) {
          tally.strays.push(row)
          continue
        }
        tally.counts[match.key]++
        const name = keyOf(row, 'vm')
        if (name !== null && name !== match.machine.name)
          respelt.set(match.machine.id, `${match.machine.name}" is "${name}`)
        const known = joined.get(match.machine.id)
        if (known) known.push(row)
        else joined.set(match.machine.id, [row])
      }
      if (rows.length > 0) tallies.push(tally)
      return joined
    },
    finish: () => {
      reportRespelt(respelt, tallies, report)
      reportByName(tallies, report)
      for (const tally of tallies) reportStrays(tally, report)
    },
  }
}

function createIndex(machines: readonly Machine[]): Index {
  const index = new Map<string, Machine | null>()
  for (const machine of machines) {
    for (const key of keys) {
      const value = keyOf(machine.row, key)
      if (value === null) continue
      for (const scope of ['', ...scopesOf(machine.row)]) {
        const entry = `${key}|${scope}|${value}`
        const other = index.get(entry)
        index.set(entry, other === undefined || other === machine ? machine : null)
      }
    }
  }
  return index
}

const scopesOf = (row: KeyedRow): readonly string[] =>
  [keyOf(row, 'serverUuid'), keyOf(row, 'server')].filter((scope) => scope !== null)

function findMachine(index: Index, row: KeyedRow): { machine: Machine; key: Key } | null {
  const scopes = scopesOf(row)
  for (const key of keys) {
    const value = keyOf(row, key)
    if (value === null) continue
    for (const scope of [...scopes, '']) {
      const machine = index.get(`${key}|${scope}|${value}`)
      // Without a vCenter a key counts only where one of the two sides names none.
      if (machine && (scope !== '' || scopes.length === 0 || scopesOf(machine.row).length === 0))
        return { machine, key }
    }
  }
  return null
}

function reportRespelt(respelt: ReadonlyMap<string, string>, tallies: readonly Tally[], report: Report): void {
  const [example] = [...respelt.values()].toSorted()
  if (example === undefined) return
  const joined = tallies.map(
    ({ tab, counts }) => `${tab} ${counts.vmId} by VM ID, ${counts.vmUuid} by VM UUID, ${counts.vm} by name`,
  )
  report('site.conflict', {
    subject: 'spelling of VM names',
    message: `${counted(respelt.size, 'VM')} ${respelt.size === 1 ? 'has' : 'have'} another name in other tabs than in vInfo: "${example}". The name of vInfo is used; rows were joined by id (${joined.join('; ')}).`,
    suggestion: 'Nothing to do if the ids are right; two names of one VM often mean that it was renamed.',
    affected: [...respelt.keys()],
    place: tallies.map(({ tab }) => tab).join(', '),
  })
}

function reportByName(tallies: readonly Tally[], report: Report): void {
  const byName = tallies.filter(({ counts }) => counts.vm > 0)
  if (byName.length === 0) return
  const tabs = byName.map(({ tab, counts }) => `${tab} (${counts.vm})`).join(', ')
  report('site.guessed', {
    subject: 'rows joined by VM name',
    message: `Rows were joined to their VM by name only, for lack of a VM ID that matches: ${tabs}.`,
    suggestion: 'Export the columns VM ID and VM UUID, so that a renamed VM cannot be mistaken.',
    place: byName.map(({ tab }) => tab).join(', '),
  })
}

function reportStrays({ tab, strays }: Tally, report: Report): void {
  const [first] = strays
  if (!first) return
  const names = [...new Set(strays.map((row) => keyOf(row, 'vm') ?? row.place))].toSorted()
  report('site.reference-missing', {
    subject: tab,
    message: `${counted(strays.length, 'row')} of ${tab} belong${strays.length === 1 ? 's' : ''} to no VM of vInfo, or to several by name: ${listed(names)}.`,
    suggestion: 'Export all tabs in one go; VMs of one name need the column VM ID in every tab.',
    place: first.place,
  })
}
