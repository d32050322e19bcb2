/** Shared with other live sources. */
export { mapAtMost } from '../at-most.ts'
