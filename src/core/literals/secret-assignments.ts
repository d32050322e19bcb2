/**
 * Credentials behind a name: `password=`, `"client_secret": `, `<password>`.
 * The name is looked for first and what is around it next, so that every character is looked at a bounded number of times.
 */
import type { SecretKind } from '../../model/secret-mark.ts'
import type { FoundSecret } from './secret-tokens.ts'
import { looksSecret, type SecretStrength } from './secret-values.ts'

const passwordNames = 'pass(?:word|wd|phrase|code)|pwd'
const tokenNames =
  '(?:api|access|account|auth|encryption|master|private|pre-?shared|secret|shared|signing|storage)[_-]?key|connection[_-]?string|secret|token|credentials?|psk'
const names = new RegExp(`(?:(${passwordNames})|(${tokenNames}))`, 'gi')

/** A text without any of these has no such name: looking for them is a hundred times as fast. */
const hints = ['pass', 'pwd', 'secret', 'token', 'credential', 'key', 'psk', 'string'].flatMap((word) => [
  word,
  word.toUpperCase(),
  `${word.charAt(0).toUpperCase()}${word.slice(1)}`,
])

/** What may follow the name and still be part of it, and what stands between it and its value. */
const between =
  /s?(?:[_-]?(?:\d{1,2}|value|text|plain|plaintext|string|b64|base64))?(?:["'\]]{0,2}[ \t]{0,8}(?::=|=>|==?|:)[ \t]{0,8}|["']?\s{0,4},?\s{0,64}["']?value["']?\s{0,4}[:=]\s{0,4}|["'],[ \t]{0,8}(?=["'])|>)(?:[|>][-+]?[ \t]{0,4}\r?\n[ \t]{1,64})?/iy
const quoted = /(?:[bru]|\\)?(["'])((?:(?!\1|\\?\1)[^\r\n]|\\[^\r\n]){0,300})\1/iy
const bare = /[^\s"',;<>]{1,300}/y

export function* findAssignments(text: string): Generator<FoundSecret> {
  if (!hints.some((hint) => text.includes(hint))) return
  let bareEnd = 0
  for (const match of text.matchAll(names)) {
    // What is written without quotes is one value, whatever is in it.
    if (match.index < bareEnd) continue
    const end = match.index + match[0].length
    const value = valueBehind(text, match.index, end)
    if (!value) continue
    if (!value.isQuoted) bareEnd = value.at + value.text.length
    const found = foundIn(value, text.slice(match.index, end), match[1] === undefined ? 'token' : 'password')
    if (found) yield found
  }
}

/** What is assigned to the name that stands from `start` to `end`; null where nothing is, or where it is no name. */
function valueBehind(text: string, start: number, end: number): Value | null {
  between.lastIndex = end
  if (!between.test(text)) return null
  const at = between.lastIndex
  return isName(text, start) ? valueAt(text, at) : null
}

const foundIn = (value: Value, name: string, strength: SecretStrength): FoundSecret | null =>
  counts(value, name, strength) ? { at: value.at, end: value.at + value.text.length, kind: kindOf(strength) } : null

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
  readonly isQuoted: boolean
}

function valueAt(text: string, at: number): Value | null {
  quoted.lastIndex = at
  const inQuotes = quoted.exec(text)
  if (inQuotes)
    return { at: quoted.lastIndex - 1 - (inQuotes[2] ?? '').length, text: inQuotes[2] ?? '', isQuoted: true }
  bare.lastIndex = at
  const found = bare.exec(text)
  return found && { at, text: found[0].replace(/[)}\]\\]+$/, ''), isQuoted: false }
}

/** A UUID behind `token` is an id of a request; behind `client_secret` and `api_key` it may be the key itself. */
const uuidKeys = /secret|api[_-]?key/i
const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** What says that it is a token of GitHub has been looked at: its check digits decide. */
const githubToken = /^gh[pousr]_[A-Za-z0-9]{36}$/

const counts = ({ text }: Value, name: string, strength: SecretStrength): boolean =>
  (looksSecret(text, strength) && !githubToken.test(text)) ||
  (uuidKeys.test(name) && uuid.test(text) && !/^0{8}|^(\d)\1{7}/.test(text))
