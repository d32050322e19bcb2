/** Every source by its id. Each is loaded when it is asked for: a parser costs nothing until it is used. */
import type { Source } from '../model/source.ts'
import type { SourceId } from '../model/source-id.ts'

export const sources = {
  aws: async () => (await import('./aws/index.ts')).awsSource,
  'aws-describe': async () => (await import('./aws/describe.ts')).awsDescribeSource,
  inventory: async () => (await import('./inventory/index.ts')).inventorySource,
  'metrics-csv': async () => (await import('./metrics-csv/index.ts')).metricsCsvSource,
  prometheus: async () => (await import('./prometheus/index.ts')).prometheusSource,
  rvtools: async () => (await import('./rvtools/index.ts')).rvtoolsSource,
} satisfies Record<SourceId, () => Promise<Source>>

export const loadSource = (id: SourceId): Promise<Source> => sources[id]()
