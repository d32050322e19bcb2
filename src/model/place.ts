/** Where in an input a finding comes from: `file`, `file:line` or `file#sheet!cell` (finding.ts). */

export interface PlaceParts {
  readonly file: string
  readonly line: number | null
  readonly sheet: string | null
}

/** A place taken apart; a text of no such form is a file by itself. The cell is left out. */
export function placeParts(place: string): PlaceParts {
  const [, ofLine, line] = /^(.*):([1-9]\d{0,8})$/s.exec(place) ?? []
  if (ofLine !== undefined) return { file: ofLine, line: Number(line), sheet: null }
  const [, ofCell, sheet] = /^([^#]*)#(.*)![^!]*$/s.exec(place) ?? []
  if (ofCell !== undefined) return { file: ofCell, line: null, sheet: sheet ?? null }
  return { file: place, line: null, sheet: null }
}
