/** Where settings stand: in a file of YAML, or in one laid over another. */
import { isMap, isNode, isScalar, type Document, type LineCounter } from 'yaml'
import type { Place } from '../errors.ts'

type Path = readonly PropertyKey[]

export interface Places {
  /** Where a path stands in the file; for a missing key, where its parent stands. */
  placeOf(path: Path): Place
  /** Of a key that should not be there: the key itself, not its value. */
  placeOfKey(path: Path, key: string): Place
  /** How many keys of a path are there, and is the last of these something else than a map, which leaves no room below it? */
  reach(path: Path): { readonly depth: number; readonly closed: boolean }
}

interface Source {
  readonly document: Document
  readonly lines: LineCounter
  readonly file: string
}

export const placesIn = (source: Source): Places => ({
  placeOf: (path) => placeOf(path, source),
  placeOfKey: (path, key) => placeOfKey(path, key, source),
  reach: (path) => reach(path, source),
})

/** Of settings merged from two files: the place in the upper one, where what is meant stands there. */
export function placesOver(upper: Places, lower: Places): Places {
  const ownerOf = (path: Path): Places => {
    const own = upper.reach(path)
    return own.closed || own.depth >= lower.reach(path).depth ? upper : lower
  }
  return {
    placeOf: (path) => ownerOf(path).placeOf(path),
    placeOfKey: (path, key) => ownerOf([...path, key]).placeOfKey(path, key),
    reach: (path) => ownerOf(path).reach(path),
  }
}

function reach(path: Path, { document }: Source): ReturnType<Places['reach']> {
  for (let depth = 1; depth <= path.length; depth++) {
    const node: unknown = document.getIn(path.slice(0, depth), true)
    if (node === undefined) return { depth: depth - 1, closed: false }
    if (!isMap(node)) return { depth, closed: true }
  }
  return { depth: path.length, closed: false }
}

function placeOf(path: Path, { document, lines, file }: Source): Place {
  for (let depth = path.length; depth >= 0; depth--) {
    const node: unknown = document.getIn(path.slice(0, depth), true)
    if (isNode(node) && node.range) return placeOfNode(node.range, { lines, file })
  }
  return { file }
}

function placeOfKey(path: Path, key: string, source: Source): Place {
  const parent: unknown = path.length === 0 ? source.document.contents : source.document.getIn(path, true)
  const pair = isMap(parent)
    ? parent.items.find((one) => isScalar(one.key) && String(one.key.value) === key)
    : undefined
  const range = isScalar(pair?.key) ? pair.key.range : null
  return range ? placeOfNode(range, source) : placeOf(path, source)
}

function placeOfNode([start, end]: readonly number[], { lines, file }: Pick<Source, 'lines' | 'file'>): Place {
  const { line, col } = lines.linePos(start ?? 0)
  return { file, line, column: col, length: Math.max(1, (end ?? 0) - (start ?? 0)) }
}
