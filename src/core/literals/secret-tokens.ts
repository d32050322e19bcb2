/**
 * Credentials that say what they are: by the beginnings, alphabets, lengths and check digits that their makers document
 * (AWS, "IAM identifiers": AKIA and ASIA; GitHub, "Behind GitHub's new authentication token formats", 2021-04-05; GitLab,
 * "Token overview"; Slack, "Token types"; Stripe, "API keys"; Google, "API keys"; RFC 7468 for keys; RFC 7519 for JWT).
 */
import { crc32 } from 'node:zlib'
import type { SecretKind } from '../../model/secret-mark.ts'
import { bitsOf, isPlaceholder } from './secret-values.ts'

export interface FoundSecret {
  /** Offsets of the credential in the text; for the finder's own use. */
  readonly at: number
  readonly end: number
  readonly kind: SecretKind
}

interface TokenRule {
  readonly kind: SecretKind
  /** A text without any of these holds none: looking for them is a hundred times as fast. */
  readonly hints: readonly string[]
  /** All parts are bounded, so that time grows with the text only. */
  readonly pattern: RegExp
  /** Of the matched text. */
  readonly holds?: (text: string) => boolean
}

const isRandom = (text: string): boolean => bitsOf(text) >= 3 && !isPlaceholder(text)

/** Base 62 of the CRC-32 of the 30 characters before it, in six digits. */
function hasGithubChecksum(token: string): boolean {
  const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
  const body = token.slice(token.indexOf('_') + 1)
  let rest = crc32(body.slice(0, 30))
  let digits = ''
  for (let place = 0; place < 6; place += 1) {
    digits = `${alphabet[rest % 62]}${digits}`
    rest = Math.floor(rest / 62)
  }
  return body.slice(30) === digits
}

