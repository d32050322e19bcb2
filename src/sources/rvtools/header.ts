/** What the columns of a tab stand for; what is unknown or missing is reported once a tab. */
import { isConventionKey } from '../tag-conventions.ts'
import { listed, type Report } from '../report.ts'
import { meaningOf, normaliseHeader, usefulColumns, type Column, type TabName, type Use } from './columns.ts'
import type { RawTab } from './raw-tab.ts'

export interface Layout<Tab extends TabName> {
  readonly columns: ReadonlyMap<number, Column<Tab>>
  /** Custom attributes and tags of vCenter, by the name they have there. */
  readonly custom: ReadonlyMap<number, string>
}

export function readHeader<Tab extends TabName>(tab: Tab, raw: RawTab, report: Report): Layout<Tab> {
  const columns = new Map<number, Column<Tab>>()
  const custom = new Map<number, string>()
  const unknown: string[] = []
  const isCustom = customRange(tab, raw)
  const headers = raw.header.map((cell, index) => ({ index, text: String(cell ?? '').trim() }))
  const taken = new Set<string>()
  for (const { index, text } of headers.toSorted((a, b) => Number(isCustom(a.index)) - Number(isCustom(b.index)))) {
    if (text === '') continue
    const meaning = meaningOf(tab, text)
    const first = meaning.kind === 'column' && !taken.has(meaning.column)
    if (meaning.kind === 'column' && first) {
      taken.add(meaning.column)
      columns.set(index, meaning.column)
    } else if (isCustom(index) || isConventionKey(text)) custom.set(index, text)
    else if (meaning.kind === 'unknown') unknown.push(text)
  }
  adoptFirstColumn({ tab, raw, columns, taken, report })
  reportUnknown(raw, unknown, report)
  reportMissing({ tab, raw, taken, report })
  return { columns, custom }
}

/** RVTools writes custom attributes and tags between Annotation and Datacenter. */
function customRange(tab: TabName, raw: RawTab): (index: number) => boolean {
  const names = raw.header.map((cell) => normaliseHeader(tab, String(cell ?? '')))
  const start = names.indexOf('annotation')
  const end = start === -1 ? -1 : names.indexOf('datacenter', start)
  return (index) => start < index && index < end
}

interface Header<Tab extends TabName> {
  readonly tab: Tab
  readonly raw: RawTab
  readonly taken: ReadonlySet<string>
  readonly report: Report
}

/** The first column is the VM's name in every tab of a VM, also where somebody wrote over its title. */
function adoptFirstColumn<Tab extends TabName>({
  tab,
  raw,
  columns,
  taken,
  report,
}: Header<Tab> & { columns: Map<number, Column<Tab>> }): void {
  const title = String(raw.header[0] ?? '')
  if (tab === 'vMetaData' || tab === 'vHost' || taken.has('vm') || columns.has(0)) return
  if (!raw.rows.some(({ cells }) => typeof cells[0] === 'string')) return
  columns.set(0, 'vm' as Column<Tab>)
  report('site.guessed', {
    subject: raw.shown,
    message: `No column is titled "VM"; the first one, titled "${title}", is read as the name of the VM.`,
    suggestion: 'Correct the title if this is wrong, or to silence this finding.',
    place: raw.shown,
  })
}

function reportUnknown(raw: RawTab, unknown: readonly string[], report: Report): void {
  const titles = unknown.filter((title) => title !== String(raw.header[0] ?? '').trim())
  if (titles.length === 0) return
  report('site.column-unknown', {
    subject: raw.shown,
    message: `drplan does not read the columns ${listed(titles, 20)}.`,
    place: raw.shown,
  })
}

/** What another source may know is said apart from what it cannot. */
function reportMissing<Tab extends TabName>({ tab, raw, taken, report }: Header<Tab>): void {
  const useful = Object.entries(usefulColumns[tab]) as [string, Use][]
  const missing = useful.filter(([column]) => !taken.has(column)).map(([, use]) => use)
  if (tab === 'vInfo' && !taken.has('osReported') && !taken.has('osConfigured'))
    missing.push(['the operating system', 'os'])
  for (const uses of [missing.filter(([, fact]) => fact === null), missing.filter(([, fact]) => fact !== null)]) {
    if (uses.length === 0) continue
    const about = [...new Set(uses.flatMap(([, fact]) => fact ?? []))]
    report('site.column-missing', {
      subject: raw.shown,
      message: `There is no column for ${uses.map(([meaning]) => meaning).join('; ')}.`,
      suggestion: 'Export all columns from RVTools.',
      place: raw.shown,
      ...(about.length > 0 && { about }),
    })
  }
}
