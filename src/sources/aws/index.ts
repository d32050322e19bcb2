/** AWS itself, asked through its SDK: what runs in some accounts and regions, and what it used. Only calls that read. */
import { BugError } from '../../errors.ts'
import type { Source } from '../../model/source.ts'
import { readMetrics } from './read-metrics.ts'
import { readSite } from './read-site.ts'
import { simulatePermissions } from './simulate-permissions.ts'

export const awsSource: Source = {
  listFiles: () => Promise.resolve([]),
  readSite,
  readMetrics,
  readPermissions: (live, asked) => {
    if (live.kind !== 'aws') throw new BugError('bug.invariant', `The source aws was given settings of ${live.kind}.`)
    return simulatePermissions(live, asked)
  },
}
