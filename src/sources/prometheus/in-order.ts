/** Several at a time, handed on in the order of the list. */

/** Questions that a server is asked at a time. */
export const PARALLEL = 4

/** At most `limit` of the jobs run or wait to be taken. The first one that fails ends the rest with its error. */
export async function* inOrder<Job, Result>(
  jobs: readonly Job[],
  limit: number,
  run: (job: Job) => Promise<Result>,
): AsyncGenerator<Result> {
  const begun: Promise<Result>[] = []
  let next = 0
  while (next < jobs.length || begun.length > 0) {
    while (next < jobs.length && begun.length < limit) {
      const result = run(jobs[next++] as Job)
      // A later job may fail before its turn; the error is thrown at its turn.
      result.catch(() => undefined)
      begun.push(result)
    }
    yield await (begun.shift() as Promise<Result>)
  }
}
