/** Recovery points from a file of a person or a product: CSV by its name, else YAML or JSON; of the VMs that they are of. */
import { InputError, type Place } from '../errors.ts'
import { nearest } from '../model/nearest.ts'
import type { RecoveryPoint } from '../model/recovery-line.ts'
import { recoveryPointsFileSchema, type WrittenPoint } from '../model/recovery-points-file.ts'
import { readPointsTable } from '../sources/recovery-points.ts'
import { readTextIfThere } from '../workspace/files.ts'
import { parseYaml } from '../workspace/yaml-file.ts'

export interface ReadPoints {
  /** By VM. */
  readonly points: ReadonlyMap<string, readonly RecoveryPoint[]>
  /** Of VMs that are not planned. */
  readonly elsewhere: number
}

interface NamedVm {
  readonly id: string
  readonly name: string
}

interface Vms {
  readonly planned: readonly NamedVm[]
  readonly all: readonly NamedVm[]
}

interface PlacedPoint {
  readonly place: Place
  readonly point: WrittenPoint
}

const MOST_FAULTS = 10

/** Throws InputError `replication.points-missing` or `replication.points-invalid`: every fault, each with its line. */
export async function readPoints(file: string, vms: Vms): Promise<ReadPoints> {
  const text = await readTextIfThere(file).catch((error: unknown) => {
    throw invalid([{ place: { file }, message: error instanceof Error ? error.message : String(error), near: null }])
  })
  if (text === null)
    throw new InputError('replication.points-missing', `There is no ${file}.`, {
      place: { file },
      suggestions: ['A CSV file with the columns vm, time, consistency, id, group; see docs/replication.md.'],
    })
  const placed = /\.(csv|tsv)$/i.test(file) ? fromTable(text, file) : fromYaml(text, file)
  return byVm(placed, vms)
}

function fromYaml(text: string, file: string): readonly PlacedPoint[] {
  const invalid = 'replication.points-invalid'
  const kind = { schema: recoveryPointsFileSchema, name: 'recovery-points', syntax: invalid, invalid } as const
  const { value, placeOf } = parseYaml(text, file, kind)
  return value.points.map((point, index) => ({ point, place: placeOf(['points', index]) }))
}

function fromTable(text: string, file: string): readonly PlacedPoint[] {
  const faults: Fault[] = []
  const placed = readPointsTable(text, file).flatMap(({ place, values }) => {
    const result = recoveryPointsFileSchema.shape.points.element.safeParse(values)
    if (result.success) return [{ place, point: result.data }]
    for (const { path, message } of result.error.issues)
      faults.push({ place, message: `${path.join('.')}: ${message}`, near: null })
    return []
  })
  if (faults.length > 0) throw invalid(faults)
  return placed
}

interface Fault {
  readonly place: Place
  readonly message: string
  readonly near: string | null
}

function byVm(placed: readonly PlacedPoint[], { planned, all }: Vms): ReadPoints {
  const faults: Fault[] = []
  const points = new Map<string, RecoveryPoint[]>()
  const ids = new Set(planned.map(({ id }) => id))
  const find = finderOf(all)
  let elsewhere = 0
  for (const { place, point } of placed) {
    const found = find(point.vm)
    if (typeof found !== 'string') faults.push({ place, ...found })
    else if (ids.has(found)) points.set(found, [...(points.get(found) ?? []), pointOf(point)])
    else elsewhere += 1
  }
  faults.push(...twice(placed, find))
  if (faults.length > 0) throw invalid(faults)
  return { points, elsewhere }
}

const pointOf = ({ time, consistency, id, group }: WrittenPoint): RecoveryPoint => ({
  id: id ?? new Date(time).toISOString(),
  at: time,
  kind: consistency,
  ...(group !== undefined && { groupPointId: group }),
})

type Found = string | Omit<Fault, 'place'>

/** By id before name. */
function finderOf(all: readonly NamedVm[]): (wanted: string) => Found {
  const ids = new Set(all.map(({ id }) => id))
  const byName = Map.groupBy(all, ({ name }) => name)
  return (wanted) => {
    if (ids.has(wanted)) return wanted
    const [first, ...others] = byName.get(wanted) ?? []
    if (first && others.length === 0) return first.id
    if (first) return { message: `${others.length + 1} VMs are called ${wanted}: name one by its id.`, near: null }
    return { message: `There is no VM ${wanted}.`, near: nearest(wanted, [...byName.keys()]) }
  }
}

/** Two points of a VM with one id could not be told apart. */
function twice(placed: readonly PlacedPoint[], find: (wanted: string) => Found): readonly Fault[] {
  const seen = new Set<string>()
  return placed.flatMap(({ place, point }) => {
    const key = JSON.stringify([find(point.vm), pointOf(point).id])
    const isKnown = seen.has(key)
    seen.add(key)
    return isKnown ? [{ place, message: `${point.vm} has two points ${pointOf(point).id}.`, near: null }] : []
  })
}

function invalid(faults: readonly Fault[]): InputError {
  const shown = faults.slice(0, MOST_FAULTS).map(({ place, message }, index) => {
    const line = place.line === undefined ? '' : `:${place.line}`
    return index === 0 ? message : `${place.file}${line}: ${message}`
  })
  const more = faults.length > shown.length ? [`${faults.length - shown.length} more like these.`] : []
  const near = [...new Set(faults.flatMap((one) => one.near ?? []))].slice(0, MOST_FAULTS)
  return new InputError('replication.points-invalid', [...shown, ...more].join('\n'), {
    ...(faults[0] && { place: faults[0].place }),
    suggestions: near.map((name) => `Did you mean ${name}?`),
  })
}
