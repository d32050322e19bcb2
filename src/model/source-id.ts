/** The front ends drplan can read a site from. */
export const sourceIds = ['aws-describe', 'inventory', 'metrics-csv', 'rvtools'] as const
export type SourceId = (typeof sourceIds)[number]
