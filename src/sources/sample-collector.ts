/** Samples of many series in, batches of one series out, and what could not be used told once at the end. */
import { createFinding, type Finding } from '../model/finding.ts'
import type { MetricId } from '../model/metric-series.ts'
import type { Site, Vm } from '../model/site.ts'
import type { SampleBatch } from '../model/source.ts'
import { findMachineRow, type Mapping } from './mapping-file.ts'
import { createVmMatcher } from './match-series.ts'
import { counted, listed } from './report.ts'
import { compareText } from '../model/text-order.ts'

/** About 16 MB of samples wait at most before they are handed on. */
const MOST_SAMPLES = 1 << 20

interface Waiting {
  readonly vmId: string
  readonly metric: MetricId
  readonly at: number[]
  readonly values: number[]
}

export interface SampleCollector {
  /** The VM that the mapping names for a machine, else the one that the machine's own name fits; null is noted. */
  vmOf(machine: string): Vm | null
  /** A value that is none or negative is counted, not kept. */
  add(vm: Vm, metric: MetricId, sample: { ms: number; value: number | null }): void
  /** A row or record without a time that can be read. */
  addTimeless(place: string): void
  /** The VM's own allocation is needed and not known. */
  addUnallocated(vm: Vm, metric: MetricId): void
  addZoneless(place: string): void
  /** Batches, when there are enough samples to be worth it; all of them at the end. */
  take(isLast: boolean): readonly SampleBatch[]
  findings(shownPath: string): readonly Finding[]
}

/** `mapping` says which machine is which VM, where their names do not. */
export function createSampleCollector(site: Site, mapping: Mapping): SampleCollector {
  const machines = createMachineFinder(site, mapping)
  const waiting = new Map<string, Waiting>()
  const timeless = new Set<string>()
  const zoneless = new Set<string>()
  const unallocated = new Map<string, Set<string>>()
  const impossible = new Map<string, number>()
  let count = 0
  return {
    vmOf: machines.vmOf,
    add(vm, metric, { ms, value }) {
      if (value === null) return
      if (!Number.isFinite(value) || value < 0) {
        impossible.set(vm.id, (impossible.get(vm.id) ?? 0) + 1)
        return
      }
      const key = `${metric}\n${vm.id}`
      const series = waiting.get(key) ?? { vmId: vm.id, metric, at: [], values: [] }
      waiting.set(key, series)
      series.at.push(ms)
      series.values.push(value)
      count++
    },
    addTimeless: (place) => timeless.add(place),
    addZoneless: (place) => zoneless.add(place),
    addUnallocated: (vm, metric) => unallocated.set(metric, (unallocated.get(metric) ?? new Set()).add(vm.id)),
    take(isLast) {
      if (!isLast && count < MOST_SAMPLES) return []
      const batches = [...waiting.values()].map(({ vmId, metric, at, values }) => ({
        vmId,
        metric,
        at: Float64Array.from(at),
        values: Float64Array.from(values),
      }))
      waiting.clear()
      count = 0
      return batches
    },
    findings: (subject) => describe({ ...machines, timeless, zoneless, unallocated, impossible }, subject),
  }
}

interface MachineFinder {
  readonly vmOf: (machine: string) => Vm | null
  /** Machines that no VM is, and machines that several VMs could be; with what they are mapped to. */
  readonly unmatched: ReadonlySet<string>
  readonly ambiguous: ReadonlySet<string>
}

function createMachineFinder(site: Site, mapping: Mapping): MachineFinder {
  const matchVm = createVmMatcher(site)
  const unmatched = new Set<string>()
  const ambiguous = new Set<string>()
  const known = new Map<string, Vm | null>()
  const find = (machine: string): Vm | null => {
    const row = findMachineRow(mapping, machine)
    const match = matchVm(row?.vm ?? machine)
    if (match.kind === 'one') return match.vm
    const noted = match.kind === 'several' ? ambiguous : unmatched
    noted.add(row === null ? machine : `${machine} (mapped to ${row.vm})`)
    return null
  }
  const vmOf = (machine: string): Vm | null => {
    const seen = known.get(machine)
    if (seen !== undefined) return seen
    const vm = find(machine)
    known.set(machine, vm)
    return vm
  }
  return { vmOf, unmatched, ambiguous }
}

interface Faults extends Pick<MachineFinder, 'unmatched' | 'ambiguous'> {
  readonly timeless: ReadonlySet<string>
  readonly zoneless: ReadonlySet<string>
  readonly unallocated: ReadonlyMap<string, ReadonlySet<string>>
  readonly impossible: ReadonlyMap<string, number>
}

function describe(
  { unmatched, ambiguous, timeless, zoneless, unallocated, impossible }: Faults,
  subject: string,
): readonly Finding[] {
  const sorted = (texts: Iterable<string>): readonly string[] => [...texts].toSorted(compareText)
  const findings: Finding[] = []
  const say = (
    code: 'store.series-unmatched' | 'store.value-dropped' | 'store.time-zone-missing' | 'store.allocation-unknown',
    affected: readonly string[],
    parts: { message: string; suggestion: string },
  ): void => {
    if (affected.length > 0) findings.push(createFinding(code, { subject, affected, ...parts }))
  }
  const names = sorted(unmatched)
  say('store.series-unmatched', names, {
    message: `${counted(names.length, 'machine')} with samples that no VM of the site is: ${listed(names)}.`,
    suggestion:
      'Read the inventory of the same machines too, or name their VMs in a mapping file (`mapping:` in drplan.yaml, columns series and vm).',
  })
  const doubtful = sorted(ambiguous)
  say('store.series-unmatched', doubtful, {
    message: `${counted(doubtful.length, 'machine')} with samples that could be more than one VM: ${listed(doubtful)}.`,
    suggestion: 'Say which VM is meant, by its id, in a mapping file (`mapping:` in drplan.yaml).',
  })
  const places = sorted(timeless)
  say('store.value-dropped', places, {
    message: `${counted(places.length, 'record')} without a time that can be read; the first is ${places[0] ?? ''}.`,
    suggestion: 'Times are ISO 8601, such as 2026-11-21T10:00:00Z.',
  })
  say('store.value-dropped', sorted(impossible.keys()), {
    message: `${counted(
      [...impossible.values()].reduce((sum, each) => sum + each, 0),
      'sample',
    )} below zero or no number; left out.`,
    suggestion: 'Look at what was exported for these VMs.',
  })
  say('store.time-zone-missing', sorted(zoneless), {
    message: 'Times without a zone were read as UTC.',
    suggestion: 'If they are local times, state `timeZone` of the source in drplan.yaml, or export them in UTC.',
  })
  for (const [metric, vmIds] of [...unallocated].toSorted(([a], [b]) => compareText(a, b)))
    say('store.allocation-unknown', sorted(vmIds), {
      message: `${metric} is relative to the allocation of the VM, which is not known for ${counted(vmIds.size, 'VM')}; left out.`,
      suggestion: 'Give the inventory the vCPUs and memory of these VMs.',
    })
  return findings
}
