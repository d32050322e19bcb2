/** Where something reads as a credential. Nothing of the credential itself is kept: no part of it, no length, no hash. */
import type { FindingParts } from './finding.ts'
import { count } from './quantity.ts'

/** What it reads as, in words of a finding. */
const secretKinds = {
  'cloud-access-key': 'access key of AWS',
  'cloud-client-secret': 'client secret of Azure',
  'cloud-signature': 'shared access signature of Azure',
  'cloud-account-key': 'key of an Azure account or bus',
  bearer: 'token or password of a request',
  'command-password': 'password in a command',
  'github-token': 'token of GitHub',
  'gitlab-token': 'token of GitLab',
  'google-key': 'key of Google',
  'json-web-token': 'JSON Web Token',
  'other-token': 'token of another service',
  password: 'password',
  'private-key': 'private key',
  secret: 'secret, key or token',
  'slack-token': 'token or hook of Slack',
  'start-password': 'password of a user that is made at the start',
  'stripe-key': 'key of Stripe',
  'url-password': 'password in a URL',
} as const
export type SecretKind = keyof typeof secretKinds

export interface SecretMark {
  readonly kind: SecretKind
  /** From 1, in the text as it is stored; of packed text, where that begins. */
  readonly line: number
  /** From 1, in the text that came out of all layers; null where there are none. */
  readonly innerLine: number | null
}

/** `password on lines 3, 7; private key on line 12 (line 4 of what is packed there)`. */
function secretWords(marks: readonly SecretMark[]): string {
  const kinds = Object.keys(secretKinds) as SecretKind[]
  return kinds
    .flatMap((kind) => {
      const lines = [...new Set(marks.filter((mark) => mark.kind === kind).map(lineWords))]
      return lines.length === 0
        ? []
        : [`${secretKinds[kind]} on ${lines.length === 1 ? 'line' : 'lines'} ${firstOf(lines)}`]
    })
    .join('; ')
}

const mostLines = 10
const firstOf = (lines: readonly string[]): string =>
  [...lines.slice(0, mostLines), ...(lines.length > mostLines ? [`and ${lines.length - mostLines} more`] : [])].join(
    ', ',
  )

const lineWords = ({ line, innerLine }: SecretMark): string =>
  innerLine === null ? String(line) : `${line} (line ${innerLine} of what is packed there)`

/** What a finding about one text says of it. `what`: "Its user data", "The file". */
export const secretParts = (
  marks: readonly SecretMark[],
  what: string,
): Pick<FindingParts, 'message' | 'suggestion'> => ({
  message: `${what} holds what reads as ${count(marks.length, 'credential')}: ${secretWords(marks)}. Who may read it has them, and the recovery site would get a copy.`,
  suggestion:
    'Have the machine fetch them at its start from a secret manager, with a role of its own (instance profile, managed identity), and change those that stood there: old versions and snapshots keep them.',
})
