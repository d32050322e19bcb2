/** The verdict of a plan in one sentence: the same on the terminal, in the report and in pull requests. */
import type { ApplicationPromise } from './plan.ts'
import { count, fixed } from './quantity.ts'

/** "1 promise is broken, 8 are kept." */
export function headline(promises: readonly ApplicationPromise[]): string {
  const number = (verdict: ApplicationPromise['verdict']): number =>
    promises.filter((one) => one.verdict === verdict).length
  const [broken, undecided, kept, none] = [number('broken'), number('undecided'), number('kept'), number('none')]
  if (promises.length === 0) return 'There is nothing to recover.'
  if (kept === promises.length)
    return kept === 1 ? 'The one promise is kept.' : `All ${count(kept, 'promise')} are kept.`
  const said = [
    { many: broken, what: `${isOrAre(broken)} broken` },
    { many: undecided, what: 'cannot be decided' },
    { many: kept, what: `${isOrAre(kept)} kept` },
  ]
    .filter(({ many }) => many > 0)
    // Only the first names the noun; the others follow it.
    .map(({ many, what }, index) => `${index === 0 ? count(many, 'promise') : fixed(many, 0)} ${what}`)
  const unpromised = none > 0 ? [`${count(none, 'application has', 'applications have')} no promise`] : []
  return `${[...said, ...unpromised].join(', ')}.`
}

const isOrAre = (many: number): string => (many === 1 ? 'is' : 'are')
