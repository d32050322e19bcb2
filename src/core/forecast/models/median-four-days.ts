import { flatMedian } from '../flat-median.ts'

export const medianFourDays = flatMedian('median-four-days', 4)
