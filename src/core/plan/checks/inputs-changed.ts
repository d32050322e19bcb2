import type { Check } from '../../../model/check.ts'
import { createFinding } from '../../../model/finding.ts'

export const inputsChanged: Check = {
  title: 'The plan was made from the files that are there now.',
  run: ({ plannedFrom, now }) => {
    const names = [...new Set([...Object.keys(plannedFrom), ...Object.keys(now)])].sort()
    return names.flatMap((name) => {
      const [before, after] = [plannedFrom[name], now[name]]
      if (before === after) return []
      const what = before === undefined ? 'is new' : after === undefined ? 'is gone' : 'changed'
      return createFinding('check.input-changed', {
        subject: name,
        message: `${name} ${what} since the plan was made.`,
        suggestion: 'Run drplan plan and review the difference.',
      })
    })
  },
}
