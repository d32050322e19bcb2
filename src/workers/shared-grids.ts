/** Grids in shared memory: three columns a series, one behind the other, and a note where each lies. */
import type { Grid } from '../model/metric-series.ts'

/** A grid without its figures, and where they begin. */
interface Placed extends Pick<Grid, 'vmId' | 'metric' | 'startMs' | 'stepSeconds'> {
  readonly offset: number
  readonly steps: number
}

/** What goes to a worker: nothing of it is copied on the way but the notes. */
export interface SharedGrids {
  readonly memory: SharedArrayBuffer
  readonly placed: readonly Placed[]
}

const COLUMNS = ['mean', 'p95', 'max'] as const

export function shareGrids(grids: readonly Grid[]): SharedGrids {
  const total = grids.reduce((sum, { mean }) => sum + COLUMNS.length * mean.length, 0)
  const memory = new SharedArrayBuffer(total * Float64Array.BYTES_PER_ELEMENT)
  const figures = new Float64Array(memory)
  let offset = 0
  const placed = grids.map((grid) => {
    const { vmId, metric, startMs, stepSeconds, mean } = grid
    const place = { vmId, metric, startMs, stepSeconds, offset, steps: mean.length }
    for (const column of COLUMNS) {
      figures.set(grid[column], offset)
      offset += mean.length
    }
    return place
  })
  return { memory, placed }
}

/** The grids again, as views of the memory. */
export function viewGrids({ memory, placed }: SharedGrids): readonly Grid[] {
  const figures = new Float64Array(memory)
  return placed.map(({ offset, steps, ...grid }) => {
    const column = (place: number): Float64Array =>
      figures.subarray(offset + place * steps, offset + (place + 1) * steps)
    return { ...grid, mean: column(0), p95: column(1), max: column(2) }
  })
}
