/**
 * Credentials behind a name (`password=`, `"client_secret": `, `<password>`) or an option of a program, and those in URLs.
 * The name is looked for first and what is around it next, so that every character is looked at a bounded number of times.
 */
import type { SecretKind } from '../../model/secret-mark.ts'
import type { FoundSecret } from './secret-tokens.ts'
import { isPlaceholder, isStandIn, looksSecret, type SecretStrength } from './secret-values.ts'

const passwordNames = 'pass(?:word|wd|phrase|code)|pwd'
const tokenNames =
  '(?:api|access|account|auth|encryption|master|private|pre-?shared|secret|shared|signing|storage)[_-]?key|connection[_-]?string|secret|token|credentials?|psk'
const names = new RegExp(`(?:(${passwordNames})|(${tokenNames}))`, 'gi')

/** What may follow the name and still be part of it, and what stands between it and its value. */
const between =
  /s?(?:[_-]?(?:\d{1,2}|value|text|plain|plaintext|string|b64|base64))?(?:["'\]]{0,2}[ \t]{0,8}(?::=|=>|==?|:)[ \t]{0,8}|["']?\s{0,4},?\s{0,64}["']?value["']?\s{0,4}[:=]\s{0,4}|["'],[ \t]{0,8}(?=["'])|>)(?:[|>][-+]?[ \t]{0,4}\r?\n[ \t]{1,64})?/iy
const quoted = /(?:[bru]|\\)?(["'])((?:(?!\1|\\?\1)[^\r\n]|\\[^\r\n]){0,4200})\1/iy
const bare = /[^\s"',;<>]{1,4200}/y

export function* findAssignments(text: string): Generator<FoundSecret> {
  for (const match of text.matchAll(names)) {
    const end = match.index + match[0].length
    between.lastIndex = end
    const gap = between.exec(text)
    if (!gap || !isName(text, match.index)) continue
    const value = valueAt(text, between.lastIndex)
    const strength: SecretStrength = match[1] === undefined ? 'token' : 'password'
    if (value && counts(value, text.slice(match.index, end), strength))
      yield { at: value.at, end: value.at + value.text.length, kind: kindOf(strength) }
  }
}

const kindOf = (strength: SecretStrength): SecretKind => (strength === 'password' ? 'password' : 'secret')

/** `max_password` and `no-token` are settings; `DB_PASSWORD` and `dbPassword` are not. */
function isName(text: string, at: number): boolean {
  const before = /[\w.-]{0,32}$/.exec(text.slice(Math.max(0, at - 32), at))?.[0] ?? ''
  return !/(?:^|[_.-])(?:min|max|length|count|has|is|no|use|require|allow|next|page|csrf|hash|public|sync|continuation)[_.-]?$/i.test(
    before,
  )
}

interface Value {
  readonly at: number
  readonly text: string
}

function valueAt(text: string, at: number): Value | null {
  quoted.lastIndex = at
  const inQuotes = quoted.exec(text)
  if (inQuotes) return { at: quoted.lastIndex - 1 - (inQuotes[2] ?? '').length, text: inQuotes[2] ?? '' }
  bare.lastIndex = at
  const found = bare.exec(text)
  return found && { at, text: found[0].replace(/[)}\]\\]+$/, '') }
}

/** A UUID behind `token` is an id of a request; behind `client_secret` and `api_key` it may be the key itself. */
const uuidKeys = /secret|api[_-]?key/i
const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** What says that it is a token of GitHub has been looked at: its check digits decide. */
const githubToken = /^gh[pousr]_[A-Za-z0-9]{36}$/

const counts = ({ text }: Value, name: string, strength: SecretStrength): boolean =>
  (looksSecret(text, strength) && !githubToken.test(text)) ||
  (uuidKeys.test(name) && uuid.test(text) && !/^0{8}|^(\d)\1{7}/.test(text))

interface PlaceRule {
  readonly kind: SecretKind
  /** The credential is its last group. */
  readonly pattern: RegExp
  readonly holds: (value: string) => boolean
}

const isPassword = (value: string): boolean => looksSecret(value, 'password')
const isGiven = (value: string): boolean => value.length >= 5 && !isStandIn(value)

