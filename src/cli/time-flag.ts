/** A time on the command line: a day, which begins at midnight UTC, or a time with its zone. */
import { InputError } from '../errors.ts'

/** ISO 8601 UTC. Throws InputError `cli.usage`, which names the flag. */
export function parseTime(text: string, flag: string): string {
  const isTime = /^\d{4}-\d\d-\d\d(T.*(Z|[+-]\d\d:\d\d))?$/.test(text)
  const milliseconds = isTime ? Date.parse(text) : Number.NaN
  if (Number.isFinite(milliseconds)) return new Date(milliseconds).toISOString()
  throw new InputError('cli.usage', `--${flag} ${text} is not a time.`, {
    suggestions: ['Write it as 2026-01-31, or as 2026-01-31T08:00:00Z.'],
  })
}
