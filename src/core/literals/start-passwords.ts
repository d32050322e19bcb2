/** Lists of chpasswd in cloud-init ("Users and Groups", cloud-init documentation): `user:password`, a line each. */
import type { FoundSecret } from './secret-tokens.ts'
import { isGiven } from './secret-values.ts'

const chpasswd = /^([ \t]{0,16})chpasswd:[ \t]*\r?$/gm
const mostLines = 200

/** Lines of `password:` for each user are found by their name. */
export function* findStartPasswords(text: string): Generator<FoundSecret> {
  if (!text.includes('chpasswd:')) return
  for (const match of text.matchAll(chpasswd)) {
    const indent = (match[1] ?? '').length
    for (const { at, own } of linesBelow(text, match.index + match[0].length + 1, indent)) {
      const value = passwordIn(own)
      const begins = at + own.lastIndexOf(value)
      if (value !== '') yield { at: begins, end: begins + value.length, kind: 'start-password' }
    }
  }
}

/** The lines from there on that stand further in. */
function* linesBelow(text: string, from: number, indent: number): Generator<{ at: number; own: string }> {
  let at = from
  for (let line = 0; line < mostLines && at < text.length; line += 1) {
    const stop = text.indexOf('\n', at)
    const own = text.slice(at, stop < 0 ? text.length : stop)
    if (own.trim() !== '' && own.length - own.trimStart().length <= indent) return
    yield { at, own }
    at += own.length + 1
  }
}

/** Empty where there is none. */
function passwordIn(line: string): string {
  const value = /^[ \t]+(?:- )?["']?[a-z_][\w.-]{0,31}:([^\s"']{5,300})["']?\s*$/.exec(line)?.[1] ?? ''
  return /^\$[56]\$/.test(value) || isGiven(value) ? value : ''
}
