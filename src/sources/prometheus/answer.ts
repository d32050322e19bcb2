/**
 * Answers of the HTTP API (prometheus.io/docs/prometheus/latest/querying/api), as every server that speaks it gives
 * them. Nothing in them is trusted: a bad point is counted and left out, a bad envelope is no answer.
 */
import { z } from 'zod'
import { evaluationTimes, type Steps } from './steps.ts'

const seriesSchema = z.looseObject({
  metric: z.record(z.string(), z.string()).default({}),
  /** Absent where a series holds native histograms only. */
  values: z.array(z.unknown()).default([]),
})

const remarks = { warnings: z.array(z.string()).nullish(), infos: z.array(z.string()).nullish() }

const answerSchema = z.discriminatedUnion('status', [
  z.looseObject({
    status: z.literal('success'),
    data: z.looseObject({ resultType: z.literal('matrix'), result: z.array(seriesSchema) }),
    /** VictoriaMetrics' cluster: some storage node did not answer. */
    isPartial: z.boolean().nullish(),
    ...remarks,
  }),
  z.looseObject({ status: z.literal('error'), errorType: z.string().default(''), error: z.string().default('') }),
])
export type Answer = z.infer<typeof answerSchema>
export type Success = Extract<Answer, { status: 'success' }>

/** Null for a text that is no whole answer. */
export function parseAnswer(text: string): Answer | null {
  try {
    return answerSchema.safeParse(JSON.parse(text)).data ?? null
  } catch {
    return null
  }
}

/** Points that were left out, by reason. */
export interface DroppedPoints {
  notFinite: number
  negative: number
  unreadable: number
}

export const noDroppedPoints = (): DroppedPoints => ({ notFinite: 0, negative: 0, unreadable: 0 })

export interface Series {
  readonly labels: Readonly<Record<string, string>>
  /** Epoch milliseconds UTC of the beginning of the step that the value describes; order and repeats as answered. */
  readonly at: Float64Array
  readonly values: Float64Array
}

export interface ReadSeries {
  readonly steps: Steps
  readonly dropped: DroppedPoints
}

export function readSeries({ data }: Success, { steps, dropped }: ReadSeries): Series[] {
  const { start, end } = evaluationTimes(steps)
  return data.result.map(({ metric, values: points }) => {
    const at = new Float64Array(points.length)
    const values = new Float64Array(points.length)
    let count = 0
    for (const point of points) {
      const [seconds, value] = readPoint(point)
      // A point outside the range was not asked for, and belongs to the chunk before or after.
      if (seconds < start || seconds > end || !isKept(value, seconds, dropped)) continue
      at[count] = Math.round((seconds - steps.stepSeconds) * 1000)
      values[count++] = value
    }
    return { labels: metric, at: at.slice(0, count), values: values.slice(0, count) }
  })
}

/** `[1700000000.25, "0.5"]`; what cannot be read is the time NaN. */
function readPoint(point: unknown): readonly [seconds: number, value: number] {
  if (!Array.isArray(point) || point.length !== 2) return [NaN, NaN]
  const [seconds, text] = point as [unknown, unknown]
  if (typeof seconds !== 'number' || typeof text !== 'string') return [NaN, NaN]
  return known.test(text) ? [seconds, Number(text)] : [NaN, NaN]
}

/** What the API writes: decimals and powers of ten, and Go's names of what is no number. Number() takes +Inf for NaN. */
const known = /^(?:[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?|[+-]?Inf|NaN)$/i

function isKept(value: number, seconds: number, dropped: DroppedPoints): boolean {
  if (Number.isNaN(seconds)) dropped.unreadable++
  else if (!Number.isFinite(value)) dropped.notFinite++
  else if (value < 0) dropped.negative++
  else return true
  return false
}
