import { levelAndShape } from '../level-and-shape.ts'

/** The shape of three weeks on the level of the last day: the best single model for most machines. */
export const shapeThreeWeeks = levelAndShape('shape-three-weeks', { shape: 'usual', levelDays: 1 })
