/** An HTTP server that stands in for an open price list: page after page, as a test has it. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Page {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  /** Sent as JSON, unless it is a text. */
  readonly body: unknown
}

export interface PriceServer {
  readonly endpoint: string
  /** The query of every request. */
  readonly asked: readonly URLSearchParams[]
  close(): Promise<void>
}

/** `answer` is given the query, how many requests came before, and the address of the server. */
export async function startPriceServer(
  answer: (query: URLSearchParams, earlier: number, endpoint: string) => Page,
): Promise<PriceServer> {
  const asked: URLSearchParams[] = []
  let endpoint = ''
  const server = createServer((request, response) => {
    const query = new URL(request.url ?? '', endpoint).searchParams
    asked.push(query)
    const { status = 200, headers = {}, body } = answer(query, asked.length - 1, endpoint)
    response.writeHead(status, { 'content-type': 'application/json', ...headers })
    response.end(typeof body === 'string' ? body : JSON.stringify(body))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/retail/prices`
  return {
    endpoint,
    asked,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
