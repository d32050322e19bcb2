/** HTTP servers that speak as much of AWS as a test needs: a small estate of their own, or another server behind them. */
import { createServer, request, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What the SDK asked, read off the request as AWS itself would. */
export interface Asked {
  readonly service: string
  readonly region: string
  readonly operation: string
  /** With the query: of S3, whose operations say nothing in their bodies. */
  readonly path: string
  /** How often this operation was asked before. */
  readonly earlier: number
  readonly body: string
}

export interface Answer {
  readonly status?: number
  readonly type?: string
  readonly body: string
  /** `reset` breaks the connection after half of the body; `short` ends it there as if that were all. */
  readonly cut?: 'reset' | 'short'
}

export interface AwsServer {
  readonly endpoint: string
  readonly asked: readonly Asked[]
  readonly close: () => Promise<void>
}

type Answerer = (asked: Asked, request: { message: IncomingMessage; raw: Buffer }) => Answer | Promise<Answer>

export async function startAwsServer(answer: Answerer): Promise<AwsServer> {
  const asked: Asked[] = []
  const server = createServer((message, response) => {
    void (async () => {
      const chunks: Buffer[] = []
      for await (const chunk of message) chunks.push(chunk as Buffer)
      const raw = Buffer.concat(chunks)
      const one = readAsked(message, raw.toString('utf8'), asked)
      asked.push(one)
      send(response, await answer(one, { message, raw }))
    })()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked, close: () => close(server) }
}

async function close(server: Server): Promise<void> {
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
}

/** Passes everything on, and keeps what was asked; what the server behind does not know is answered here. */
export const startProxy = (behind: string, own: (asked: Asked) => Answer | null = () => null): Promise<AwsServer> =>
  startAwsServer((asked, { message, raw }) => own(asked) ?? forward(behind, message, inShortPages(asked, raw)))

/** A server may answer with less than it is asked for; signatures, which this breaks, the emulator does not read. */
function inShortPages({ operation }: Asked, raw: Buffer): Buffer {
  return operation === 'DescribeInstances' ? Buffer.from(String(raw).replace(/\bMaxResults=\d+/, 'MaxResults=2')) : raw
}

/** One connection for each request: the emulator closes them as it likes. */
function forward(behind: string, { url = '', method, headers }: IncomingMessage, raw: Buffer): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const options = {
      method,
      headers: { ...headers, 'content-length': raw.length, connection: 'close' },
      agent: false,
    }
    const passed = request(behind + url, options, (answer) => {
      const chunks: Buffer[] = []
      answer.on('data', (chunk: Buffer) => chunks.push(chunk))
      answer.on('error', reject)
      answer.on('end', () =>
        resolve({
          status: answer.statusCode ?? 500,
          type: answer.headers['content-type'] ?? 'text/xml',
          body: Buffer.concat(chunks).toString('utf8'),
        }),
      )
    })
    passed.on('error', reject)
    passed.end(raw)
  })
}

function readAsked(message: IncomingMessage, body: string, before: readonly Asked[]): Asked {
  const [, region = '', service = ''] =
    /Credential=[^/]+\/\d+\/([^/]+)\/([^/]+)\//.exec(message.headers.authorization ?? '') ?? []
  const operation = operationOf(message, body)
  const { url: path = '' } = message
  return { service, region, operation, path, body, earlier: before.filter((one) => one.operation === operation).length }
}

/** Route 53 and S3 name their operations by path only. */
const restOperations = [
  [/[?&]x-id=ListBuckets(&|$)/, 'ListBuckets'],
  [/^\/[^/?]+\/?\?policy(=?&|=?$)/, 'GetBucketPolicy'],
  [/\/hostedzone\/[^/]+\/rrset/, 'ListResourceRecordSets'],
  [/\/hostedzone(\?|$)/, 'ListHostedZones'],
  [/\/hostedzone\/[^/]+$/, 'GetHostedZone'],
  [/\/healthcheck(\?|$)/, 'ListHealthChecks'],
] as const

function operationOf(message: IncomingMessage, body: string): string {
  const target = message.headers['x-amz-target']
  if (typeof target === 'string') return target.slice(target.indexOf('.') + 1)
  const action = /(?:^|&)Action=(\w+)/.exec(body)?.[1]
  if (action !== undefined) return action
  const url = message.url ?? ''
  const named = restOperations.find(([pattern]) => message.method === 'GET' && pattern.test(url))?.[1]
  return named ?? `${message.method} ${url}`
}

function send(response: ServerResponse, { status = 200, type = 'text/xml', body, cut }: Answer): void {
  const half = body.slice(0, Math.floor(body.length / 2))
  const length = Buffer.byteLength(cut === 'short' ? half : body)
  response.writeHead(status, { 'content-type': type, 'content-length': length })
  if (cut === undefined) response.end(body)
  else if (cut === 'short') response.end(half)
  else response.write(half, () => response.destroy())
}
