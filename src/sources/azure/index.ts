/** Azure itself, asked through its SDK: what runs in some subscriptions, and what it used. Only calls that read. */
import type { Source } from '../../model/source.ts'
import { readMetrics } from './read-metrics.ts'
import { readSite } from './read-site.ts'

export const azureSource: Source = {
  listFiles: () => Promise.resolve([]),
  readSite,
  readMetrics,
}
