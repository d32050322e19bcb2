import { levelAndShape } from '../level-and-shape.ts'

/** A young habit: the shape of the last four days on the level of the last one. */
export const shapeFourDays = levelAndShape('shape-four-days', { shape: 'short', levelDays: 1 })
