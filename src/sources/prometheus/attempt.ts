/** One question over HTTP, asked once. */
import { SourceError } from '../../errors.ts'
import { failed, judge, type Asking, type Outcome, type Question } from './outcome.ts'
import type { Server } from './server.ts'

const MOST_REDIRECTS = 3

/** Rejects only when the reader has stopped reading. */
export async function attempt(question: Question, asking: Asking): Promise<Outcome> {
  const { server, pace, signal } = asking
  const limited = AbortSignal.any([signal, AbortSignal.timeout(pace.timeoutMs)])
  let response: Response | null = null
  try {
    response = await send(question, server, limited)
    const body = await readBody(response, pace.mostBytes)
    if (body !== null) return judge({ question, server, response, body })
    const message = `${server.shownUrl} answered more than ${pace.mostBytes} bytes to ${question.name}.`
    return { kind: 'too-large', error: new SourceError('source.answer-damaged', message) }
  } catch (cause) {
    signal.throwIfAborted()
    if (cause instanceof SourceError) return failed(cause)
    return failed(brokenOff({ cause, asking, question, begun: response !== null }), true)
  }
}

/** POST, because a query may be longer than what proxies take in a URL. */
async function send({ form }: Question, server: Server, signal: AbortSignal): Promise<Response> {
  const headers: Record<string, string> = { accept: 'application/json' }
  if (server.authorization !== null) headers['authorization'] = server.authorization
  let { url } = server
  for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
    const response = await fetch(url, { method: 'POST', body: form, headers, redirect: 'manual', signal })
    if (response.status < 300 || response.status > 399) return response
    await response.body?.cancel()
    url = follow(url, response.headers.get('location'), server)
  }
  throw new SourceError('source.unreachable', `${server.shownUrl} redirects in a circle.`)
}

/** The credentials go where the user sent them: to the same host and port, or from http to https on the same host. */
function follow(from: URL, location: string | null, { shownUrl }: Server): URL {
  const to = location === null ? null : URL.parse(location, from)
  if (to && (to.origin === from.origin || (to.hostname === from.hostname && to.protocol === 'https:'))) {
    to.username = ''
    to.password = ''
    return to
  }
  const message = `${shownUrl} redirects to ${to?.origin ?? 'nowhere'}, which is another host.`
  throw new SourceError('source.unreachable', message, {
    suggestions: ['If that is the right server, make it the `url` of the source.'],
  })
}

/** Null when it is longer than `mostBytes`. */
async function readBody({ body }: Response, mostBytes: number): Promise<string | null> {
  if (body === null) return ''
  const decoder = new TextDecoder()
  let text = ''
  let bytes = 0
  // Leaving the loop early closes the connection.
  for await (const chunk of body) {
    bytes += chunk.byteLength
    if (bytes > mostBytes) return null
    text += decoder.decode(chunk, { stream: true })
  }
  return text + decoder.decode()
}

interface BrokenOff {
  readonly cause: unknown
  readonly asking: Asking
  readonly question: Question
  /** The first bytes of an answer had come. */
  readonly begun: boolean
}

function brokenOff({ cause, asking, question, begun }: BrokenOff): SourceError {
  const { server, pace } = asking
  const fail = (
    code: 'source.unreachable' | 'source.answer-damaged',
    message: string,
    suggestion: string,
  ): SourceError => new SourceError(code, `${server.shownUrl} ${message}`, { suggestions: [suggestion], cause })
  if (cause instanceof Error && cause.name === 'TimeoutError') {
    const message = `did not answer ${question.name} within ${pace.timeoutMs / 1000} s.`
    return fail('source.unreachable', message, 'Ask for less: fewer `historyDays`, or a longer `stepSeconds`.')
  }
  const why = reasonOf(cause)
  if (begun) return fail('source.answer-damaged', `broke off its answer (${why}).`, 'Run the step again.')
  const suggestion = 'Check `url` in drplan.yaml, and that this machine may connect to it.'
  return fail('source.unreachable', `cannot be reached (${why}).`, suggestion)
}

/** The system's code, such as ECONNREFUSED, which fetch hides one cause deep. */
function reasonOf(cause: unknown): string {
  const inner = cause instanceof Error ? (cause.cause ?? cause) : cause
  if (inner instanceof Error && 'code' in inner && typeof inner.code === 'string') return inner.code
  return inner instanceof Error ? inner.name : 'no reason given'
}
