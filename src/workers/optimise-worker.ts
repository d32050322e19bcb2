/** The entry of the optimiser's thread: tasks come in one at a time, their answers go out. */
import { parentPort } from 'node:worker_threads'
import { traceFrontier } from '../core/mapping/optimise/frontier.ts'
import type { IntegerAnswer } from '../core/mapping/optimise/linear-solver.ts'
import { optimise } from '../core/mapping/optimise/optimise.ts'
import { loadHighsSolver } from './highs-solver.ts'
import type { Assigned, OptimiseTask, Traced } from './optimise-thread.ts'

async function answer(task: OptimiseTask): Promise<Assigned | Traced | IntegerAnswer> {
  const { searching } = task
  const end = performance.now() + searching.seconds * 1000
  const outOfTime = (): boolean => performance.now() >= end
  const solver = await loadHighsSolver({ secondsPerQuestion: () => (end - performance.now()) / 1000 })
  if (task.kind === 'integer') return solver.solveInteger(task.question)
  const { instance } = task
  const options = { solver, seed: searching.seed, targetGap: searching.targetGap, shouldStop: outOfTime }
  const enough = ({ gap, status }: { gap: number | null; status: string }): boolean =>
    status === 'infeasible' || (gap !== null && gap <= searching.targetGap)
  if (task.kind === 'assign') {
    const optimised = optimise(instance, options)
    return { optimised, outOfTime: outOfTime() && !enough(optimised) }
  }
  const points = traceFrontier(instance, { ...options, limit: task.limit, points: task.points })
  return { points, outOfTime: outOfTime() && !points.every(enough) }
}

parentPort?.on('message', (task: OptimiseTask) => {
  answer(task).then(
    (reply) => parentPort?.postMessage(reply),
    (cause: unknown) =>
      parentPort?.postMessage({ failed: cause instanceof Error ? (cause.stack ?? cause.message) : cause }),
  )
})
