/**
 * Metric samples from any server that speaks the HTTP API of Prometheus: Prometheus, VictoriaMetrics, Mimir, Thanos.
 * First every query is asked for the whole history in few long steps: that shows which series there are, which VM each
 * measures, and how many there are, by which the history is then cut into chunks.
 */
import { InputError } from '../../errors.ts'
import { createChance } from '../../model/chance.ts'
import type { Finding } from '../../model/finding.ts'
import type { PrometheusSettings } from '../../model/live-settings.ts'
import type { Site } from '../../model/site.ts'
import type { MetricReading, Source, SourceRequest } from '../../model/source.ts'
import { noDroppedPoints } from './answer.ts'
import { createSeriesChoice, noSeriesFaults } from './choose-series.ts'
import { countSeries, readHostNames } from './first-look.ts'
import { createIdentifier } from './identify.ts'
import { usualPace, type Pace } from './pace.ts'
import { hostNameQueries, ownQueries, presetQueries } from './queries.ts'
import { readHistory } from './read-history.ts'
import type { Listening } from './read-steps.ts'
import { findServer, type Environment } from './server.ts'
import { historySteps } from './steps.ts'

export interface PrometheusOptions {
  readonly pace?: Partial<Pace>
  /** Holds the credentials that the settings name; by default that of the process. */
  readonly environment?: Environment
}

/**
 * `readMetrics` throws InputError `config.invalid` for settings that cannot be used, and SourceError `source.*` for a
 * server that does not answer or has none of the series.
 */
export const createPrometheusSource = (options: PrometheusOptions = {}): Source => ({
  listFiles: async () => [],
  readMetrics: (request, site) => readMetrics(request, site, options),
})

export const prometheusSource: Source = createPrometheusSource()

async function readMetrics(request: SourceRequest, site: Site, options: PrometheusOptions): Promise<MetricReading> {
  const settings = settingsOf(request)
  const stop = new AbortController()
  const listening: Listening = {
    server: findServer(settings, options.environment ?? process.env),
    pace: { ...usualPace, ...options.pace },
    signal: stop.signal,
    // Chance only keeps parallel questions apart: the same every time is as good.
    chance: createChance(1),
    dropped: noDroppedPoints(),
    warnings: new Set(),
    infos: new Set(),
  }
  const own = ownQueries(settings, listening.server.shownUrl)
  const queries = [...own.queries, ...presetQueries(settings)]
  if (queries.length === 0) throw nothingToAsk(own.findings)
  const steps = historySteps(request.until, settings.historyDays, settings.stepSeconds)
  const faults = noSeriesFaults()
  const findings: Finding[] = [...own.findings]
  try {
    const hostNames = await readHostNames(hostNameQueries(settings), steps, listening)
    const choice = createSeriesChoice(createIdentifier(site, hostNames), faults)
    const seriesCounts = await countSeries({ queries, steps, listening, choice })
    const reading = { request, site, queries, steps, listening, choice, seriesCounts, faults, findings, stop }
    return { batches: readHistory(reading), findings }
  } catch (error) {
    stop.abort()
    throw error
  }
}

const nothingToAsk = (findings: readonly Finding[]): InputError =>
  new InputError('config.invalid', 'A Prometheus source has no preset, and no query that can be used.', {
    suggestions: [...findings.map(({ message }) => message), 'Choose `presets`, or write `queries`.'],
  })

function settingsOf({ live }: SourceRequest): PrometheusSettings {
  if (live?.kind === 'prometheus') return live
  throw new InputError('config.invalid', 'A source of the kind prometheus needs settings.', {
    suggestions: ['Give it a `url`, such as http://prometheus:9090.'],
  })
}
