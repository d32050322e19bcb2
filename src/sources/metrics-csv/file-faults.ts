/** What is wrong with single rows and values of one file: counted, and told once with the first line. */
import { createFinding, type Finding } from '../../model/finding.ts'

const kinds = {
  row: 'rows that cannot be split into cells',
  time: 'timestamps that cannot be read',
  value: 'values that are no finite number',
  negative: 'negative values',
  extra: 'values beyond the last step',
} as const
type RowFault = keyof typeof kinds

export interface FileFaults {
  /** `line` counts from 1; in a file without lines it is the row. */
  add(kind: RowFault, line: number): void
  describe(): Finding[]
}

export function createFileFaults(shownPath: string, noun: 'line' | 'row' = 'line'): FileFaults {
  const counts = new Map<RowFault, number>()
  let firstLine: number | null = null
  return {
    add(kind, line) {
      counts.set(kind, (counts.get(kind) ?? 0) + 1)
      firstLine ??= line
    },
    describe() {
      if (firstLine === null) return []
      const known = Object.keys(kinds) as RowFault[]
      const parts = known.filter((kind) => counts.has(kind)).map((kind) => `${counts.get(kind)} ${kinds[kind]}`)
      return [
        createFinding('store.value-dropped', {
          subject: shownPath,
          message: `Left out: ${parts.join(', ')}; the first in ${noun} ${firstLine}.`,
          suggestion: `Look at that ${noun}; a sample that was not measured is an empty cell.`,
          place: noun === 'line' ? `${shownPath}:${firstLine}` : `${shownPath} (row ${firstLine})`,
        }),
      ]
    },
  }
}

const decimal = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i

/** The value of a cell: null where nothing was measured, or the fault. */
export function readValue(text: string): number | null | 'value' | 'negative' {
  const trimmed = text.trim()
  if (trimmed === '') return null
  // Number() alone would take 0x1F and Infinity.
  const value = decimal.test(trimmed) ? Number(trimmed) : NaN
  if (!Number.isFinite(value)) return 'value'
  return value < 0 ? 'negative' : value
}
