/**
 * Where series are cut into a past and what came. `rolling`: every machine, from the first full history on; M4 by its
 * official test, or its last 48 hours. `design`: the cuts that the forecast was designed on - half of the machines, fixed
 * cuts - with a part (`validation`) that was kept from the design: what improves on `tune` only is not better.
 */
import type { NamedSeries, SeriesSet } from './series-files.ts'

export const caseKinds = ['rolling', 'design'] as const
export type CaseKind = (typeof caseKinds)[number]

export interface Case {
  readonly name: string
  readonly tag: 'official' | 'rolling' | 'tune' | 'validation'
  /** With its gaps. */
  readonly past: Float64Array
  /** The same without: the last value is carried over them. */
  readonly filled: Float64Array
  /** NaN where nothing came. */
  readonly actual: Float64Array
  /** Mean |y(t) - y(t - 24)| of `filled`. */
  readonly change: number
}

const DAY = 24
/** Cuts before the end of M4's training part. */
const M4_CUTS = [48, 96, 168, 216]
/** Files of a thousand hours or more have room for four weeks of history, others for two. */
const LONG_HOURS = 1000
const LONG = { history: 672, stride: 238, every: 2, origins: [672, 860, 1050, 1240, 1392] }
const SHORT = { history: 336, stride: 56, every: 1, origins: [336, 420, 500, 619] }
/** The last machines are kept from the design, and the last origin. */
const DESIGN_SHARE = 0.7
/** With a smaller change from day to day than this a past is constant: no error can be measured by it. */
const LEAST_CHANGE = 1e-9

/** The cases of a set that have `horizon` hours behind them, series by series, in the order of the file. */
export function casesOf(set: SeriesSet, kind: CaseKind, horizon: number): Case[] {
  if (set.kind === 'm4') return set.series.flatMap((series) => m4Cases(series, kind, horizon))
  const cut = kind === 'design' ? designCases : rollingCases
  return set.series.flatMap((series, place) => cut({ series, place, count: set.series.length }, horizon))
}

/** Without cuts of the design, the last hours of all that is known: 48 of them are the official test, where it is there. */
function m4Cases({ name, values, official }: NamedSeries, kind: CaseKind, horizon: number): Case[] {
  const known = kind === 'design' || official === null ? values : Float64Array.from([...values, ...official])
  const cuts = kind === 'design' ? M4_CUTS.filter((back) => back >= horizon) : [horizon]
  return cuts.flatMap((back) => {
    const at = known.length - back
    const tag = known !== values ? 'official' : kind === 'design' && back !== M4_CUTS[0] ? 'tune' : 'validation'
    return caseOf({ name, tag, past: known.slice(0, at), actual: known.slice(at, at + horizon) })
  })
}

interface Machine {
  readonly series: NamedSeries
  readonly place: number
  /** How many machines the file has. */
  readonly count: number
}

const ruleOf = ({ values }: NamedSeries): typeof LONG => (values.length >= LONG_HOURS ? LONG : SHORT)

function rollingCases({ series }: Machine, horizon: number): Case[] {
  const { history, stride } = ruleOf(series)
  const cases: Case[] = []
  for (let at = history; at + horizon <= series.values.length; at += stride)
    cases.push(...machineCase(series, { at, history, horizon, tag: 'rolling' }))
  return cases
}

function designCases({ series, place, count }: Machine, horizon: number): Case[] {
  const { history, every, origins } = ruleOf(series)
  if (place % every !== 0) return []
  const isKept = place >= count * DESIGN_SHARE
  return origins
    .filter((at) => at + horizon <= series.values.length)
    .flatMap((at) => {
      const tag = isKept || at === origins.at(-1) ? 'validation' : 'tune'
      return machineCase(series, { at, history, horizon, tag })
    })
}

interface Cut {
  readonly at: number
  readonly history: number
  readonly horizon: number
  readonly tag: Case['tag']
}

const machineCase = ({ name, values }: NamedSeries, { at, history, horizon, tag }: Cut): Case[] =>
  caseOf({ name, tag, past: values.slice(at - history, at), actual: values.slice(at, at + horizon) })

/** None where less than half of what came is known, or where the past is constant. */
function caseOf(one: Pick<Case, 'name' | 'tag' | 'past' | 'actual'>): Case[] {
  if (one.actual.filter(Number.isFinite).length < one.actual.length / 2) return []
  const filled = carryOver(one.past)
  const change = changeOf(filled)
  return change > LEAST_CHANGE ? [{ ...one, filled, change }] : []
}

/** The last value over gaps, and the first one back to the beginning; zeros where there is none at all. */
export function carryOver(values: Float64Array): Float64Array {
  let last = values.find(Number.isFinite) ?? 0
  return values.map((value) => (Number.isFinite(value) ? (last = value) : last))
}

function changeOf(y: Float64Array): number {
  let sum = 0
  for (let hour = DAY; hour < y.length; hour++) sum += Math.abs((y[hour] as number) - (y[hour - DAY] as number))
  return sum / (y.length - DAY)
}
