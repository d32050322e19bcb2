/** The front ends drplan can read a site from. */

/** They read files, and are read again when a file changes. */
export const fileSourceIds = ['aws-describe', 'inventory', 'metrics-csv', 'rvtools'] as const
export type FileSourceId = (typeof fileSourceIds)[number]

/** They ask a live system. */
export const liveSourceIds = ['aws'] as const

export const sourceIds = [...fileSourceIds, ...liveSourceIds] as const
export type SourceId = (typeof sourceIds)[number]
