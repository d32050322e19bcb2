/** Questions to AWS: what each calls and what its answers hold, page by page. */
import type { CallName } from './actions.ts'
import type { Kind, NamedAnswer } from './answers.ts'

export interface Read {
  /** Every operation that it may call. */
  readonly calls: readonly CallName[]
  /** What is known, even if there is none of it, once it has been read. */
  readonly kinds: readonly Kind[]
  readonly pages: () => AsyncIterable<NamedAnswer>
}

/** A read with one operation, whose answers hold one kind of thing. */
export const readOf = (call: CallName, kind: Kind, pages: () => AsyncIterable<object>): Read => ({
  calls: [call],
  kinds: [kind],
  pages: () => titled(call, pages()),
})

/** Pages in the order in which they came, named after the call. */
export async function* titled(call: CallName, pages: AsyncIterable<object>): AsyncGenerator<NamedAnswer> {
  let page = 0
  for await (const answer of pages) {
    page++
    yield { shown: page === 1 ? call : `${call} page ${page}`, answer }
  }
}

/** The one answer of an operation that knows no pages. */
export async function* onePage(answer: Promise<object>): AsyncGenerator<object> {
  yield await answer
}
