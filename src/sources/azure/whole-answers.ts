/**
 * The SDK retries what fails before an answer, and throttling as its headers say. An answer that breaks off, or that a
 * proxy cut short or replaced by a page of its own, it gives up at once; that is asked for again here, outside of its
 * own retries. Every answer with success is one JSON object with a list, or it is none of Azure.
 */
import type { Pipeline, PipelinePolicy, PipelineResponse } from '@azure/core-rest-pipeline'
import { isObject } from '../json-items.ts'

const attempts = 3

/** The SDK itself knows no end to waiting. */
const timeoutMs = 120_000

const wholeAnswers: PipelinePolicy = {
  name: 'insistOnWholeAnswers',
  async sendRequest(request, next) {
    request.timeout ||= timeoutMs
    for (let attempt = 1; ; attempt++) {
      const isLast = attempt === attempts
      try {
        const response = await next(request)
        const text = wholeText(response)
        if (text !== null) return { ...response, bodyAsText: text }
        if (isLast) throw damaged()
      } catch (error) {
        if (isLast || !isCut(error)) throw error
      }
    }
  },
}

/** Null for a damaged one. Throws when Azure refuses. */
function wholeText(response: PipelineResponse): string | null {
  if (response.status !== 200) throw refusal(response)
  const text = response.bodyAsText ?? ''
  return mendedAnswer(text) ?? emptyPage(response.request.url, text)
}

/** Without a phase of its own it is outside of the retries; older clients then read what it hands on, not what came. */
export const insistOnWholeAnswers = (pipeline: Pipeline): void =>
  pipeline.addPolicy(wholeAnswers, { afterPhase: 'Deserialize' })

/**
 * The text of a whole answer, as the SDK can take it; null for anything else. Lists have `value`, service tags and
 * metrics `values`. Of some references, such as the gateway of a connection, the SDK (arm-network 39.0.0) reads
 * `properties` that its types call required and that Azure need not send; one such reference would cost the whole page,
 * and so would an entry that is no object; that becomes one without anything in it, which is reported later. Remove this
 * when the SDK looks before it reads.
 */
export function mendedAnswer(text: string): string | null {
  const answer = readJson(text)
  if (!isObject(answer)) return null
  if (Array.isArray(answer['values'])) return text
  const { value } = answer
  return Array.isArray(value)
    ? JSON.stringify({ ...answer, value: value.map((entry) => withProperties(isObject(entry) ? entry : { id: '' })) })
    : null
}

/** Of the rules of network managers not even the list is required (arm-network 39.0.0, the type of the answer). */
export function emptyPage(url: string, text: string): string | null {
  const answer = readJson(text)
  const isEmpty = isObject(answer) && Object.keys(answer).every((key) => key === 'skipToken' || answer[key] === null)
  return isEmpty && url.includes('/listNetworkManagerEffectiveSecurityAdminRules') ? text : null
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** Everything with an id has properties, if only empty ones. */
function withProperties(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withProperties)
  if (!isObject(value)) return value
  const mended = Object.fromEntries(Object.entries(value).map(([key, own]) => [key, withProperties(own)]))
  return typeof value['id'] === 'string' ? { properties: {}, ...mended } : mended
}

/** Why, in the words of Azure ("Common error codes": `error.code`, `error.message`), which the SDK forgets in lists. */
function refusal({ status, bodyAsText }: PipelineResponse): Error {
  const answer = readJson(bodyAsText ?? '')
  const error = isObject(answer) && isObject(answer['error']) ? answer['error'] : {}
  const { code, message } = error
  return Object.assign(new Error(typeof message === 'string' ? message : `Azure answered with status ${status}.`), {
    name: 'AzureRefusal',
    statusCode: status,
    code: typeof code === 'string' ? code : `HTTP ${status}`,
  })
}

/** How the SDK says that a connection was lost in the middle of an answer. */
const isCut = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'PARSE_ERROR'

export const damaged = (cause?: unknown): Error =>
  Object.assign(
    new Error('The answer is not one of Azure, or only the beginning of one: something on the way changed it.', {
      cause,
    }),
    { name: 'AnswerDamaged' },
  )
