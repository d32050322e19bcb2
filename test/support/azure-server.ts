/**
 * An HTTPS server that speaks as much of Azure as a test needs: the token endpoint of its directory, Azure Resource
 * Manager and the data plane of metrics. Whoever brings no token of its own directory is sent away, as by Azure.
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { trustedCertificate } from './azure-certificate.ts'

/** What the SDK asked. */
export interface Asked {
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
  readonly subscription: string
  /** The permission that Azure asks for it, such as Microsoft.Network/loadBalancers/read. */
  readonly action: string
  /** How often this action was asked for before. */
  readonly earlier: number
  readonly body: string
  readonly endpoint: string
}

export interface Answer {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  readonly type?: string
  /** Sent as JSON, unless it is a text. */
  readonly body: unknown
  /** `reset` breaks the connection after half of the body; `short` ends it there as if that were all. */
  readonly cut?: 'reset' | 'short'
}

export interface AzureServer {
  readonly endpoint: string
  readonly asked: readonly Asked[]
  /** How many tokens were given out. */
  readonly tokens: () => number
  readonly close: () => Promise<void>
}

const token = 'a-token-of-the-stand-in'

export async function startAzureServer(answer: (asked: Asked) => Answer): Promise<AzureServer> {
  const asked: Asked[] = []
  let tokens = 0
  let endpoint = ''
  const server = createServer(trustedCertificate(), (message, response) => {
    void (async () => {
      const chunks: Buffer[] = []
      for await (const chunk of message) chunks.push(chunk as Buffer)
      const directory = directoryAnswer(message.url ?? '', endpoint)
      if (directory) {
        if (message.method === 'POST') tokens++
        send(response, directory)
      } else if (message.headers.authorization === `Bearer ${token}`) {
        const one = readAsked(message, { body: Buffer.concat(chunks).toString('utf8'), endpoint, before: asked })
        asked.push(one)
        send(response, answer(one))
      } else send(response, armError(401, 'InvalidAuthenticationToken: The access token is invalid.'))
    })()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  endpoint = `https://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    endpoint,
    asked,
    tokens: () => tokens,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** OpenID Connect discovery and the grant of client credentials (RFC 6749, 4.4). */
function directoryAnswer(url: string, endpoint: string): Answer | null {
  const [, tenant] = /^\/([^/]+)\/(?:v2\.0\/\.well-known\/openid-configuration|oauth2\/v2\.0\/token)/.exec(url) ?? []
  if (tenant === undefined) return null
  if (url.includes('/oauth2/')) return { body: { token_type: 'Bearer', expires_in: 3600, access_token: token } }
  const base = `${endpoint}/${tenant}`
  return {
    body: {
      issuer: `${base}/v2.0`,
      authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
      token_endpoint: `${base}/oauth2/v2.0/token`,
      jwks_uri: `${base}/discovery/v2.0/keys`,
    },
  }
}

interface Received {
  readonly body: string
  readonly endpoint: string
  readonly before: readonly Asked[]
}

function readAsked({ url = '', method = '' }: IncomingMessage, { body, endpoint, before }: Received): Asked {
  const { pathname, searchParams } = new URL(url, endpoint)
  const path = decodeURIComponent(pathname)
  const action = actionOf(path)
  return {
    method,
    path,
    query: searchParams,
    subscription: path.split('/')[2] ?? '',
    action,
    earlier: before.filter((one) => one.action === action).length,
    body,
    endpoint,
  }
}

/** `…/providers/NAMESPACE/TYPE/name/TYPE` needs the permission to read what the types name. */
function actionOf(path: string): string {
  if (path.endsWith('/metrics:getBatch')) return 'Microsoft.Insights/metrics/read'
  const isList = /\/list[A-Z]\w+$/.test(path)
  const [namespace = '', ...rest] = (path.split('/providers/')[1] ?? '').split('/')
  return [namespace, ...rest.filter((_, index) => index % 2 === 0), isList ? 'action' : 'read'].join('/')
}

function send(
  response: ServerResponse,
  { status = 200, headers = {}, type = 'application/json', body, cut }: Answer,
): void {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  const half = text.slice(0, Math.floor(text.length / 2))
  const length = Buffer.byteLength(cut === 'short' ? half : text)
  response.writeHead(status, { 'content-type': type, 'content-length': length, ...headers })
  if (cut === undefined) response.end(text)
  else if (cut === 'short') response.end(half)
  else response.write(half, () => response.destroy())
}

/** `Code: message`, as Azure Resource Manager words its errors. */
export function armError(status: number, said: string, headers: Readonly<Record<string, string>> = {}): Answer {
  const [, code = '', message = ''] = /^(\w+): (.*)$/.exec(said) ?? []
  return { status, headers, body: { error: { code, message } } }
}
