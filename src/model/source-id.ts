/** The front ends drplan can read a site from. */

/** They read files, and are read again when a file changes. */
export const fileSourceIds = ['aws-describe', 'inventory', 'metrics-csv', 'rvtools'] as const
export type FileSourceId = (typeof fileSourceIds)[number]

/** They ask a running system, and are as fresh as the moment they are asked. */
export const liveSourceIds = ['prometheus'] as const
export type LiveSourceId = (typeof liveSourceIds)[number]

export const sourceIds = [...fileSourceIds, ...liveSourceIds] as const
export type SourceId = (typeof sourceIds)[number]
