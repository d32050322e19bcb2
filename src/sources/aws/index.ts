/** AWS itself, asked through its SDK: what runs in some accounts and regions, and what it used. Only calls that read. */
import type { Source } from '../../model/source.ts'
import { readMetrics } from './read-metrics.ts'
import { readSite } from './read-site.ts'

export const awsSource: Source = {
  listFiles: () => Promise.resolve([]),
  readSite,
  readMetrics,
}
