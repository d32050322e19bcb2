/**
 * What metrics are called in exports, and in which unit such a name comes. One table; a name is compared
 * without case and punctuation. Sources: AWS CloudWatch metric names (AWS/EC2, CWAgent), VMware
 * vSphere performance counters, Numenta's NAB file names, and plain `<metric>_<unit>` names.
 */
import type { MetricId } from '../model/metric-series.ts'

/**
 * Units, as what they measure and how many base units they are. K, M and G are powers of 1024, as in the
 * sources that use them: vSphere counters, /proc/meminfo and sysstat. Rates in bits are powers of 1000.
 */
export const units = {
  percent: { of: 'share', factor: 0.01 },
  vcpu: { of: 'vcpu', factor: 1 },
  mhz: { of: 'mhz', factor: 1 },
  gpu: { of: 'gpu', factor: 1 },
  bytes: { of: 'bytes', factor: 1 },
  kb: { of: 'bytes', factor: 1024 },
  mb: { of: 'bytes', factor: 1024 ** 2 },
  gb: { of: 'bytes', factor: 1024 ** 3 },
  'bytes/s': { of: 'bytes/s', factor: 1 },
  'kb/s': { of: 'bytes/s', factor: 1024 },
  'mb/s': { of: 'bytes/s', factor: 1024 ** 2 },
  'kbit/s': { of: 'bytes/s', factor: 125 },
  'mbit/s': { of: 'bytes/s', factor: 125_000 },
  operations: { of: 'operations', factor: 1 },
  'operations/s': { of: 'operations/s', factor: 1 },
} as const satisfies Record<string, { of: string; factor: number }>
export type Unit = keyof typeof units

/** How a unit may be written in a `unit` column; compared without case and spaces. */
const unitSpellings: Readonly<Record<string, Unit>> = {
  '%': 'percent',
  percent: 'percent',
  percentage: 'percent',
  vcpu: 'vcpu',
  vcpus: 'vcpu',
  cores: 'vcpu',
  mhz: 'mhz',
  megahertz: 'mhz',
  gpu: 'gpu',
  gpus: 'gpu',
  b: 'bytes',
  byte: 'bytes',
  bytes: 'bytes',
  kb: 'kb',
  kib: 'kb',
  kilobytes: 'kb',
  mb: 'mb',
  mib: 'mb',
  megabytes: 'mb',
  gb: 'gb',
  gib: 'gb',
  gigabytes: 'gb',
  'b/s': 'bytes/s',
  'bytes/s': 'bytes/s',
  'bytes/second': 'bytes/s',
  'kb/s': 'kb/s',
  'kib/s': 'kb/s',
  'kilobytes/second': 'kb/s',
  'mb/s': 'mb/s',
  'mib/s': 'mb/s',
  'megabytes/second': 'mb/s',
  'kbit/s': 'kbit/s',
  'kilobits/second': 'kbit/s',
  'mbit/s': 'mbit/s',
  'megabits/second': 'mbit/s',
  count: 'operations',
  operations: 'operations',
  iops: 'operations/s',
  'count/second': 'operations/s',
  'operations/s': 'operations/s',
}

export interface NamedMetric {
  readonly metric: MetricId
  /** Null: the name says nothing, the unit has to be stated. */
  readonly unit: Unit | null
}

