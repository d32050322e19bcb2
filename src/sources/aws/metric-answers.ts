/** Answers of `aws cloudwatch get-metric-data` and `get-metric-statistics`, read from files. */
import { z } from 'zod'
import type { AnswerReading } from '../dump-values.ts'
import { isObject, listOf, placed, readItems, type Item } from '../json-items.ts'

/** One list of samples as it was sent. */
export interface MetricAnswer {
  readonly label: string
  /** Of the query; empty where answers have none. */
  readonly id: string
  readonly place: string
  /** False: there is more of it elsewhere, or CloudWatch could not give it. */
  readonly isWhole: boolean
  readonly points: readonly Point[]
}

export interface Point {
  /** Epoch milliseconds UTC; null where no time with a zone can be read. */
  readonly ms: number | null
  readonly unit: string | null
  /** As sent, by the name of the statistic; `unstated` of answers that do not say it. */
  readonly values: Readonly<Record<string, unknown>>
}

const resultSchema = z.object({
  Id: z.string().default(''),
  Label: z.string().default(''),
  StatusCode: z.string().default('Complete'),
  Timestamps: z.array(z.unknown()),
  Values: z.array(z.unknown()),
})

const statisticsSchema = z.object({
  Label: z.string().default(''),
  Datapoints: z.array(z.unknown()),
})

/** Is it an answer with samples, rather than one of a describe command? */
export const isMetricAnswer = (answer: unknown): boolean =>
  isObject(answer) && (Array.isArray(answer['MetricDataResults']) || Array.isArray(answer['Datapoints']))

/** Entries that have not the shape are reported and left out. */
export function readMetricAnswers(answer: unknown, shown: string, reading: AnswerReading): readonly MetricAnswer[] {
  const { report, instantOf } = reading
  if (!isObject(answer)) return []
  const how = { report, suggestion: 'Write it again with the AWS CLI, without --query.' }
  const isLast = !answer['NextToken']
  const results = readItems(
    placed(listOf(answer['MetricDataResults']), `${shown}#MetricDataResults`),
    resultSchema,
    how,
  )
  const tables = Array.isArray(answer['Datapoints']) ? [{ value: answer, place: shown }] : []
  return [
    ...results.flatMap((item) => readResult(item, isLast, reading)),
    ...readItems(tables, statisticsSchema, how).map(({ value, place }) => ({
      label: value.Label,
      id: '',
      place,
      isWhole: isLast,
      points: value.Datapoints.map((point) => {
        const { Timestamp, Unit, ...values } = isObject(point) ? point : {}
        return { ms: instantOf(Timestamp), unit: typeof Unit === 'string' ? Unit : null, values }
      }),
    })),
  ]
}

type Result = z.infer<typeof resultSchema>

function readResult({ value, place }: Item<Result>, isLast: boolean, reading: AnswerReading): readonly MetricAnswer[] {
  const { Id: id, Label: label, StatusCode, Timestamps, Values } = value
  if (Timestamps.length !== Values.length) {
    reading.report('site.row-unreadable', {
      subject: place,
      message: `There are ${Timestamps.length} times and ${Values.length} values, so nobody knows which belong together. The entry is left out.`,
      suggestion: 'Write it again with the AWS CLI, without --query.',
      place,
    })
    return []
  }
  const points = Timestamps.map((time, index) => ({
    ms: reading.instantOf(time),
    unit: null,
    values: { unstated: Values[index] },
  }))
  return [{ label, id, place, isWhole: isLast && StatusCode === 'Complete', points }]
}
