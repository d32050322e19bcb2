/** The thread up to a step, for commands that stop there: each runs whatever is stale before it. */
import type { FleetSummary } from '../model/fleet-demand.ts'
import { withLock } from '../workspace/lock.ts'
import type { StepContext } from './context.ts'
import { addTogether, summaryOf } from './fleet.ts'
import { forecast } from './forecast.ts'
import { map } from './map.ts'
import { monitor, type Monitored, type MonitorOptions } from './monitor.ts'
import type { Refreshed } from './refresh.ts'
import { scopeOf } from './scope.ts'
import { translate } from './translate.ts'

export const monitorOnly = (
  context: StepContext,
  { tolerant }: Pick<MonitorOptions, 'tolerant'> = {},
): Promise<Monitored> =>
  withLock(context.folders.workspace, () => monitor(context, { askLiveAgain: true, tolerant: tolerant === true }))

export interface Forecasted {
  readonly monitored: Monitored
  readonly demands: Refreshed<'demands'>
}

/** `together`: what all planned VMs need at the same time, by the history. */
export const untilForecast = (
  context: StepContext,
): Promise<Forecasted & { readonly together: readonly FleetSummary[] }> =>
  withLock(context.folders.workspace, async () => {
    const monitored = await monitor(context)
    const demands = await forecast(context, monitored)
    const { planned } = scopeOf(monitored.site.stored.content, context.config)
    const { metrics } = monitored
    const fleets = await addTogether(planned, context, { metrics, levels: [context.config.demand.quantile] })
    return { monitored, demands, together: fleets.map(summaryOf) }
  })

export const untilMap = (context: StepContext): Promise<Forecasted & { readonly mapping: Refreshed<'mapping'> }> =>
  withLock(context.folders.workspace, async () => {
    const monitored = await monitor(context)
    const demands = await forecast(context, monitored)
    return { monitored, demands, mapping: await map(context, monitored, demands) }
  })

export const untilTranslate = (
  context: StepContext,
): Promise<{ readonly monitored: Monitored; readonly translation: Refreshed<'translation'> }> =>
  withLock(context.folders.workspace, async () => {
    const monitored = await monitor(context)
    return { monitored, translation: await translate(context, monitored) }
  })
