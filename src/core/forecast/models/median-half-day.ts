import { flatMedian } from '../flat-median.ts'

export const medianHalfDay = flatMedian('median-half-day', 0.5)
