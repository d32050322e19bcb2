/** How late replicated data would have been, cadences, first copies, and recovery lines. Only the replay writes an artefact. */
import { cadencesOf } from '../core/replication/cadence-of-site.ts'
import { lineOfSite, type SiteLine } from '../core/replication/line-of-site.ts'
import { namesOf, replaySite, replicatedOf } from '../core/replication/replicate.ts'
import { seedSite } from '../core/replication/seed-site.ts'
import type { CadenceReport } from '../model/cadence.ts'
import { compareFindings, type Finding } from '../model/finding.ts'
import type { Grid } from '../model/metric-series.ts'
import { count, duration, percentDown } from '../model/quantity.ts'
import type { RecoveryLineReport } from '../model/recovery-line.ts'
import type { ReplicationReport } from '../model/replication.ts'
import type { ReplicationSettings } from '../model/replication-settings.ts'
import type { ScopedVm } from '../model/scoped-vm.ts'
import type { SeedingAnswer } from '../model/seeding.ts'
import { withLock } from '../workspace/lock.ts'
import { readGrids } from '../workspace/metrics/store.ts'
import type { StepContext } from './context.ts'
import { forecast } from './forecast.ts'
import { map } from './map.ts'
import { metricFolder } from './metric-folder.ts'
import { monitor, type Monitored } from './monitor.ts'
import { readPoints } from './recovery-points.ts'
import { hashValue, refresh, type Refreshed } from './refresh.ts'
import { scopeOf } from './scope.ts'

export interface ReplicationWish {
  /** In place of that of drplan.yaml. */
  readonly linkMiBps?: number | undefined
  /** Every planned VM, whatever the mapping brings back from backups: a first look, before anything is forecast. */
  readonly all: boolean
}

export interface ReplayOptions extends ReplicationWish {
  /** Told how many searches for a link are done, and of how many. */
  readonly onSearched?: (done: number, total: number) => void
}

/**
 * Collects what is stale, and replays what was written; reused when nothing that it rests on changed. Of the history only the
 * written bytes are held. Throws what the steps throw, and InputError `replication.grid-invalid`.
 */
export const replayReplication = (context: StepContext, options: ReplayOptions): Promise<Refreshed<'replication'>> =>
  withLock(context.folders.workspace, async () => {
    const monitored = await monitor(context)
    const replicated = await replicatedVms(context, monitored, options)
    const settings = settingsOf(context, options)
    const result = await refresh('replication', context, {
      inputs: {
        ...monitored.inputs,
        site: monitored.site.stored.hash,
        samples: hashValue(monitored.metrics),
        vms: hashValue(replicated.map(({ vm, tier }) => [vm.id, tier])),
        'drplan.yaml: replication': hashValue(settings),
        options: hashValue([options.all]),
      },
      compute: async () => {
        const inputs = { ...(await inputsOf(context, monitored, replicated)), settings }
        const { replay, findings } = replaySite(inputs, options.onSearched)
        const nameOf = namesOf(replicated)
        return {
          ...replay,
          scope: options.all ? ('all' as const) : ('plan' as const),
          names: Object.fromEntries(replicated.map(({ vm }) => [vm.id, nameOf(vm.id)])),
          findings: [...findings].sort(compareFindings),
        }
      },
    })
    context.report({ step: 'replay', summary: summaryOf(result.stored.content), reused: result.reused })
    return result
  })

function summaryOf({ names, unknownVms, lag, steps, stepSeconds }: ReplicationReport): string {
  const measured = Object.keys(names).length - unknownVms.length
  const worst = lag?.tiers.reduce((most, { worstLagMinutes }) => Math.max(most, worstLagMinutes), 0)
  const kept = lag?.tiers.reduce((least, { withinShare }) => Math.min(least, withinShare ?? 1), 1) ?? 1
  const late =
    worst === undefined ? 'the link is unknown' : `worst loss ${duration(worst)}, the RPO kept ${percentDown(kept)}`
  return `${count(measured, 'VM')} over ${duration((steps * stepSeconds) / 60)}, ${late}`
}

