/** How a target pool asks whether a target is well, read from the words of a source. */
import type { TargetPoolTranslation } from '../../../model/serving-translation.ts'

type HealthCheck = TargetPoolTranslation['healthCheck']

/** `HTTP :8080/health`, `HTTP /`, `TCP`, and without spaces those of classic load balancers: `HTTP:80/`, `SSL:443`. */
const written = /^(https?|tcp|ssl|tls)\s*(?::(\d{1,5}))?(\/[!-~]{0,1023})?$/i

/** Null for what is written otherwise. */
export function readHealthCheck(text: string | null): HealthCheck {
  const [, name, digits, path] = written.exec(text ?? '') ?? []
  if (name === undefined) return null
  const port = digits === undefined ? null : Number(digits)
  if (port !== null && (port < 1 || port > 65_535)) return null
  const word = name.toLowerCase()
  // Asking whether a handshake succeeds has no counterpart; that something listens is the next best.
  const protocol = word === 'http' || word === 'https' ? word : 'tcp'
  return { protocol, port, path: protocol === 'tcp' ? null : (path ?? '/') }
}
