/** Answers of Azure Monitor as samples in base units, held until there are enough of them to be worth a batch each. */
import type { SampleBatch } from '../../model/source.ts'
import type { Vm } from '../../model/site.ts'
import { keyOf, type Samples, type WindowAnswer } from './metric-queries.ts'
import { measures } from './metric-measures.ts'
import type { Window } from './metric-windows.ts'

/** A VM of the site and where its samples are. */
export interface Host {
  readonly vm: Vm
  /** As Azure writes it. Not always the id of the VM: it may have been merged with what another source says of it. */
  readonly resourceId: string
}

interface Held {
  readonly at: number[]
  readonly values: number[]
  covers: { from: number; until: number } | null
}

export interface SampleStore {
  /** Windows must come in the order of their times. */
  add(host: Host, answer: WindowAnswer, window: Window): void
  count(): number
  takeAll(): readonly SampleBatch[]
  /** How many times a metric of a machine was asked for and not answered. */
  unanswered(): number
}

export function createSampleStore(): SampleStore {
  const held = new Map<string, Held & Pick<SampleBatch, 'vmId' | 'metric'>>()
  /** Series with a hole: what comes after it is not the whole of what was asked. */
  const broken = new Set<string>()
  let count = 0
  let unanswered = 0
  return {
    add({ vm, resourceId }, answer, window) {
      for (const { metric, names, convert } of measures) {
        const toBase = convert(vm)
        if (!toBase) continue
        const key = `${vm.id} ${metric}`
        const parts = names.flatMap((name) => answer.get(keyOf(resourceId, name)) ?? [])
        if (parts.length < names.length) {
          broken.add(key)
          unanswered++
          continue
        }
        const series = held.get(key) ?? { vmId: vm.id, metric, at: [], values: [], covers: null }
        held.set(key, series)
        for (const [ms, value] of summed(parts)) {
          series.at.push(ms)
          series.values.push(toBase(value, window.grainSeconds))
          count++
        }
        if (!broken.has(key)) series.covers = { from: series.covers?.from ?? window.startMs, until: window.endMs }
      }
    },
    count: () => count,
    unanswered: () => unanswered,
    takeAll() {
      const batches = [...held.values()].map(({ vmId, metric, at, values, covers }) => ({
        vmId,
        metric,
        at: Float64Array.from(at),
        values: Float64Array.from(values),
        ...(covers ? { covers } : {}),
      }))
      held.clear()
      count = 0
      return batches
    },
  }
}

/** At every time that all parts know. */
const summed = ([first = new Map<number, number>(), ...others]: readonly Samples[]): readonly (readonly [
  number,
  number,
])[] =>
  [...first].flatMap(([ms, value]) => {
    const rest = others.map((part) => part.get(ms))
    return rest.includes(undefined) ? [] : [[ms, rest.reduce<number>((sum, one) => sum + (one ?? 0), value)] as const]
  })
