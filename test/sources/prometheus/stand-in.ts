/** A server that answers as the test says, over real HTTP on the loopback. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'

export interface Asked {
  readonly query: string
  /** Epoch seconds. */
  readonly start: number
  readonly end: number
  readonly step: number
  readonly authorization: string | null
  readonly url: string
  /** Counts from 1, over all questions. */
  readonly number: number
}

export type Answering = (response: ServerResponse, asked: Asked) => void

export interface StandIn {
  readonly url: string
  readonly asked: readonly Asked[]
}

export async function aServer(answer: Answering): Promise<StandIn> {
  const asked: Asked[] = []
  const take = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const form = await readForm(request)
    const question = form(asked.length + 1)
    asked.push(question)
    answer(response, question)
  }
  const server = createServer((request, response) => {
    void take(request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked }
}

async function readForm(request: IncomingMessage): Promise<(number: number) => Asked> {
  let body = ''
  for await (const chunk of request) body += String(chunk)
  const form = new URLSearchParams(body)
  return (number) => ({
    query: form.get('query') ?? '',
    start: Number(form.get('start')),
    end: Number(form.get('end')),
    step: Number(form.get('step')),
    authorization: request.headers.authorization ?? null,
    url: request.url ?? '',
    number,
  })
}

export const sendJson = (response: ServerResponse, status: number, body: unknown): void => {
  response.writeHead(status, { 'content-type': 'application/json' })
  response.end(JSON.stringify(body))
}

export interface AnsweredSeries {
  readonly metric: Readonly<Record<string, string>>
  readonly values: readonly unknown[]
}

export const matrix = (result: readonly AnsweredSeries[], more: object = {}): object => ({
  status: 'success',
  data: { resultType: 'matrix', result },
  ...more,
})

/** A point at every step that was asked for. */
export function everyStep({ start, end, step }: Asked, value: (at: number) => string): [number, string][] {
  const points: [number, string][] = []
  for (let at = start; at <= end; at += step) points.push([at, value(at)])
  return points
}