/** The cadence of snapshots and logs of every planned VM. Throws what `monitor` throws. */
export const cadenceOfPlan = (context: StepContext, wish: Pick<ReplicationWish, 'linkMiBps'>): Promise<CadenceReport> =>
  withLock(context.folders.workspace, async () => {
    const monitored = await monitor(context)
    const { planned } = scopeOf(monitored.site.stored.content, context.config)
    const { recovery, mapping } = context.config
    return cadencesOf({
      ...(await inputsOf(context, monitored, planned)),
      settings: settingsOf(context, { ...wish, all: true }),
      recovery,
      hoursPerMonth: mapping.hoursPerMonth,
      currency: context.target.loadCatalogue().currency,
    })
  })

export interface SeedOptions extends ReplicationWish {
  /** ISO 8601 UTC. */
  readonly start: string
  readonly finishBy: string | null
}

export interface SeedReport {
  readonly answer: SeedingAnswer
  readonly names: Readonly<Record<string, string>>
  readonly findings: readonly Finding[]
}

/** The first copies. Throws what the steps throw, and InputError `replication.grid-invalid`. */
export const seedReplication = (context: StepContext, options: SeedOptions): Promise<SeedReport> =>
  withLock(context.folders.workspace, async () => {
    const monitored = await monitor(context)
    const replicated = await replicatedVms(context, monitored, options)
    const inputs = { ...(await inputsOf(context, monitored, replicated)), settings: settingsOf(context, options) }
    const finishByMs = options.finishBy === null ? null : Date.parse(options.finishBy)
    const { answer, findings } = seedSite(inputs, { startMs: Date.parse(options.start), finishByMs })
    const names = Object.fromEntries(replicated.map(({ vm }) => [vm.id, vm.name]))
    return { answer, names, findings: [...findings].sort(compareFindings) }
  })

export interface LineOptions {
  readonly pointsFile: string
  /** ISO 8601 UTC. */
  readonly failedAt: string
  readonly notAfter: string | null
}

export interface LineReport {
  readonly report: RecoveryLineReport
  readonly findings: SiteLine['findings']
}

/** The recovery line of a file of points. Throws what `monitor` throws, and InputError `replication.points-*`. */
export const recoveryLine = (context: StepContext, options: LineOptions): Promise<LineReport> =>
  withLock(context.folders.workspace, async () => {
    const { site } = await monitor(context)
    const { vms, network } = site.stored.content
    const { planned } = scopeOf(site.stored.content, context.config)
    const { points, elsewhere } = await readPoints(options.pointsFile, {
      planned: planned.map(({ vm }) => vm),
      all: vms,
    })
    const { failedAt, notAfter } = options
    const settings = context.config.replication.line
    const { report, findings } = lineOfSite({ planned, network, points, settings, failedAt, notAfter })
    return { report: { ...report, pointsElsewhere: elsewhere }, findings: [...findings].sort(compareFindings) }
  })

const settingsOf = ({ config }: StepContext, { linkMiBps }: Partial<ReplicationWish>): ReplicationSettings => ({
  ...config.replication,
  linkMiBps: linkMiBps ?? config.replication.linkMiBps,
})

/** What is not brought back from backups goes over the link. */
async function replicatedVms(
  context: StepContext,
  monitored: Monitored,
  { all }: ReplicationWish,
): Promise<readonly ScopedVm[]> {
  const { planned } = scopeOf(monitored.site.stored.content, context.config)
  if (all) return planned
  const mapping = await map(context, monitored, await forecast(context, monitored))
  return replicatedOf(planned, mapping.stored.content.mapping)
}

async function inputsOf(context: StepContext, { site }: Monitored, replicated: readonly ScopedVm[]) {
  const wanted = new Set(replicated.map(({ vm }) => vm.id))
  const grids = new Map<string, Grid>()
  for await (const grid of readGrids(metricFolder(context)))
    if (grid.metric === 'disk-written-bytes' && wanted.has(grid.vmId)) grids.set(grid.vmId, grid)
  return { network: site.stored.content.network, replicated, grids }
}
