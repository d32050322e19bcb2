import type { Source } from '../../model/source.ts'
export const inventorySource: Source = { listFiles: () => Promise.resolve([]) }
