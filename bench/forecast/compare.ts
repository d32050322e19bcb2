/** One set: every contender on its cases, judged. */
import { casesOf, type Case, type CaseKind } from './cases.ts'
import { levels, sizingLevel, type Contender, type Said } from './contender.ts'
import { drplan, drplanDemand } from './drplan.ts'
import { judgePoints, judgeQuantile, type PointFigures, type QuantileFigures } from './measures.ts'
import { augurs, flatFigures, seasonalNaive } from './peers.ts'
import type { SeriesSet } from './series-files.ts'

/** Hours ahead: all measures, and the sizing level alone. */
const NEAR = 48
const FAR = 168
/** Calls before the clock runs. */
const WARM_UP = 150

export interface Row {
  readonly contender: string
  /** How many cases it could say something of, 48 and 168 hours ahead. */
  readonly cases: { readonly near: number; readonly far: number }
  readonly point: PointFigures | null
  /** 48 hours ahead, by level. */
  readonly near: Readonly<Record<string, QuantileFigures | null>>
  /** 168 hours ahead, at the sizing level. */
  readonly far: QuantileFigures | null
  /** CPU a case, 48 hours ahead, with all levels. */
  readonly milliseconds: number
}

export interface Comparison {
  readonly set: string
  readonly kind: SeriesSet['kind']
  readonly tag: Case['tag']
  readonly series: number
  readonly rows: readonly Row[]
}

export interface CompareOptions {
  readonly cases: CaseKind
  /** Cases that the slow peer gets, evenly taken. */
  readonly peerCases: number
}

/** A comparison for every kind of case that the set has. */
export function compareSet(set: SeriesSet, { cases, peerCases }: CompareOptions): Comparison[] {
  const near = casesOf(set, cases, NEAR)
  const far = casesOf(set, cases, FAR)
  const tags = [...new Set(near.map(({ tag }) => tag))].sort((a, b) => (a < b ? -1 : 1))
  return tags.map((tag) => {
    const own = { near: near.filter((one) => one.tag === tag), far: far.filter((one) => one.tag === tag) }
    const series = new Set(own.near.map(({ name }) => name)).size
    return { set: set.name, kind: set.kind, tag, series, rows: rowsOf(own, peerCases) }
  })
}

interface Cases {
  readonly near: readonly Case[]
  readonly far: readonly Case[]
}

function rowsOf(cases: Cases, peerCases: number): Row[] {
  const combined = drplan('combine')
  const all = [combined, drplan('best'), drplan('shares'), drplanDemand, seasonalNaive, ...flatFigures]
  const sample = { near: evenly(cases.near, peerCases), far: evenly(cases.far, peerCases) }
  const sampled = sample.near.length < cases.near.length ? [combined, seasonalNaive] : []
  const suffix = ` on ${sample.near.length} / ${sample.far.length}`
  return [
    ...all.map((contender) => run(contender, cases)),
    ...[augurs(), ...sampled].map((one) =>
      run({ ...one, name: sampled.length > 0 ? one.name + suffix : one.name }, sample),
    ),
  ]
}

/** Multiples of the golden section, modulo 1, lie evenly and keep step with no pattern of the cases, such as their origins. */
function evenly<T>(all: readonly T[], most: number): readonly T[] {
  const golden = (Math.sqrt(5) - 1) / 2
  const ranks = all.map((_, place) => (place * golden) % 1)
  const last = ranks.toSorted((a, b) => a - b)[most - 1] ?? 1
  return all.filter((_, place) => (ranks[place] as number) <= last)
}

function run(contender: Contender, { near, far }: Cases): Row {
  for (const one of near.slice(0, WARM_UP)) contender.say(one, NEAR)
  const before = process.cpuUsage()
  const said = near.map((one) => contender.say(one, NEAR))
  const { user, system } = process.cpuUsage(before)
  const saidFar = far.map((one) => contender.say(one, FAR))
  const known = (all: readonly (Said | null)[]): number => all.filter((one) => one !== null).length
  return {
    contender: contender.name,
    cases: { near: known(said), far: known(saidFar) },
    point: judgePoints(pathsOf(near, said, ({ point }) => point)),
    near: Object.fromEntries(levels.map((level) => [level, judgeLevel(near, said, level)])),
    far: judgeLevel(far, saidFar, sizingLevel),
    milliseconds: (user + system) / 1000 / near.length,
  }
}

const judgeLevel = (cases: readonly Case[], said: readonly (Said | null)[], level: number): QuantileFigures | null =>
  judgeQuantile(
    pathsOf(cases, said, ({ quantiles }) => quantiles.get(level)),
    level,
  )

const pathsOf = (
  cases: readonly Case[],
  said: readonly (Said | null)[],
  pathOf: (said: Said) => Float64Array | null | undefined,
): { one: Case; path: Float64Array }[] =>
  cases.flatMap((one, place) => {
    const what = said[place]
    const path = what ? pathOf(what) : null
    return path ? [{ one, path }] : []
  })