/** A value at a place where nothing but a credential can stand needs no entropy: only what stands for one is left out. */
const placeRules: readonly PlaceRule[] = [
  {
    kind: 'url-password',
    pattern: /\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s:@/"'<>]{0,80}:([^\s@/"'<>]{3,200})@(?=[\w.$[-])/gi,
    holds: isGiven,
  },
  {
    kind: 'bearer',
    pattern:
      /\b(?:Authorization["']?\s{0,2}[:=]\s{0,2}["']?)?(?:Bearer|token)[ \t]([A-Za-z0-9._~+/-]{20,4000}={0,2})/gi,
    holds: (value) => looksSecret(value, 'token'),
  },
  {
    kind: 'bearer',
    pattern: /\bAuthorization["']?\s{0,2}[:=]\s{0,2}["']?Basic[ \t]([A-Za-z0-9+/]{8,400}={0,2})/gi,
    holds: (value) => /^[^:]{1,100}:.{5,}$/.test(Buffer.from(value, 'base64').toString()),
  },
  {
    kind: 'command-password',
    pattern:
      /(?<![\w-])--?(?:\w{1,20}-)?(?:password|passwd|pass|passphrase)[ \t]{1,4}["']?([^\s"'`|;&-][^\s"'`|;&]{4,200})/gi,
    holds: isPassword,
  },
  { kind: 'command-password', pattern: /\bsshpass[ \t]{1,4}-p[ \t]{0,4}["']?([^\s"']{5,200})/g, holds: isGiven },
  {
    kind: 'command-password',
    pattern: /\b(?:mysql|mysqldump|mysqladmin|mariadb)\b[^\r\n|;]{0,200}?[ \t]-p["']?([^\s"']{5,200})/g,
    holds: isPassword,
  },
  {
    kind: 'command-password',
    pattern: /\bcurl\b[^\r\n|;]{0,300}?[ \t](?:-u|--user)[ \t=]{1,4}["']?[^\s:"'$]{1,100}:([^\s"']{5,200})/g,
    holds: isGiven,
  },
  {
    kind: 'command-password',
    pattern:
      /\bnet1?(?:\.exe)?[ \t]{1,4}user[ \t]{1,4}[^\s/]{1,64}[ \t]{1,4}["']?([^\s"'/*]{5,127})["']?[ \t]{1,4}\/add/gi,
    holds: isGiven,
  },
  {
    kind: 'command-password',
    pattern: /\bConvertTo-SecureString[ \t]{1,4}(?:-String[ \t]{1,4})?["']([^"'\r\n]{5,200})["']/gi,
    holds: isGiven,
  },
  {
    kind: 'start-password',
    pattern:
      /\becho[ \t]{1,4}(?:-\w[ \t]{1,4})?["']?[\w.-]{1,32}:([^\s"'|]{5,200})["']?[ \t]{0,4}\|[ \t]{0,4}(?:sudo[ \t]{1,4})?chpasswd/g,
    holds: isGiven,
  },
  {
    kind: 'start-password',
    pattern:
      /["']?(?:hashed_|lock_)?passwd["']?[ \t]{0,4}[:=][ \t]{0,4}["']?(\$(?:1|2[aby]|5|6|7|y|gy)\$[./A-Za-z0-9$=,]{20,200})/gi,
    holds: (value) => !isPlaceholder(value),
  },
]

export function* findAtPlaces(text: string): Generator<FoundSecret> {
  for (const { kind, pattern, holds } of placeRules)
    for (const match of text.matchAll(pattern)) {
      const value = match[1] ?? ''
      const at = match.index + match[0].lastIndexOf(value)
      if (holds(value)) yield { at, end: at + value.length, kind }
    }
}

const chpasswd = /^([ \t]{0,16})chpasswd:[ \t]*\r?$/gm
const mostLines = 200

/** The lists of cloud-init's chpasswd: `user:password` a line, or a line of `password:` for each user (found above). */
export function* findStartPasswords(text: string): Generator<FoundSecret> {
  for (const match of text.matchAll(chpasswd)) {
    const indent = (match[1] ?? '').length
    let at = match.index + match[0].length + 1
    for (let line = 0; line < mostLines && at < text.length; line += 1) {
      const stop = text.indexOf('\n', at)
      const own = text.slice(at, stop < 0 ? text.length : stop)
      if (own.trim() !== '' && own.length - own.trimStart().length <= indent) break
      const pair = /^[ \t]+(?:- )?["']?[a-z_][\w.-]{0,31}:([^\s"']{5,300})["']?\s*$/.exec(own)
      const value = pair?.[1] ?? ''
      if (value !== '' && (value.startsWith('$6$') || value.startsWith('$5$') || isGiven(value)))
        yield {
          at: at + own.lastIndexOf(value),
          end: at + own.lastIndexOf(value) + value.length,
          kind: 'start-password',
        }
      at += own.length + 1
    }
  }
}
