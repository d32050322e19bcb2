/** Questions to Azure: what each calls and what its answers hold, page by page. */
import type { CallName } from './actions.ts'
import type { Entries, Kind } from './answers.ts'
import type { Clients } from './clients.ts'
import { damaged } from './whole-answers.ts'

export interface Read {
  readonly call: CallName
  readonly kind: Kind
  readonly pages: () => AsyncIterable<readonly unknown[]>
}

/** What is known of a subscription when more is asked of it. */
export interface Known {
  readonly entries: Entries
  readonly clients: Clients
  readonly subscription: string
}

interface Paged {
  byPage(): AsyncIterable<readonly unknown[]>
}

/** A list of the SDK. */
export const readOf = (call: CallName, kind: Kind, list: () => Paged): Read => ({
  call,
  kind,
  pages: () => fromSdk(() => list().byPage()),
})

/** The SDK takes it on trust that entries have the shape of their kind, and stumbles over those that have not. */
async function* fromSdk(pages: () => AsyncIterable<readonly unknown[]>): AsyncGenerator<readonly unknown[]> {
  try {
    yield* pages()
  } catch (error) {
    throw error instanceof TypeError ? damaged(error) : error
  }
}

/** Pages that are asked for one by one. */
export const readPages = (call: CallName, kind: Kind, pages: Read['pages']): Read => ({
  call,
  kind,
  pages: () => fromSdk(pages),
})

/** The one answer of an operation that knows no pages. */
export const readOnce = (call: CallName, kind: Kind, ask: () => Promise<readonly unknown[]>): Read => ({
  call,
  kind,
  pages: () =>
    fromSdk(async function* () {
      yield await ask()
    }),
})
