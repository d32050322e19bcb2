/**
 * The SDK retries what fails before an answer, and throttling as its headers say. An answer that breaks off, or that a
 * proxy cut short or replaced by a page of its own, it gives up at once; that is asked for again here, outside of its
 * own retries. Every answer with success is one JSON object with a list, or it is none of Azure.
 */
import type { Pipeline, PipelinePolicy } from '@azure/core-rest-pipeline'

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
        if (response.status !== 200 || isWhole(response.bodyAsText ?? '')) return response
        if (isLast) throw damaged()
      } catch (error) {
        if (isLast || !isCut(error)) throw error
      }
    }
  },
}

/** Without a phase a policy is outside of the retries. */
export const insistOnWholeAnswers = (pipeline: Pipeline): void => pipeline.addPolicy(wholeAnswers)

/** `value` of lists, `values` of service tags and metrics. */
export function isWhole(text: string): boolean {
  try {
    const { value, values } = (JSON.parse(text) ?? {}) as { value?: unknown; values?: unknown }
    return Array.isArray(value) || Array.isArray(values)
  } catch {
    return false
  }
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
