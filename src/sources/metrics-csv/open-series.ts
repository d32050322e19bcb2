/** From the name of a series in a file to the VM, the metric and the conversion it stands for. */
import type { MetricId } from '../../model/metric-series.ts'
import type { Site, Vm } from '../../model/site.ts'
import { findConversion, type Conversion } from '../conversion.ts'
import { findMappingRow, type Mapping, type MappingRow } from '../mapping-file.ts'
import { createVmMatcher, type VmMatch, type VmMatcher } from '../match-series.ts'
import { findMetric, findUnit, type NamedMetric, type Unit } from '../metric-names.ts'
import type { SeriesFaults } from './series-faults.ts'

interface SeriesName {
  /** What the file calls the series; the first one that fits a mapping row or a VM is taken. */
  readonly names: readonly [string, ...string[]]
  /** As the file writes it; null where the file itself does not say. */
  readonly metric: string | null
  /** The metric where neither the file nor the mapping says one: from the file's name or drplan.yaml. */
  readonly hint: string | null
  readonly unit: string | null
}

/** Where the samples of a series go, and what is done to them on the way. */
export interface OpenSeries {
  readonly vmId: string
  readonly metric: MetricId
  readonly conversion: Conversion
}

export type SeriesOpener = (name: SeriesName) => OpenSeries | null

export interface SeriesOpening {
  readonly site: Site
  readonly mapping: Mapping
  readonly faults: SeriesFaults
}

/** An opener gives null for a series that cannot be placed, after it noted why. */
export function createSeriesOpener({ site, mapping, faults }: SeriesOpening): SeriesOpener {
  const matchVm = createVmMatcher(site)
  return (name) => {
    const row = firstRow(mapping, name)
    const vm = findVm({ matchVm, row, names: name.names, faults })
    if (vm === null) return null
    const named = readMetric(name, row ?? unmapped, faults)
    if (named === null) return null
    const conversion = findConversion({ ...named, vm, mhzPerVcpu: row?.scale ?? null })
    if (!('fault' in conversion)) return { vmId: vm.id, metric: named.metric, conversion }
    const { fault, message } = conversion
    if (fault === 'unit') faults.unknownMetrics.add(`${name.names[0]}: ${message}`)
    else faults.missingAllocations.set(`${vm.id} ${message}`, { vmId: vm.id, message })
    return null
  }
}

function firstRow(mapping: Mapping, { names, metric }: SeriesName): MappingRow | null {
  for (const name of names) {
    const row = findMappingRow(mapping, name, metric)
    if (row) return row
  }
  return null
}

type Named = NamedMetric & { readonly unit: Unit; readonly isCounter: boolean }

type StatedMetric = Pick<MappingRow, 'metric' | 'unit'>
const unmapped: StatedMetric = { metric: null, unit: null }

/** The file goes before the mapping, and a stated unit before the one that the name implies. */
function readMetric(name: SeriesName, row: StatedMetric, faults: SeriesFaults): Named | null {
  const text = name.metric ?? row.metric ?? name.hint
  const unitText = name.unit ?? row.unit
  const counted = readCounter(text, unitText)
  const named = counted.name === null ? null : findMetric(counted.name)
  const unit = counted.unit === null ? (named?.unit ?? null) : findUnit(counted.unit)
  if (named && unit) return { metric: named.metric, unit, isCounter: counted.isCounter }
  faults.unknownMetrics.add(describeMetric(text, unitText, name.names[0]))
  return null
}

interface Counted {
  readonly name: string | null
  readonly unit: string | null
  readonly isCounter: boolean
}

/** `network_in_bytes_total` (as OpenMetrics names counters), or a unit such as `bytes counter` or `counter`. */
function readCounter(name: string | null, unit: string | null): Counted {
  const bareName = name?.replace(/[\s_.-]+total$/i, '') ?? null
  const bareUnit = unit?.replace(/\s*\bcounter$/i, '').trim() ?? null
  return {
    name: bareName,
    unit: bareUnit === '' ? null : bareUnit,
    isCounter: bareName !== name || bareUnit !== (unit?.trim() ?? null),
  }
}

function describeMetric(metric: string | null, unit: string | null, label: string): string {
  if (metric === null) return `${label}: nothing says what it measures`
  return unit === null ? metric : `${metric} in ${unit}`
}

interface VmSearch {
  readonly matchVm: VmMatcher
  readonly row: MappingRow | null
  readonly names: readonly [string, ...string[]]
  readonly faults: SeriesFaults
}

/** What the mapping says goes before the names of the file. */
function findVm({ matchVm, row, names, faults }: VmSearch): Vm | null {
  let match: VmMatch = { kind: 'none' }
  for (const name of row === null ? names : [row.vm]) {
    if (match.kind === 'none') match = matchVm(name)
  }
  if (match.kind === 'one') return match.vm
  const shown = row === null ? names[0] : `${names[0]} (mapped to ${row.vm})`
  if (match.kind === 'several') faults.ambiguous.add(shown)
  else faults.unmatched.add(shown)
  return null
}
