import type { Source } from '../../model/source.ts'
export const awsSource: Source = { listFiles: () => Promise.resolve([]) }
