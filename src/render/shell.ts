/** Commands as a person pastes them into a shell: each argument arrives as it is, whatever it holds. */
import type { RunbookArgument, RunbookCommand } from '../model/runbook.ts'

/** Characters that mean nothing to a shell, wherever they stand. */
const plain = /^[A-Za-z0-9_@%+=:,./-]+$/
/** What cannot be seen, or turns what is seen around: written as an escape of bash and zsh. */
const hidden = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u

/** One word. `$'…'` is understood by bash, zsh and ksh, and used only where something is hidden. */
export function shellWord(text: string): string {
  if (plain.test(text)) return text
  if (!hidden.test(text)) return `'${text.replaceAll("'", String.raw`'\''`)}'`
  const escaped = Array.from(text, (character) => {
    if (character === "'" || character === '\\') return `\\${character}`
    return hidden.test(character) ? `\\U${(character.codePointAt(0) ?? 0).toString(16).padStart(8, '0')}` : character
  })
  return `$'${escaped.join('')}'`
}

const argument = (part: RunbookArgument): string =>
  typeof part === 'string' ? shellWord(part) : `${part.before === '' ? '' : shellWord(part.before)}"$${part.parameter}"`

export const shellLine = ({ argv, outputTo }: RunbookCommand): string =>
  [...argv.map(argument), ...(outputTo === null ? [] : ['>', shellWord(outputTo)])].join(' ')
