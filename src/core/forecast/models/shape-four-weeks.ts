import { levelAndShape } from '../level-and-shape.ts'

/** The shape of four weeks on the level of the last half day, for levels that change fast. */
export const shapeFourWeeks = levelAndShape('shape-four-weeks', { shape: 'long', levelDays: 0.5 })
