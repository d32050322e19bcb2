import { flatMedian } from '../flat-median.ts'
import { CLEARLY } from '../forecast-model.ts'

export const medianWeek = flatMedian('median-week', 7, CLEARLY)
