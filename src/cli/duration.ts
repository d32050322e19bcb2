/** Durations as people type them. */
import { InputError } from '../errors.ts'

const SECONDS = { s: 1, m: 60, h: 3600, d: 86_400 } as const

/** Milliseconds of `30s`, `5m`, `1h`, `1d`. Throws InputError `cli.usage`, with examples of what suits the flag. */
export function parseDuration(text: string, flag: string, examples = '30s, 5m or 1h'): number {
  const [, amount, unit] = /^(\d{1,6})([smhd])$/.exec(text.trim()) ?? []
  const milliseconds = Number(amount) * SECONDS[(unit ?? 's') as keyof typeof SECONDS] * 1000
  if (milliseconds >= 1000) return milliseconds
  throw new InputError('cli.usage', `${flag} ${text} is not a duration.`, {
    suggestions: [`Write it as ${examples}.`],
  })
}
