/** The last lines of what a program printed, as a journal may keep them. */
import { stripTerminal } from './strip-terminal.ts'

const MOST_LINES = 20
const MOST_CHARACTERS = 300
/** Shorter values are not secrets but words, and replacing them would leave nothing to read. */
const SHORTEST_SECRET = 6
const secretName = /secret|token|passw|credential|key|sas\b|connection_?string/i

/** Values of variables whose name says that they are secret, the longest first. */
export const secretValues = (environment: Readonly<Record<string, string | undefined>>): readonly string[] =>
  Object.entries(environment)
    .flatMap(([name, value]) => (value && secretName.test(name) && value.length >= SHORTEST_SECRET ? [value] : []))
    .sort((a, b) => b.length - a.length || (a < b ? -1 : 1))

/** Secret values are replaced before lines are cut, so that no half of one is kept. */
export function tailOf(output: string, secrets: readonly string[]): readonly string[] {
  const clean = secrets.reduce((text, secret) => text.replaceAll(secret, '***'), stripTerminal(output))
  const lines = clean.split(/\r?\n/).filter((line) => line.trim() !== '')
  return lines
    .slice(-MOST_LINES)
    .map((line) => (line.length > MOST_CHARACTERS ? `${line.slice(0, MOST_CHARACTERS)}…` : line))
}
