/**
 * Lists of Azure Resource Manager for which no client of the SDK is here: one GET a page, through the same pipeline as
 * the clients' (identity, retries, whole answers). Nothing but lists can be asked for.
 */
import type { Pipeline, PipelineResponse } from '@azure/core-rest-pipeline'
import { isObject, listOf } from '../json-items.ts'
import { damaged } from './whole-answers.ts'

export interface ResourceManager {
  /** The entries below a path such as `/subscriptions/…/providers/Microsoft.Sql/servers`, page by page. */
  readonly list: (path: string, apiVersion: string) => AsyncIterable<readonly unknown[]>
}

interface Access {
  readonly endpoint: string
  readonly pipeline: Pipeline
}

export async function openResourceManager({ endpoint, pipeline }: Access): Promise<ResourceManager> {
  const { createDefaultHttpClient, createPipelineRequest } = await import('@azure/core-rest-pipeline')
  const client = createDefaultHttpClient()
  return {
    async *list(path, apiVersion) {
      let url: string | null = new URL(`${path}?api-version=${apiVersion}`, endpoint).href
      while (url !== null) {
        const response: PipelineResponse = await pipeline.sendRequest(client, createPipelineRequest({ url }))
        const { entries, next } = pageOf(response.bodyAsText ?? '')
        yield entries
        url = next === null ? null : nextUrl(next, endpoint)
      }
    },
  }
}

/** The text was found to be a whole answer before. */
function pageOf(text: string): { readonly entries: readonly unknown[]; readonly next: string | null } {
  const answer: unknown = JSON.parse(text)
  const { value, nextLink } = isObject(answer) ? answer : {}
  return { entries: listOf(value), next: typeof nextLink === 'string' && nextLink !== '' ? nextLink : null }
}

/** A link carries the token to wherever it leads, so it may lead nowhere else. */
function nextUrl(link: string, endpoint: string): string {
  const url = URL.canParse(link, endpoint) ? new URL(link, endpoint) : null
  const { protocol, host } = new URL(endpoint)
  if (url?.protocol !== protocol || (url.host !== host && !url.host.endsWith(`.${host}`))) throw damaged()
  return url.href
}
