/** A tab as it stands in its file, before any column is understood. */

export type Cell = string | number | boolean | Date | null

export interface RawTab {
  /** As RVTools calls it, such as vInfo, in any case. */
  readonly name: string
  /** `file#tab` or a CSV file. */
  readonly shown: string
  readonly header: readonly Cell[]
  readonly rows: readonly { readonly cells: readonly Cell[]; readonly place: string }[]
  /** The file comes from a place that writes 1,5 for one and a half. */
  readonly decimalComma: boolean
}

export const isBlank = (cell: Cell | undefined): boolean =>
  cell === null || cell === undefined || (typeof cell === 'string' && cell.trim() === '')
