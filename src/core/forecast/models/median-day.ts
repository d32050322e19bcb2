import { flatMedian } from '../flat-median.ts'

export const medianDay = flatMedian('median-day', 1)
