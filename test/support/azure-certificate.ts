/** A certificate for 127.0.0.1 that lives as long as the test run, trusted by the thread that asks for it. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'

export interface Certificate {
  readonly key: string
  readonly cert: string
}

let made: Certificate | null = null

/** Made with openssl once a thread; the SDK sends tokens over TLS only, and checks who answers. */
export function trustedCertificate(): Certificate {
  made ??= makeCertificate()
  return made
}

function makeCertificate(): Certificate {
  const folder = mkdtempSync(join(tmpdir(), 'drplan-tls-'))
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')]
  const wanted = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2']
  const named = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1']
  execFileSync('openssl', ['req', '-x509', ...wanted, ...named, '-keyout', key, '-out', cert], { stdio: 'ignore' })
  const certificate = { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') }
  rmSync(folder, { recursive: true })
  setDefaultCACertificates([...getCACertificates('default'), certificate.cert])
  return certificate
}
