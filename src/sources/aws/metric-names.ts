/**
 * What the names in an answer of CloudWatch say: which metric, which instance, which statistic. An answer itself has a
 * label and an id that people choose; without a choice the label is the metric's name and what tells its metrics apart
 * (CloudWatch API Reference, MetricDataResult; read 2026-11).
 */
import type { MetricId } from '../../model/metric-series.ts'

export interface CloudWatchMetric {
  readonly name: string
  readonly metric: MetricId
  /** As CloudWatch states it of these metrics; it cannot be chosen. */
  readonly unit: 'Percent' | 'Bytes' | 'Count'
}

/** Of EC2, and of the CloudWatch agent inside the machine. */
const metrics: readonly CloudWatchMetric[] = [
  { name: 'CPUUtilization', metric: 'cpu', unit: 'Percent' },
  { name: 'EBSReadBytes', metric: 'disk-read-bytes', unit: 'Bytes' },
  { name: 'EBSReadOps', metric: 'disk-operations', unit: 'Count' },
  { name: 'EBSWriteBytes', metric: 'disk-written-bytes', unit: 'Bytes' },
  { name: 'EBSWriteOps', metric: 'disk-operations', unit: 'Count' },
  { name: 'Memory % Committed Bytes In Use', metric: 'memory', unit: 'Percent' },
  { name: 'NetworkIn', metric: 'network-received-bytes', unit: 'Bytes' },
  { name: 'NetworkOut', metric: 'network-sent-bytes', unit: 'Bytes' },
  { name: 'mem_used_percent', metric: 'memory', unit: 'Percent' },
]

export const knownMetrics = metrics.map(({ name }) => name).join(', ')

const wordOf = (name: string): RegExp => new RegExp(`(?<![a-z0-9])${name}(?![a-z0-9])`, 'gi')
const words = metrics.map((metric) => ({ metric, word: wordOf(metric.name) }))

/** The metric of the first text that names any; null when it names several, or none does. */
export function findMetricIn(texts: readonly string[]): CloudWatchMetric | null {
  for (const text of texts) {
    const found = words.filter(({ word }) => text.search(word) >= 0)
    if (found.length > 0) return found.length === 1 ? (found[0]?.metric ?? null) : null
  }
  return null
}

/** An id of a query may hold no hyphen, so people write i_0abc there. */
const instanceId = /(?<![a-z0-9])i[-_]([0-9a-f]{8,17})(?![a-z0-9])/gi

/** The instances that the first text with any of them names. */
export function findInstancesIn(texts: readonly string[]): readonly string[] {
  for (const text of texts) {
    const found = new Set([...text.matchAll(instanceId)].map(([, digits = '']) => `i-${digits.toLowerCase()}`))
    if (found.size > 0) return [...found]
  }
  return []
}

const statisticWords = [
  ['Average', /^(avg|average|mean)$/i],
  ['Sum', /^(sum|total)$/i],
  ['other', /^(max|maximum|min|minimum|count|samples?|samplecount|stddev|iqm|(p|tm|wm|tc|ts|pr)\d+)$/i],
] as const

export type SaidStatistic = 'Average' | 'Sum' | 'other'

/** Null when no word of the texts is a statistic; `other` also when they name several. */
export function findStatisticIn(texts: readonly string[]): SaidStatistic | null {
  const rest = words.reduce((text, { word }) => text.replaceAll(word, ' '), texts.join(' ').replaceAll(instanceId, ' '))
  const parts = rest.replaceAll(/([a-z])([A-Z])/g, '$1 $2').split(/[^A-Za-z0-9]+/)
  const stated = statisticWords.filter(([, isOne]) => parts.some((part) => isOne.test(part))).map(([name]) => name)
  return stated.length > 1 ? 'other' : (stated[0] ?? null)
}
