/** What can become of a question, and what each status and body means. */
import { SourceError, type ErrorCode } from '../../errors.ts'
import { parseAnswer, type Answer, type Success } from './answer.ts'
import { readRetryAfter, type Pace } from './pace.ts'
import { showText, type Server } from './server.ts'

export type Outcome =
  | { readonly kind: 'answer'; readonly answer: Success }
  /** The same question about less time may succeed. */
  | { readonly kind: 'too-large'; readonly error: SourceError }
  | Failure

export interface Failure {
  readonly kind: 'failed'
  readonly error: SourceError
  /** Asking again may help. */
  readonly again: boolean
  readonly retryAfterMs: number | null
}

export interface Asking {
  readonly server: Server
  readonly pace: Pace
  /** Ends every question when the reader stops reading. */
  readonly signal: AbortSignal
}

export interface Question {
  readonly form: URLSearchParams
  /** For messages: which query it is. */
  readonly name: string
}

export const failed = (error: SourceError, again = false, retryAfterMs: number | null = null): Failure => ({
  kind: 'failed',
  error,
  again,
  retryAfterMs,
})

export interface Judged {
  readonly question: Question
  readonly server: Server
  readonly response: Pick<Response, 'status' | 'headers'>
  readonly body: string
}

export function judge(judged: Judged): Outcome {
  const { server, response, body } = judged
  const answer = parseAnswer(body)
  if (response.status === 200 && answer?.status === 'success') return { kind: 'answer', answer }
  const said = showText(answer?.status === 'error' ? `${answer.errorType}: ${answer.error}` : body, server)
  return judgeBusy(judged, said) ?? judgeTooLarge(judged, said) ?? judgeRefusal(judged, { said, answer })
}

/** It may answer later. */
function judgeBusy({ server, response }: Judged, said: string): Failure | null {
  const { status, headers } = response
  if (status === 429) {
    const message = `${server.shownUrl} still asks to be asked less often, after several tries.`
    const suggestions = ['Try again later, or raise the limit of the server.']
    return failed(new SourceError('source.throttled', message, { suggestions }), true, readRetryAfter(headers))
  }
  if (status < 500 || limits(status, said)) return null
  const message = `${server.shownUrl} fails with status ${status}: ${said}`
  return failed(new SourceError('source.unreachable', message), true, readRetryAfter(headers))
}

function judgeTooLarge({ server, question, response }: Judged, said: string): Outcome | null {
  if (!limits(response.status, said)) return null
  const message = `${server.shownUrl} cannot answer ${question.name}: ${said}`
  return { kind: 'too-large', error: new SourceError('source.query-refused', message) }
}

/** Limits on samples, series, bytes and time, as Prometheus, Mimir, Thanos and VictoriaMetrics word them. */
const limitWords = /too many|too large|timed? ?out|exceed|more than|limit/i

/** With 503 only a query that ran out of time is too large: a server with too many guests says 503 too. */
const limits = (status: number, said: string): boolean =>
  status === 413 ||
  status === 504 ||
  (status === 422 && limitWords.test(said)) ||
  (status === 503 && /timed? ?out/i.test(said))

interface Said {
  readonly said: string
  readonly answer: Answer | null
}

function judgeRefusal({ server, question, response }: Judged, { said, answer }: Said): Failure {
  const { status } = response
  const fail = (code: ErrorCode, message: string, suggestion: string): SourceError =>
    new SourceError(code, `${server.shownUrl} ${message}`, { suggestions: [suggestion] })
  const checkUrl = 'Check `url`: the base of the API, without /api/v1.'
  if (status === 401 || status === 403) {
    const shown = server.authorization === null ? 'without credentials' : 'with the credentials given'
    const suggestion = 'Name environment variables with credentials in `bearerTokenVariable` or `basicAuthVariables`.'
    const message = `does not let drplan read ${shown} (${status}): ${said}`
    return failed(fail('source.unauthorised', message, suggestion))
  }
  if (status === 200 && answer === null) {
    const message = `gave an answer to ${question.name} that is no whole JSON of the Prometheus API.`
    return failed(fail('source.answer-damaged', message, checkUrl), true)
  }
  const suggestion = status === 404 || status === 405 ? checkUrl : 'Correct the query in drplan.yaml.'
  return failed(fail('source.query-refused', `refused ${question.name} (${status}): ${said}`, suggestion))
}
