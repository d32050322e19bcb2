/** What a server is asked: the queries of the presets and the user's own, with what their answers mean. */
import { InputError } from '../../errors.ts'
import { createFinding, type Finding } from '../../model/finding.ts'
import type { PrometheusSettings } from '../../model/live-settings.ts'
import { metricIds, type MetricId } from '../../model/metric-series.ts'
import { findMetric, findUnit, normaliseName, type NamedMetric, type Unit } from '../metric-names.ts'
import { hostNameGauges, presets, rateWindowSeconds, type PresetScope } from './presets.ts'

export interface MetricQuery {
  /** For messages: `node_exporter, cpu`. */
  readonly name: string
  readonly metric: MetricId
  readonly unit: Unit
  readonly promql: string
  /** Labels that name the VM, in order of preference. */
  readonly identity: readonly string[]
  /** Written by the user, so it goes before a preset where both measure a VM. */
  readonly isOwn: boolean
}

/** Labels beside `identity` that keep two measurements of one VM apart, so that they are not added. */
const apart = ['instance', 'job', 'cluster']

/** Throws InputError `config.invalid` for a label that PromQL cannot take. */
export function presetQueries(settings: PrometheusSettings): MetricQuery[] {
  for (const label of settings.identity) refuseLabel(label)
  return settings.presets.flatMap((id) => {
    const { identity: own, instanceIsVm, queries } = presets[id]
    const stated = settings.identity.filter((label) => instanceIsVm || label !== 'instance')
    const identity = [...new Set([...stated, ...own, ...(instanceIsVm ? ['instance'] : [])])]
    const scope = scopeOf(settings, identity)
    return metricIds.flatMap((metric) => {
      const build = queries[metric]
      if (build === undefined) return []
      const unit = baseUnits[metric]
      return [{ name: `${id}, ${metric}`, metric, unit, promql: build(scope), identity, isOwn: false }]
    })
  })
}

function refuseLabel(label: string): void {
  if (/^[a-zA-Z_]\w*$/.test(label)) return
  throw new InputError('config.invalid', `"${label}" in identity is not the name of a Prometheus label.`, {
    suggestions: ['A label name has letters, digits and underscores, and begins with no digit.'],
  })
}

const scopeOf = ({ stepSeconds }: PrometheusSettings, identity: readonly string[]): PresetScope => ({
  by: [...new Set([...identity, ...apart])].join(', '),
  window: `${rateWindowSeconds(stepSeconds)}s`,
})

/** One series for every name that an instance gives itself; none where no label of `identity` could hold it. */
export function hostNameQueries({ presets: chosen, identity, ...settings }: PrometheusSettings): string[] {
  const wanted = identity.includes('nodename') || identity.includes('hostname')
  const known = chosen.includes('node_exporter') || chosen.includes('windows_exporter')
  if (!wanted || !known) return []
  const window = `${rateWindowSeconds(settings.stepSeconds)}s`
  const by = [...apart, 'nodename', 'hostname'].join(', ')
  return hostNameGauges.map((gauge) => `max by (${by}) (last_over_time(${gauge}[${window}]))`)
}

/** The user's own queries, and a finding for each that drplan cannot use. */
export function ownQueries(
  settings: PrometheusSettings,
  shownUrl: string,
): { queries: MetricQuery[]; findings: Finding[] } {
  const queries: MetricQuery[] = []
  const findings: Finding[] = []
  const identity = [...new Set([...settings.identity, 'instance'])]
  for (const [index, { metric: metricText, unit: unitText, query }] of settings.queries.entries()) {
    const named = findNamed(metricText)
    const unit = unitText === undefined ? (named?.unit ?? null) : findUnit(unitText)
    const name = `own query ${index + 1}, ${metricText}`
    if (named && unit && unit !== 'operations') {
      queries.push({ name, ...named, unit, promql: fillWindows(query, settings), identity, isOwn: true })
    } else findings.push(unusable({ shownUrl, name, unitText, known: named !== null }))
  }
  return { queries, findings }
}

/** A name of the shared table, or the id of a metric. */
function findNamed(text: string): NamedMetric | null {
  const id = metricIds.find((metric) => normaliseName(metric) === normaliseName(text))
  return findMetric(text) ?? (id === undefined ? null : { metric: id, unit: null })
}

/** Grafana's variables, so that a panel's query can be pasted. */
const fillWindows = (query: string, { stepSeconds }: PrometheusSettings): string =>
  query
    .replaceAll('$__rate_interval', `${rateWindowSeconds(stepSeconds)}s`)
    .replaceAll('$__interval', `${stepSeconds}s`)

interface Unusable {
  readonly shownUrl: string
  readonly name: string
  readonly unitText: string | undefined
  readonly known: boolean
}

function unusable({ shownUrl, name, unitText, known }: Unusable): Finding {
  const unit = unitText === undefined ? 'has no unit' : `is in "${unitText}"`
  return createFinding('store.unit-unknown', {
    subject: shownUrl,
    message: known
      ? `The ${name}, ${unit}; it was not asked.`
      : `The ${name}, is of no known metric; it was not asked.`,
    suggestion: known
      ? 'State `unit`: an amount (bytes, vcpu, gpu), a rate a second (bytes/s, operations/s) or percent.'
      : `Known metrics: ${metricIds.join(', ')}.`,
  })
}

const baseUnits: Readonly<Record<MetricId, Unit>> = {
  cpu: 'vcpu',
  memory: 'bytes',
  'disk-operations': 'operations/s',
  'disk-bytes': 'bytes/s',
  'disk-read-bytes': 'bytes/s',
  'disk-written-bytes': 'bytes/s',
  'network-bytes': 'bytes/s',
  'network-received-bytes': 'bytes/s',
  'network-sent-bytes': 'bytes/s',
  gpu: 'gpu',
  'gpu-memory': 'bytes',
}
