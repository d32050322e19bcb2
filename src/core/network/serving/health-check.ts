/** How a target pool asks whether a target is well, read from the words of a source. */
import type { TargetPoolTranslation } from '../../../model/serving-translation.ts'

type HealthCheck = TargetPoolTranslation['healthCheck']

/** `HTTP :8080/health`, `HTTP /`, `TCP`, and without spaces those of classic load balancers: `HTTP:80/`, `SSL:443`. */
const written = /^(https?|tcp|ssl|tls)\s*(?::(\d{1,5}))?(\/[!-~]{0,1023})?$/i

/** Null for what is written otherwise. */
export function readHealthCheck(text: string | null): HealthCheck {
  const [, name, digits, path = '/'] = written.exec(text ?? '') ?? []
  const port = digits === undefined ? null : Number(digits)
  if (name === undefined || (port !== null && !isPort(port))) return null
  const protocol = words[name.toLowerCase()] ?? 'tcp'
  return { protocol, port, path: protocol === 'tcp' ? null : path }
}

const isPort = (port: number): boolean => port >= 1 && port <= 65_535

/** Asking whether a handshake succeeds has no counterpart; that something listens is the next best. */
const words: Readonly<Record<string, 'http' | 'https'>> = { http: 'http', https: 'https' }
