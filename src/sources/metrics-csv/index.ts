/** Metric samples from CSV files. */
import type { Source } from '../../model/source.ts'

export const metricsCsvSource: Source = { listFiles: () => Promise.resolve([]) }