function hasJwtHeader(token: string): boolean {
  const [header = ''] = token.split('.')
  const text = Buffer.from(header, 'base64url').toString()
  return /^\{.*"alg"\s*:\s*"(?!none)/s.test(text)
}

/** Not inside of a longer run of the same characters. */
const alone = (inner: string, alphabet = 'A-Za-z0-9_'): RegExp =>
  new RegExp(`(?<![${alphabet}])(?:${inner})(?![${alphabet}])`, 'g')

const tokenRules: readonly TokenRule[] = [
  { kind: 'cloud-access-key', hints: ['AKIA', 'ASIA'], pattern: alone('(?:AKIA|ASIA)[A-Z2-7]{16}'), holds: isRandom },
  {
    kind: 'private-key',
    hints: ['PRIVATE KEY'],
    pattern:
      /-----BEGIN (?:(?:RSA|EC|DSA|OPENSSH|ENCRYPTED|PGP) )?PRIVATE KEY(?: BLOCK)?-----(?=(?:\s|\\n|\\r|"|[A-Za-z0-9+/]){0,8}[A-Za-z0-9+/=:])[^-]{0,16384}/g,
    holds: (text) => /[A-Za-z0-9+/]{40}/.test(text.replaceAll(/\\[nr]|[\s"',]/g, '')) && !/\.{3}|…/.test(text),
  },
  {
    kind: 'private-key',
    hints: ['AGE-SECRET-KEY-1'],
    pattern: alone('AGE-SECRET-KEY-1[02-9AC-HJ-NP-Z]{58}', 'A-Z0-9-'),
  },
  {
    kind: 'github-token',
    hints: ['ghp_', 'gho_', 'ghu_', 'ghs_', 'ghr_'],
    pattern: alone('gh[pousr]_[A-Za-z0-9]{36}'),
    holds: hasGithubChecksum,
  },
  {
    kind: 'github-token',
    hints: ['github_pat_'],
    pattern: alone('github_pat_[A-Za-z0-9]{22}_[A-Za-z0-9]{59}'),
    holds: isRandom,
  },
  {
    kind: 'gitlab-token',
    hints: ['glpat-', 'glptt-', 'gldt-', 'glrt-', 'glcbt-', 'gloas-', 'glsoat-', 'glagent-', 'glft-', 'glimt-'],
    pattern: alone('gl(?:pat|ptt|dt|rt|cbt|oas|soat|agent|ft|imt)-[A-Za-z0-9_-]{20,300}', 'A-Za-z0-9_-'),
    holds: isRandom,
  },
  {
    kind: 'slack-token',
    hints: ['xox'],
    pattern: alone('xox[abeoprs]-[A-Za-z0-9-]{16,250}', 'A-Za-z0-9-'),
    holds: isRandom,
  },
  {
    kind: 'slack-token',
    hints: ['xapp-'],
    pattern: alone('xapp-\\d-[A-Z0-9]{8,16}-\\d{8,16}-[a-f0-9]{32,80}', 'A-Za-z0-9-'),
  },
  {
    kind: 'slack-token',
    hints: ['hooks.slack.com'],
    pattern: /hooks\.slack\.com\/(?:services|workflows)\/T[A-Z0-9]{6,12}\/[AB][A-Z0-9]{6,12}\/[A-Za-z0-9]{16,32}/g,
    holds: isRandom,
  },
  {
    kind: 'stripe-key',
    hints: ['k_live_', 'k_test_'],
    pattern: alone('[sr]k_(?:live|test)_[A-Za-z0-9]{16,250}'),
    holds: isRandom,
  },
  { kind: 'stripe-key', hints: ['whsec_'], pattern: alone('whsec_[A-Za-z0-9]{24,64}'), holds: isRandom },
  { kind: 'google-key', hints: ['AIza'], pattern: alone('AIza[A-Za-z0-9_-]{35}', 'A-Za-z0-9_-'), holds: isRandom },
  {
    kind: 'google-key',
    hints: ['GOCSPX-'],
    pattern: alone('GOCSPX-[A-Za-z0-9_-]{28}', 'A-Za-z0-9_-'),
    holds: isRandom,
  },
  {
    kind: 'cloud-client-secret',
    hints: ['Q~'],
    pattern: alone('[A-Za-z0-9_~.-]{3}\\dQ~[A-Za-z0-9_~.-]{31,34}', 'A-Za-z0-9_~.-'),
    holds: isRandom,
  },
  {
    kind: 'cloud-account-key',
    hints: ['AccountKey=', 'SharedAccessKey=', 'SharedSecret='],
    pattern: /(?<=(?:AccountKey|SharedAccessKey|SharedSecret)=)[A-Za-z0-9+/]{43,86}={1,2}/g,
    holds: isRandom,
  },
  {
    kind: 'cloud-signature',
    hints: ['sig='],
    pattern: /(?<=[?&;"']sig=)[A-Za-z0-9%+/]{40,70}(?:=|%3[Dd])/g,
    holds: isRandom,
  },
  {
    kind: 'json-web-token',
    hints: ['eyJ'],
    pattern: alone('eyJ[A-Za-z0-9_-]{10,2000}\\.eyJ[A-Za-z0-9_-]{10,8000}\\.[A-Za-z0-9_-]{20,1400}', 'A-Za-z0-9_-'),
    holds: hasJwtHeader,
  },
  {
    kind: 'other-token',
    hints: ['npm_', 'pypi-', 'dckr_pat_', 'hvs.', 'hvb.', 'dop_v1_', 'SG.', '.atlasv1.'],
    pattern: alone(
      'npm_[A-Za-z0-9]{36}|pypi-AgEIcHlwaS5vcmc[A-Za-z0-9_-]{50,300}|dckr_pat_[A-Za-z0-9_-]{27}|hv[sb]\\.[A-Za-z0-9_-]{24,300}|dop_v1_[a-f0-9]{64}|SG\\.[A-Za-z0-9_-]{22}\\.[A-Za-z0-9_-]{43}|[A-Za-z0-9]{14}\\.atlasv1\\.[A-Za-z0-9_-]{60,70}',
      'A-Za-z0-9_.-',
    ),
    holds: isRandom,
  },
]

export function* findTokens(text: string): Generator<FoundSecret> {
  for (const { kind, hints, pattern, holds } of tokenRules) {
    if (!hints.some((hint) => text.includes(hint))) continue
    for (const match of text.matchAll(pattern)) {
      const [whole] = match
      if (!holds || holds(whole)) yield { at: match.index, end: match.index + whole.length, kind }
    }
  }
}
