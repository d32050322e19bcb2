/** One question, asked until it is answered or there is no more hope. */
import type { SourceError } from '../../errors.ts'
import type { Success } from './answer.ts'
import { attempt } from './attempt.ts'
import type { Asking, Question } from './outcome.ts'
import { delayBefore } from './pace.ts'

export interface Patience extends Asking {
  /** Numbers from 0 up to 1. */
  readonly chance: () => number
}

export type Reply =
  | { readonly kind: 'answer'; readonly answer: Success }
  | { readonly kind: 'too-large'; readonly error: SourceError }

/** Throws SourceError `source.*` once the attempts are used up, or at once where asking again cannot help. */
export async function ask(question: Question, patience: Patience): Promise<Reply> {
  const { pace, signal, chance } = patience
  for (let number = 1; ; number++) {
    const outcome = await attempt(question, patience)
    if (outcome.kind !== 'failed') return outcome
    if (!outcome.again || number >= pace.attempts) throw outcome.error
    const delayMs = delayBefore(number + 1, { retryAfterMs: outcome.retryAfterMs, chance: chance() }, pace)
    await pace.sleep(delayMs, signal)
  }
}
