/** The verdict of a plan in one sentence: the same on the terminal, in the report and in pull requests. */
import type { ApplicationPromise } from './plan.ts'
import { count } from './quantity.ts'

/** "1 promise is broken, 8 are kept." */
export function headline(promises: readonly ApplicationPromise[]): string {
  const number = (verdict: ApplicationPromise['verdict']): number =>
    promises.filter((one) => one.verdict === verdict).length
  const [broken, undecided, kept, none] = [number('broken'), number('undecided'), number('kept'), number('none')]
  if (promises.length === 0) return 'There is nothing to recover.'
  if (kept === promises.length) return kept === 1 ? 'The one promise is kept.' : `All ${kept} promises are kept.`
  const parts = [
    ...(broken > 0 ? [`${count(broken, 'promise')} ${isOrAre(broken)} broken`] : []),
    ...(undecided > 0 ? [`${undecided} cannot be decided`] : []),
    ...(kept > 0 ? [`${kept} ${isOrAre(kept)} kept`] : []),
    ...(none > 0 ? [`${count(none, 'application has', 'applications have')} no promise`] : []),
  ]
  return `${parts.join(', ')}.`
}

const isOrAre = (many: number): string => (many === 1 ? 'is' : 'are')
