/**
 * Samples of a cloud's metrics out of the answers of its command line: the parts of one metric may be spread over files,
 * and an amount does not always say the period that it is of.
 */
import type { MetricId } from '../model/metric-series.ts'
import type { Vm } from '../model/site.ts'
import { commonStepSeconds } from './common-step.ts'
import type { DumpFaults } from './dump-faults.ts'
import type { SampleCollector } from './sample-collector.ts'

/** Value by epoch milliseconds of the start of its period; NaN = a value that is none. */
export type Samples = ReadonlyMap<number, number>

/** How one VM's metric comes out of the metrics of its cloud. */
export interface DumpMeasure {
  readonly metric: MetricId
  /** Names of the cloud's metrics; summed at the times that all of them know. */
  readonly names: readonly string[]
  /** The samples are amounts of their period. */
  readonly isPerPeriod: boolean
  /** Of one of the names, into base units; null where the allocation of the VM is needed and not known. */
  readonly convert: ((samples: Samples, periodSeconds: number) => Samples) | null
}

/** All that one file has of one of the names. */
export interface DumpPart {
  readonly vm: Vm
  readonly measure: DumpMeasure
  readonly name: string
  /** What the file calls it. */
  readonly label: string
  /** Null where the file does not say: then the commonest distance of the samples is taken for it. */
  readonly periodSeconds: number | null
  readonly samples: Samples
}

export interface DumpSamples {
  add(part: DumpPart): void
  /** When there is nothing to add any more. */
  finish(): void
}

/** What is complete goes to the collector at once; what cannot be used is noted in `faults`. */
export function createDumpSamples(collector: SampleCollector, faults: DumpFaults): DumpSamples {
  const joints = new Map<string, Joint>()
  const periods = new Map<string, Set<number>>()
  const withoutPeriod: DumpPart[] = []
  const place = (part: DumpPart, periodSeconds: number): void => {
    const { vm, measure, name, samples } = part
    const converted = measure.convert?.(samples, periodSeconds) ?? new Map<number, number>()
    const known = periods.get(keyOf(vm.id, name)) ?? new Set()
    periods.set(keyOf(vm.id, name), known.add(periodSeconds))
    if (measure.names.length === 1) {
      for (const [ms, value] of converted) collector.add(vm, measure.metric, { ms, value })
      return
    }
    const key = keyOf(vm.id, measure.metric, String(periodSeconds))
    const joint = joints.get(key) ?? { vm, measure, label: part.label, waiting: new Map(), joined: 0 }
    joints.set(key, joint)
    join(joint, { name, converted, collector })
  }
  return {
    add(part) {
      const { vm, measure } = part
      const periodSeconds = measure.isPerPeriod ? periodOf([part]) : (part.periodSeconds ?? 0)
      if (measure.convert === null) collector.addUnallocated(vm, measure.metric)
      else if (periodSeconds === null) withoutPeriod.push(part)
      else place(part, periodSeconds)
    },
    finish() {
      for (const [key, parts] of Map.groupBy(withoutPeriod, ({ vm, name }) => keyOf(vm.id, name))) {
        const [known = periodOf(parts), ...others] = periods.get(key) ?? []
        const periodSeconds = others.length > 0 ? null : known
        if (periodSeconds === null) for (const { label } of parts) faults.add('periodUnknown', label)
        else for (const part of parts) place(part, periodSeconds)
      }
      noteHalves([...joints.values()], faults)
    },
  }
}

const keyOf = (...parts: readonly string[]): string => parts.join('\n')

function periodOf(parts: readonly DumpPart[]): number | null {
  const times = parts.flatMap(({ samples }) => [...samples.keys()])
  return parts[0]?.periodSeconds ?? commonStepSeconds(Float64Array.from(times))
}

/** Samples of one period of a metric that several names make, until the others of their time come. */
interface Joint {
  readonly vm: Vm
  readonly measure: DumpMeasure
  readonly label: string
  readonly waiting: Map<string, Map<number, number>>
  joined: number
}

interface Joining {
  readonly name: string
  readonly converted: Samples
  readonly collector: SampleCollector
}

function join(joint: Joint, { name, converted, collector }: Joining): void {
  const { vm, measure, waiting } = joint
  const own = waiting.get(name) ?? new Map<number, number>()
  waiting.set(name, own)
  const others = measure.names.filter((each) => each !== name).map((each) => waiting.get(each))
  for (const [ms, value] of converted) {
    const values = others.map((other) => other?.get(ms))
    if (values.includes(undefined)) {
      own.set(ms, value)
      continue
    }
    collector.add(vm, measure.metric, { ms, value: values.reduce<number>((sum, each) => sum + (each ?? 0), value) })
    for (const other of others) other?.delete(ms)
    joint.joined++
  }
}

/** A metric of which nothing could be summed. */
function noteHalves(joints: readonly Joint[], faults: DumpFaults): void {
  for (const [first, ...others] of Map.groupBy(joints, ({ vm, measure }) => keyOf(vm.id, measure.metric)).values())
    if (first && [first, ...others].every(({ joined }) => joined === 0))
      faults.add('halfMissing', `${first.label} (${first.measure.names.join(' + ')})`)
}
