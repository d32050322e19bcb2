/** What stands above a forecast that was made with other settings. */
import type { WhatIf } from '../../model/vm-forecast.ts'
import { paragraph, style } from '../text.ts'
import { daysOrHours } from './forecast-figures.ts'

/** No line where nothing is tried. */
export function whatIfLines({ horizonHours, selection, quantile }: WhatIf, width: number): readonly string[] {
  const tried = [
    ...(horizonHours === null ? [] : [`horizon ${daysOrHours(horizonHours)}`]),
    ...(selection === null ? [] : [`model ${selection}`]),
    ...(quantile === null ? [] : [`quantile ${quantile}`]),
  ]
  if (tried.length === 0) return []
  const said = `${style.bold('What if: nothing was saved.')} This is with ${tried.join(', ')}; the rest is as in drplan.yaml.`
  return [...paragraph(said, width), '']
}
