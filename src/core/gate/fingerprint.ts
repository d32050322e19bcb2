/** Names of findings that stay the same while their words and figures change. */
import { createHash } from 'node:crypto'

export interface Fingerprinted {
  readonly rule: string
  readonly subject: string
}

/** Sixteen hexadecimal digits each, in the order given; what would be equal is counted. */
export function fingerprintsOf(findings: readonly Fingerprinted[]): readonly string[] {
  const seen = new Map<string, number>()
  return findings.map(({ rule, subject }) => {
    const name = JSON.stringify([rule, subject.replace(/^[\d,]+\s/, '')])
    const nth = seen.get(name) ?? 0
    seen.set(name, nth + 1)
    return createHash('sha256')
      .update(nth === 0 ? name : `${name}#${nth}`)
      .digest('hex')
      .slice(0, 16)
  })
}
