/** What the terminal can show. */
import { styleText } from 'node:util'

type Environment = Readonly<Record<string, string | undefined>>

/** Has it letters beyond ASCII? By POSIX the first of three variables that is set says so; Windows has none of them. */
export function hasUnicode(env: Environment, platform: NodeJS.Platform): boolean {
  if (env['TERM'] === 'dumb') return false
  const locale = [env['LC_ALL'], env['LC_CTYPE'], env['LANG']].find((value) => value !== undefined && value !== '')
  if (locale !== undefined) return /utf-?8/i.test(locale)
  return platform === 'win32' && (env['WT_SESSION'] !== undefined || env['TERM_PROGRAM'] === 'vscode')
}

/** Can plots be drawn on it? They need braille, which the bare Linux console lacks, and colours to tell lines apart. */
export const canDraw = (env: Environment, stream: NodeJS.WriteStream, platform: NodeJS.Platform): boolean =>
  hasUnicode(env, platform) && env['TERM'] !== 'linux' && styleText('dim', 'x', { stream }) !== 'x'

const ascii: Readonly<Record<string, string>> = { '–': '-', '−': '-', '…': '~', '→': '>', '±': '~', '\u00a0': ' ' }

/** The marks of our own in letters that every terminal has, cell for cell; names stay as they are. */
export const inAscii = (line: string): string => line.replaceAll(/[–−…→±\u00a0]/g, (mark) => ascii[mark] ?? mark)
