import type { Source } from '../../model/source.ts'
export const awsDescribeSource: Source = { listFiles: () => Promise.resolve([]) }
