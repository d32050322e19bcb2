/** Questions to AWS: what each calls and what its answers hold, page by page. */
import type { CallName } from './actions.ts'
import type { Kind, NamedAnswer } from './answers.ts'

export interface Read {
  /** Every operation that it may call. */
  readonly calls: readonly CallName[]
  /** The one thing that it asks about, where many of a sort are asked about one by one. */
  readonly of?: string
  /** What is known, even if there is none of it, once it has been read. */
  readonly kinds: readonly Kind[]
  readonly pages: () => AsyncIterable<NamedAnswer>
}

/** A list of things, each of which is asked about by a read of its own: one that is refused loses no other. */
export interface Listing {
  readonly call: CallName
  readonly pages: () => AsyncIterable<readonly Read[]>
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

/** Page after page of an operation that the SDK has no paginator for; `tokenOf` gives where the next one begins. */
export async function* pagesOf<Page extends object>(
  ask: (token: string | undefined) => Promise<Page>,
  tokenOf: (page: Page) => string | undefined,
): AsyncGenerator<Page> {
  let token: string | undefined
  do {
    const page = await ask(token)
    yield page
    token = tokenOf(page)
  } while (token)
}

/** Null for what was deleted after it had been listed, and for the policy of a bucket that has none. */
export async function unlessGone<Value>(answer: Promise<Value>): Promise<Value | null> {
  try {
    return await answer
  } catch (error) {
    if (error instanceof Error && gone.test(error.name)) return null
    throw error
  }
}

const gone =
  /^(ResourceNotFoundException|WAFNonexistentItemException|InvalidLaunchTemplate\w+\.\w*NotFound\w*|InvalidInstanceID\.NotFound|NoSuchBucket(Policy)?|NoSuchEntity(Exception)?|NotFoundException|QueueDoesNotExist|AWS\.SimpleQueueService\.NonExistentQueue)$/

/** The one answer of an operation that knows no pages. */
export async function* onePage(answer: Promise<object>): AsyncGenerator<object> {
  yield await answer
}
