/** Where the API is, and what is shown to it. Credentials come from the environment and leave only as a header. */
import { InputError } from '../../errors.ts'
import type { PrometheusSettings } from '../../model/live-settings.ts'

export interface Server {
  /** Of query_range. */
  readonly url: URL
  /** The base, as it may appear in messages: without parameters. */
  readonly shownUrl: string
  readonly authorization: string | null
  /** Texts that no message may repeat. */
  readonly secrets: readonly string[]
}

export type Environment = Readonly<Record<string, string | undefined>>

/** Throws InputError `config.invalid` for a URL that must not be used, `source.unauthorised` for a missing variable. */
export function findServer(settings: PrometheusSettings, environment: Environment): Server {
  const url = readUrl(settings.url)
  const base = url.pathname.replace(/\/+$/, '')
  const shownUrl = `${url.origin}${base}`
  url.pathname = `${base}/api/v1/query_range`
  return { url, shownUrl, ...readCredentials(settings, environment) }
}

function readUrl(text: string): URL {
  const url = new URL(text)
  // The text is never repeated: what is wrong with it is that it holds a secret.
  if (url.username !== '' || url.password !== '')
    throw invalid('The url of a Prometheus source holds a user name or a password.', [
      'Take them out of the url, and name environment variables in `basicAuthVariables` or `bearerTokenVariable`.',
    ])
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw invalid('The url of a Prometheus source begins with neither http:// nor https://.', ['Correct `url`.'])
  url.hash = ''
  return url
}

const invalid = (message: string, suggestions: readonly string[]): InputError =>
  new InputError('config.invalid', message, { suggestions })

type Credentials = Pick<Server, 'authorization' | 'secrets'>

function readCredentials(settings: PrometheusSettings, environment: Environment): Credentials {
  const { bearerTokenVariable, basicAuthVariables } = settings
  if (bearerTokenVariable !== undefined && basicAuthVariables !== undefined)
    throw invalid('A Prometheus source names a bearer token and a user with a password.', ['Keep one of the two.'])
  if (bearerTokenVariable !== undefined) {
    const token = readVariable(bearerTokenVariable, environment)
    // A header with other characters is refused by fetch, in a message that repeats it.
    if (!/^[\x21-\x7e]+$/.test(token)) throw unset(bearerTokenVariable, 'holds more than a token')
    return { authorization: `Bearer ${token}`, secrets: [token] }
  }
  if (basicAuthVariables === undefined) return { authorization: null, secrets: [] }
  const user = readVariable(basicAuthVariables.user, environment)
  const password = readVariable(basicAuthVariables.password, environment)
  if (user.includes(':')) throw unset(basicAuthVariables.user, 'holds a user name with a colon (RFC 7617)')
  const encoded = Buffer.from(`${user}:${password}`, 'utf8').toString('base64')
  return { authorization: `Basic ${encoded}`, secrets: [password, encoded] }
}

function readVariable(name: string, environment: Environment): string {
  const value = Object.hasOwn(environment, name) ? environment[name]?.trim() : undefined
  if (value === undefined || value === '') throw unset(name, 'is not set')
  return value
}

const unset = (name: string, fault: string): InputError =>
  new InputError('source.unauthorised', `The environment variable ${name}, which drplan.yaml names, ${fault}.`, {
    suggestions: [`Set ${name} before you start drplan.`],
  })

/** What a server wrote, fit for one line of a message: no secrets, no control characters, not long. */
export function showText(text: string, { secrets }: Pick<Server, 'secrets'>): string {
  const hidden = secrets.reduce((shown, secret) => shown.replaceAll(secret, '***'), text)
  const plain = hidden.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, ' ').trim()
  return plain.length > 300 ? `${plain.slice(0, 300)} …` : plain
}