const rows: readonly (readonly [MetricId, Unit | null, ...string[]])[] = [
  ['cpu', null, 'cpu'],
  ['cpu', 'percent', 'cpu_percent', 'cpu_pct', 'cpu_utilization', 'cpu_utilisation', 'cpuutilization'],
  ['cpu', 'percent', 'cpu_utilization_percentage', 'percentage_cpu', 'ec2_cpu_utilization', 'rds_cpu_utilization'],
  ['cpu', 'vcpu', 'cpu_vcpu', 'cpu_vcpus', 'cpu_cores'],
  ['cpu', 'mhz', 'cpu_mhz', 'cpu_usagemhz_average'],
  ['memory', null, 'memory', 'mem'],
  ['memory', 'percent', 'memory_percent', 'mem_percent', 'memory_pct', 'mem_used_percent', 'memory_utilization'],
  ['memory', 'bytes', 'memory_bytes', 'mem_bytes'],
  ['memory', 'kb', 'memory_kb', 'memory_kib', 'mem_kb', 'mem_kib'],
  ['memory', 'mb', 'memory_mb', 'memory_mib', 'mem_mb', 'mem_mib'],
  ['memory', 'gb', 'memory_gb', 'memory_gib', 'mem_gb', 'mem_gib'],
  ['disk-operations', 'operations/s', 'disk_iops', 'disk_operations', 'iops'],
  ['disk-bytes', 'bytes/s', 'disk_bytes'],
  ['disk-bytes', 'kb/s', 'disk_kbps', 'disk_usage_average'],
  ['disk-read-bytes', 'bytes/s', 'disk_read_bytes'],
  ['disk-read-bytes', 'bytes', 'ec2_disk_read_bytes', 'ebsreadbytes', 'diskreadbytes'],
  ['disk-read-bytes', 'kb/s', 'disk_read_kbps', 'disk_read_average'],
  ['disk-written-bytes', 'bytes/s', 'disk_write_bytes', 'disk_written_bytes'],
  ['disk-written-bytes', 'bytes', 'ec2_disk_write_bytes', 'ebswritebytes', 'diskwritebytes'],
  ['disk-written-bytes', 'kb/s', 'disk_write_kbps', 'disk_write_average'],
  ['network-bytes', 'bytes/s', 'network_bytes', 'net_bytes'],
  ['network-bytes', 'kb/s', 'network_kbps', 'net_kbps', 'net_usage_average'],
  ['network-received-bytes', 'bytes/s', 'network_in_bytes', 'network_received_bytes'],
  ['network-received-bytes', 'bytes', 'ec2_network_in', 'networkin'],
  ['network-sent-bytes', 'bytes/s', 'network_out_bytes', 'network_sent_bytes'],
  ['network-sent-bytes', 'bytes', 'ec2_network_out', 'networkout'],
  ['gpu', 'percent', 'gpu_percent', 'gpu_utilization'],
  ['gpu', 'gpu', 'gpu_count_used'],
  ['gpu-memory', 'bytes', 'gpu_memory_bytes'],
  ['gpu-memory', 'percent', 'gpu_memory_percent'],
  ['gpu-memory', 'mb', 'gpu_memory_mib', 'gpu_memory_mb'],
]

const metricsByName = new Map<string, NamedMetric>(
  rows.flatMap(([metric, unit, ...names]) => names.map((name) => [name, { metric, unit }] as const)),
)

/** Every name that is accepted, for messages. */
export const metricNames: readonly string[] = [...metricsByName.keys()].sort()

/** `CPU %` and `cpu-percent` are one name: lower case, words joined by `_`. */
export const normaliseName = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll('%', ' percent ')
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^_+|_+$/g, '')

/** Null when nobody calls a metric so. */
export const findMetric = (name: string): NamedMetric | null => metricsByName.get(normaliseName(name)) ?? null

/** Null when nobody writes a unit so. */
export const findUnit = (text: string): Unit | null => {
  const spelling = text.toLowerCase().replaceAll(/\s+/g, '')
  return Object.hasOwn(unitSpellings, spelling) ? (unitSpellings[spelling] ?? null) : null
}

/** The longest metric name inside a file's name, and what is left of it: `web-1_cpu_percent` is web-1's. */
export function findMetricInFileName(fileName: string): { name: string; rest: string } | null {
  const words = [...fileName.matchAll(/[a-z0-9]+/gi)]
  for (let length = words.length; length > 0; length--) {
    for (let start = 0; start + length <= words.length; start++) {
      const [first, last] = [words[start], words[start + length - 1]]
      if (!first || !last) continue
      const end = last.index + last[0].length
      const name = fileName.slice(first.index, end)
      if (findMetric(name)) return { name, rest: trimJoints(fileName.slice(0, first.index) + fileName.slice(end)) }
    }
  }
  return null
}

const trimJoints = (text: string): string => text.replaceAll(/^[-_. ]+|[-_. ]+$/g, '')
