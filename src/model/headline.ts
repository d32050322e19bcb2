/** The verdict of a plan in one sentence: the same on the terminal, in the report and in pull requests. */
import type { ApplicationPromise } from './plan.ts'
import { count } from './quantity.ts'

/** "1 promise is broken, 8 are kept." */
export function headline(promises: readonly ApplicationPromise[]): string {
  const number = (verdict: ApplicationPromise['verdict']): number =>
    promises.filter((one) => one.verdict === verdict).length
  const [broken, kept, none] = [number('broken'), number('kept'), number('none')]
  const verb = (many: number): string => (many === 1 ? 'is' : 'are')
  const parts = [
    ...(broken > 0 ? [`${count(broken, 'promise')} ${verb(broken)} broken`] : []),
    ...(kept > 0
      ? [
          broken > 0
            ? `${kept} ${verb(kept)} kept`
            : `${kept === 1 ? 'The one promise is' : `All ${kept} promises are`} kept`,
        ]
      : []),
    ...(none > 0 ? [`${count(none, 'application has', 'applications have')} none`] : []),
  ]
  return parts.length === 0 ? 'There is nothing to recover.' : `${parts.join(', ')}.`
}
