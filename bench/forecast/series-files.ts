/**
 * The series of a folder, however deep: M4's hourly files (`Hourly-train.csv`, and `Hourly-test.csv` beside it), and wide
 * files of machines: `*.csv` or `*.csv.gz` that begin with `# … step_s=3600 …` and have one series a line, its name and
 * then its hourly values, empty where missing.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { gunzipSync } from 'node:zlib'

export interface NamedSeries {
  readonly name: string
  /** Hourly; NaN = missing. */
  readonly values: Float64Array
  /** What came behind `values`, where that is a file of its own. */
  readonly official: Float64Array | null
}

export interface SeriesSet {
  /** The file's path below the folder, without its endings. */
  readonly name: string
  readonly kind: 'm4' | 'wide'
  readonly series: readonly NamedSeries[]
}

const M4_TRAIN = 'Hourly-train.csv'
const M4_TEST = 'Hourly-test.csv'
const HOUR_SECONDS = 3600

/** Sets in the order of their paths. `parts`: of the paths, only those that contain one of them; all where there is none. */
export function readSets(folder: string, parts: readonly string[]): { sets: SeriesSet[]; skipped: string[] } {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.csv(\.gz)?$/.test(path) && basename(path) !== M4_TEST)
    .filter((path) => parts.length === 0 || parts.some((part) => path.includes(part)))
    .sort((a, b) => (a < b ? -1 : 1))
  const read = paths.map((path) => ({ path, set: readSet(folder, path) }))
  return {
    sets: read.flatMap(({ set }) => (set === null ? [] : [set])),
    skipped: read.filter(({ set }) => set === null).map(({ path }) => path),
  }
}

function readSet(folder: string, path: string): SeriesSet | null {
  const name = path.replace(/\.csv(\.gz)?$/, '')
  const series = basename(path) === M4_TRAIN ? readM4(join(folder, path)) : readWide(join(folder, path))
  if (series === null || series.length === 0) return null
  return { name, kind: basename(path) === M4_TRAIN ? 'm4' : 'wide', series }
}

function readLines(path: string): readonly string[] {
  const bytes = readFileSync(path)
  return (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8').trim().split(/\r?\n/)
}

function readM4(trainPath: string): NamedSeries[] {
  const testPath = join(dirname(trainPath), M4_TEST)
  const official = new Map(existsSync(testPath) ? readM4Rows(testPath) : [])
  return readM4Rows(trainPath).map(([name, values]) => ({ name, values, official: official.get(name) ?? null }))
}

/** Series end where the cells are empty: M4 has no gaps. */
const readM4Rows = (path: string): [string, Float64Array][] =>
  readLines(path)
    .slice(1)
    .map((line) => {
      const [name = '', ...cells] = line.split(',').map((cell) => cell.replaceAll('"', '').trim())
      return [name, Float64Array.from(cells.filter((cell) => cell !== '' && cell !== 'NA').map(Number))]
    })

function readWide(path: string): NamedSeries[] | null {
  const [header = '', ...lines] = readLines(path)
  if (Number(/^#.*\bstep_s=(\d+)/.exec(header)?.[1]) !== HOUR_SECONDS) return null
  return lines.map((line) => {
    const [name = '', ...cells] = line.split(',')
    const values = Float64Array.from(cells, (cell) => (cell.trim() === '' ? Number.NaN : Number(cell)))
    return { name, values, official: null }
  })
}
