/** Flags that commands about replication share. */
import * as Flags from '@oclif/core/flags'
import { InputError } from '../errors.ts'

/** Throws InputError `cli.usage`. */
function parseLink(text: string): number {
  const value = Number(text)
  if (text.trim() !== '' && Number.isFinite(value) && value > 0) return value
  throw new InputError('cli.usage', `--link ${text} is not a number of MiB/s above 0.`, {
    suggestions: ['Write it as 125, which is about 1 Gbit/s.'],
  })
}

export const linkFlag = {
  link: Flags.custom<number>({
    description: 'MiB/s that the link carries [default: replication.linkMiBps]',
    parse: async (text) => parseLink(text),
  })(),
}

export const replicationFlags = {
  ...linkFlag,
  all: Flags.boolean({
    description:
      'every planned VM, not only those that the plan does not bring back from backups; no mapping is needed',
  }),
}

export const showAllFlag = { 'show-all': Flags.boolean({ description: 'every VM, not only the first' }) }
