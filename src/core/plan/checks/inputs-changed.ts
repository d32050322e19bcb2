import type { Check, CheckContext } from '../../../model/check.ts'
import { createFinding, type Finding } from '../../../model/finding.ts'

export const inputsChanged: Check = {
  title: 'The plan was made from the files and settings that are there now.',
  codes: ['check.history-newer', 'check.input-changed'],
  source: 'ISO 22301:2019, 7.5.3: documented information is controlled',
  run: (context) => [...filesChanged(context), ...policyChanged(context)],
}

function filesChanged({ plannedFrom, now, forecastAgain, histories }: CheckContext): readonly Finding[] {
  const names = [...new Set([...Object.keys(plannedFrom), ...Object.keys(now)])].sort()
  return names.flatMap((name) => {
    const [before, after] = [plannedFrom[name], now[name]]
    if (before === after) return []
    const what = before === undefined ? 'is new' : after === undefined ? 'is gone' : 'changed'
    if (histories.has(name) && !forecastAgain) {
      return createFinding('check.history-newer', {
        subject: name,
        message: `${name} ${what} since the plan was made, and demand is taken as it was forecast then.`,
        suggestion: 'drplan check --forecast   reads the samples and forecasts again; drplan plan does so too.',
      })
    }
    return createFinding('check.input-changed', {
      subject: name,
      message: `${name} ${what} since the plan was made. What follows from it for the plan is in findings of its own; where there are none, nothing does.`,
      suggestion: 'Run drplan plan when the plan is next reviewed.',
    })
  })
}

/** A quantile and a horizon are of the forecast itself; headroom is not. */
function policyChanged({ plan, demandPolicy, forecastAgain }: CheckContext): readonly Finding[] {
  const { quantile, horizonDays } = demandPolicy
  const isOther = plan.demands.some(
    ({ level, horizonHours }) => level !== quantile || horizonHours !== horizonDays * 24,
  )
  if (forecastAgain || !isOther) return []
  return [
    createFinding('check.history-newer', {
      subject: 'drplan.yaml: demand',
      message: `drplan.yaml asks for the ${quantile} quantile over ${horizonDays} days, and demand is taken as it was forecast for the plan, which asked otherwise.`,
      suggestion: 'drplan check --forecast   forecasts again; drplan plan does so too.',
    }),
  ]
}
