/** Credentials at places where nothing else stands: in URLs, headers, and options of programs. */
import type { SecretKind } from '../../model/secret-mark.ts'
import type { FoundSecret } from './secret-tokens.ts'
import { isGiven, isPlaceholder, looksSecret } from './secret-values.ts'

interface PlaceRule {
  readonly kind: SecretKind
  /** A text without any of these holds none. */
  readonly hints: readonly string[]
  /** The credential is its last group. */
  readonly pattern: RegExp
  readonly holds: (value: string) => boolean
}

const isPassword = (value: string): boolean => looksSecret(value, 'password')

/** A value at a place where nothing but a credential can stand needs no entropy: only what stands for one is left out. */
const placeRules: readonly PlaceRule[] = [
  {
    kind: 'url-password',
    hints: ['://'],
    pattern: /\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s:@/"'<>]{0,80}:([^\s@/"'<>]{3,200})@(?=[\w.$[-])/gi,
    holds: isGiven,
  },
  {
    kind: 'bearer',
    hints: ['Bearer', 'bearer', 'BEARER', 'oken'],
    pattern:
      /\b(?:Authorization["']?\s{0,2}[:=]\s{0,2}["']?)?(?:Bearer|token)[ \t]([A-Za-z0-9._~+/-]{20,4000}={0,2})/gi,
    holds: (value) => looksSecret(value, 'token'),
  },
  {
    kind: 'bearer',
    hints: ['Basic', 'basic', 'BASIC'],
    pattern: /\bAuthorization["']?\s{0,2}[:=]\s{0,2}["']?Basic[ \t]([A-Za-z0-9+/]{8,400}={0,2})/gi,
    holds: (value) => /^[^:]{1,100}:.{5,}$/.test(Buffer.from(value, 'base64').toString()),
  },
  {
    kind: 'command-password',
    hints: ['pass', 'Pass', 'PASS'],
    pattern:
      /(?<![\w-])--?(?:\w{1,20}-)?(?:password|passwd|pass|passphrase)[ \t]{1,4}["']?([^\s"'`|;&-][^\s"'`|;&]{4,200})/gi,
    holds: isPassword,
  },
  {
    kind: 'command-password',
    hints: ['sshpass'],
    pattern: /\bsshpass[ \t]{1,4}-p[ \t]{0,4}["']?([^\s"']{5,200})/g,
    holds: isGiven,
  },
  {
    kind: 'command-password',
    hints: ['mysql', 'mariadb'],
    pattern: /\b(?:mysql|mysqldump|mysqladmin|mariadb)\b[^\r\n|;]{0,200}?[ \t]-p["']?([^\s"']{5,200})/g,
    holds: isPassword,
  },
  {
    kind: 'command-password',
    hints: ['curl'],
    pattern: /\bcurl\b[^\r\n|;]{0,300}?[ \t](?:-u|--user)[ \t=]{1,4}["']?[^\s:"'$]{1,100}:([^\s"']{5,200})/g,
    holds: isGiven,
  },
  {
    kind: 'command-password',
    hints: ['user', 'User', 'USER'],
    pattern:
      /\bnet1?(?:\.exe)?[ \t]{1,4}user[ \t]{1,4}[^\s/]{1,64}[ \t]{1,4}["']?([^\s"'/*]{5,127})["']?[ \t]{1,4}\/add/gi,
    holds: isGiven,
  },
  {
    kind: 'command-password',
    hints: ['SecureString', 'securestring'],
    pattern: /\bConvertTo-SecureString[ \t]{1,4}(?:-String[ \t]{1,4})?["']([^"'\r\n]{5,200})["']/gi,
    holds: isGiven,
  },
  {
    kind: 'start-password',
    hints: ['chpasswd'],
    pattern:
      /\becho[ \t]{1,4}(?:-\w[ \t]{1,4})?["']?[\w.-]{1,32}:([^\s"'|]{5,200})["']?[ \t]{0,4}\|[ \t]{0,4}(?:sudo[ \t]{1,4})?chpasswd/g,
    holds: isGiven,
  },
  {
    kind: 'start-password',
    hints: ['passwd'],
    pattern:
      /["']?(?:hashed_|lock_)?passwd["']?[ \t]{0,4}[:=][ \t]{0,4}["']?(\$(?:1|2[aby]|5|6|7|y|gy)\$[./A-Za-z0-9$=,]{20,200})/gi,
    holds: (value) => !isPlaceholder(value),
  },
]

export function* findAtPlaces(text: string): Generator<FoundSecret> {
  for (const { kind, hints, pattern, holds } of placeRules) {
    if (!hints.some((hint) => text.includes(hint))) continue
    for (const match of text.matchAll(pattern)) {
      const value = match[1] ?? ''
      const at = match.index + match[0].lastIndexOf(value)
      if (holds(value)) yield { at, end: at + value.length, kind }
    }
  }
}
