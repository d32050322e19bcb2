/**
 * Five weeks of hourly samples of Harbour Foods. Random numbers come from mulberry32 (a public-domain
 * generator of 32 bits), seeded by VM and metric, so a change to one VM leaves the others as they were.
 */

/** A Monday. */
export const harbourFoodsStart = '2026-10-12T00:00:00Z'
export const harbourFoodsHours = 840

function mulberry32(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

/** FNV-1a, 32 bits. */
function seedOf(text: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  return hash
}

/** How busy a VM is at an hour: about 0 to 1, and above where there is a burst. */
type Shape = (hour: number) => number

const hourOfDay = (hour: number): number => hour % 24
const dayOfWeek = (hour: number): number => Math.floor(hour / 24) % 7
const isWeekend = (hour: number): boolean => dayOfWeek(hour) >= 5
const bell = (hour: number, peak: number, width: number): number =>
  Math.exp(-(((((hourOfDay(hour) - peak + 36) % 24) - 12) / width) ** 2))

/** Friday of the fourth week, 18:00 to 22:00: a campaign that worked. */
const campaign: Shape = (hour) => (hour >= 25 * 24 + 18 && hour < 25 * 24 + 22 ? 1.3 : 0)

const shapes = {
  shop: (hour) =>
    0.15 + 0.55 * bell(hour, 20, 4) + 0.3 * bell(hour, 12, 3) + (isWeekend(hour) ? 0.15 : 0) + campaign(hour),
  office: (hour) => (isWeekend(hour) ? 0.08 : 0.1 + 0.8 * bell(hour, 10, 2.5) + 0.6 * bell(hour, 15, 2.5)),
  batch: (hour) => 0.04 + (hourOfDay(hour) >= 1 && hourOfDay(hour) < 4 ? 0.85 : 0),
  shifts: (hour) => (dayOfWeek(hour) === 6 ? 0.1 : hourOfDay(hour) >= 6 && hourOfDay(hour) < 22 ? 0.7 : 0.2),
  steady: (hour) => 0.5 + 0.05 * bell(hour, 2, 2),
  logs: (hour) => 0.3 + 0.3 * bell(hour, 14, 6) + 0.25 * campaign(hour),
  /** Jobs of five hours, on most working days. */
  render: (hour) => (!isWeekend(hour) && hourOfDay(hour) >= 9 && (hour * 7) % 11 < 7 ? 0.9 : 0.03),
  weekdays: (hour) => (isWeekend(hour) ? 0 : 0.2 + 0.5 * bell(hour, 13, 4)),
  constant: () => 1,
} satisfies Record<string, Shape>

interface Course {
  readonly shape: keyof typeof shapes
  /** Percent at idle and when fully busy. */
  readonly cpu: readonly [number, number]
  readonly memory: readonly [number, number]
  /** Bytes a second when fully busy. */
  readonly written: number
  readonly sent: number
  /** Share by which everything is higher at the end than at the start. */
  readonly growth?: number
  readonly noise?: number
}

const MB = 1_000_000
const courses: Readonly<Record<string, Course>> = {
  'web-1': { shape: 'shop', cpu: [6, 48], memory: [38, 52], written: 0.2 * MB, sent: 14 * MB },
  'web-2': { shape: 'shop', cpu: [6, 46], memory: [38, 52], written: 0.2 * MB, sent: 13.5 * MB },
  'shop-1': { shape: 'shop', cpu: [5, 52], memory: [45, 66], written: 0.6 * MB, sent: 6 * MB },
  'shop-2': { shape: 'shop', cpu: [5, 50], memory: [45, 66], written: 0.6 * MB, sent: 5.8 * MB },
  'shop-db-1': { shape: 'shop', cpu: [8, 42], memory: [55, 68], written: 7 * MB, sent: 8 * MB, growth: 0.45 },
  'shop-db-2': { shape: 'shop', cpu: [4, 16], memory: [54, 66], written: 6.5 * MB, sent: 0.6 * MB, growth: 0.2 },
  'cache-1': { shape: 'shop', cpu: [3, 24], memory: [62, 70], written: 0.05 * MB, sent: 9 * MB },
  'erp-app-1': { shape: 'office', cpu: [4, 55], memory: [40, 62], written: 1.2 * MB, sent: 3 * MB },
  'erp-app-2': { shape: 'office', cpu: [4, 50], memory: [40, 60], written: 1.1 * MB, sent: 2.8 * MB },
  'erp-db-1': { shape: 'office', cpu: [9, 48], memory: [70, 82], written: 9 * MB, sent: 7 * MB },
  'erp-batch-1': { shape: 'batch', cpu: [2, 92], memory: [25, 75], written: 20 * MB, sent: 4 * MB },
  'erp-report-1': { shape: 'office', cpu: [3, 35], memory: [30, 45], written: 0.4 * MB, sent: 1 * MB },
  'wms-app-1': { shape: 'shifts', cpu: [5, 45], memory: [42, 58], written: 0.8 * MB, sent: 1.5 * MB },
  'wms-db-1': { shape: 'shifts', cpu: [6, 40], memory: [55, 63], written: 3 * MB, sent: 1.8 * MB },
  'label-1': { shape: 'constant', cpu: [2, 2], memory: [31, 31], written: 20_000, sent: 10_000, noise: 0 },
  'id-1': { shape: 'office', cpu: [3, 22], memory: [40, 46], written: 0.15 * MB, sent: 0.8 * MB },
  'id-2': { shape: 'office', cpu: [3, 20], memory: [40, 45], written: 0.15 * MB, sent: 0.7 * MB },
  'render-1': { shape: 'render', cpu: [3, 70], memory: [12, 68], written: 11 * MB, sent: 6 * MB },
  'render-store-1': { shape: 'render', cpu: [2, 30], memory: [35, 60], written: 12 * MB, sent: 24 * MB },
  'mon-1': { shape: 'steady', cpu: [10, 38], memory: [48, 56], written: 2.2 * MB, sent: 0.5 * MB },
  'log-1': { shape: 'logs', cpu: [8, 60], memory: [50, 60], written: 8 * MB, sent: 0.4 * MB },
  'files-1': { shape: 'office', cpu: [2, 18], memory: [30, 40], written: 4 * MB, sent: 6 * MB },
  'shop-test-1': { shape: 'weekdays', cpu: [0, 60], memory: [0, 90], written: 0.5 * MB, sent: 0.4 * MB },
}

/** 26 hours from a Thursday noon: the collector at the plant was down. */
const isMissing = (vm: string, hour: number): boolean =>
  (vm === 'wms-db-1' && hour >= 17 * 24 + 12 && hour < 17 * 24 + 38) ||
  // One sample in 33, without a pattern.
  (vm === 'log-1' && mulberry32(seedOf(`gap ${hour}`))() < 0.03)

interface Measure {
  readonly metric: string
  readonly range: readonly [number, number]
  readonly round: (value: number) => number
}

const tenths = (value: number): number => Math.round(Math.min(value, 100) * 10) / 10
/** Two significant digits are as much as anybody knows of a rate. */
const twoDigits = (value: number): number => Number(value.toPrecision(2))

function measuresOf(vm: string, { cpu, memory, written, sent }: Course): Measure[] {
  const gpu: Measure = { metric: 'gpu_percent', range: [0, 96], round: tenths }
  return [
    { metric: 'cpu_percent', range: cpu, round: tenths },
    { metric: 'memory_percent', range: memory, round: tenths },
    { metric: 'disk_write_bytes', range: [written / 20, written], round: twoDigits },
    { metric: 'network_out_bytes', range: [sent / 20, sent], round: twoDigits },
    ...(vm === 'render-1' ? [gpu] : []),
  ]
}

function* samplesOf(vm: string, course: Course): Generator<string> {
  const stamps = Array.from({ length: harbourFoodsHours }, (_, hour) =>
    new Date(Date.parse(harbourFoodsStart) + hour * 3_600_000).toISOString().replace('.000', ''),
  )
  for (const { metric, range, round } of measuresOf(vm, course)) {
    const random = mulberry32(seedOf(`${vm} ${metric}`))
    for (const [hour, stamp] of stamps.entries()) {
      // The mean of four uniform numbers: near enough to a bell, and the same on every machine.
      const wobble = (random() + random() + random() + random()) / 2 - 1
      const busy = shapes[course.shape](hour)
      const level = range[0] + (range[1] - range[0]) * busy
      const grown = level * (1 + (course.growth ?? 0) * (hour / harbourFoodsHours))
      const value = Math.max(0, grown * (1 + (course.noise ?? 0.12) * wobble))
      if (!isMissing(vm, hour)) yield `${vm},${stamp},${metric},${round(busy === 0 ? 0 : value)}`
    }
  }
}

/** The CSV: a header, then VM by VM, metric by metric, hour by hour. */
export function makeHarbourFoodsMetrics(): string {
  const lines = ['vm,timestamp,metric,value']
  for (const [vm, course] of Object.entries(courses)) lines.push(...samplesOf(vm, course))
  return `${lines.join('\n')}\n`
}
