/** The series of a query over a range of steps, asked for in halves where the whole is too much for one answer. */
import { readSeries, type DroppedPoints, type Series } from './answer.ts'
import { ask, type Patience } from './ask.ts'
import { evaluationTimes, sliceSteps, type Steps } from './steps.ts'

export interface StepsQuery {
  readonly name: string
  readonly promql: string
  readonly steps: Steps
}

export interface Listening extends Patience {
  readonly dropped: DroppedPoints
  /** What the server says beside its answers. */
  readonly warnings: Set<string>
  readonly infos: Set<string>
}

/** A series may come in several parts, in order of time. Throws SourceError `source.*`. */
export async function readSteps(query: StepsQuery, listening: Listening): Promise<Series[]> {
  const { name, promql, steps } = query
  const { start, end } = evaluationTimes(steps)
  const form = new URLSearchParams({ query: promql, start: `${start}`, end: `${end}`, step: `${steps.stepSeconds}` })
  const reply = await ask({ form, name }, listening)
  if (reply.kind === 'answer') {
    const { warnings, infos, isPartial } = reply.answer
    for (const warning of warnings ?? []) listening.warnings.add(warning)
    for (const info of infos ?? []) listening.infos.add(info)
    if (isPartial === true) listening.warnings.add('The answer is marked as partial.')
    return readSeries(reply.answer, { steps, dropped: listening.dropped })
  }
  if (steps.count === 1) throw reply.error
  const half = Math.ceil(steps.count / 2)
  const earlier = await readSteps({ ...query, steps: sliceSteps(steps, 0, half) }, listening)
  const later = await readSteps({ ...query, steps: sliceSteps(steps, half, steps.count - half) }, listening)
  return [...earlier, ...later]
}
