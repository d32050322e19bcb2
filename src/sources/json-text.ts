/** JSON files, with the line and column of what is wrong in them. */
import { LineCounter, parseDocument, isNode } from 'yaml'
import { InputError, type Place } from '../errors.ts'

/** Above this a place is not searched: the second parser is far slower than the first. */
const longestSearched = 4_000_000

/** Throws InputError `source.file-damaged` with the place. */
export function parseJson(text: string, shown: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new InputError('source.file-damaged', `${shown} is not JSON: ${why}`, {
      cause,
      place: { file: shown, ...placeOfFault(text, why) },
      suggestions: ['Write the file again; a dump that was cut short ends in the middle of a value.'],
    })
  }
}

/** V8 gives the position in some of its messages; for the others, JSON being YAML, the YAML parser finds the spot. */
function placeOfFault(text: string, message: string): { line?: number; column?: number } {
  const position = /at position (\d+)/.exec(message)?.[1]
  if (position !== undefined) return placeOfOffset(text, Number(position))
  if (/end of JSON input/.test(message)) return placeOfOffset(text, text.length)
  if (text.length > longestSearched) return {}
  const start = parseDocument(text).errors[0]?.linePos?.[0]
  return start === undefined ? {} : { line: start.line, column: start.col }
}

function placeOfOffset(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset).split('\n')
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 }
}

/** Where in a file the value at a path stands; only the file's name when it cannot be found. */
export function createPlaceFinder(text: string, shown: string): (path: readonly PropertyKey[]) => Place {
  if (text.length > longestSearched) return () => ({ file: shown })
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines })
  return (path) => {
    for (let length = path.length; length >= 0; length--) {
      const node: unknown = document.getIn(path.slice(0, length), true)
      if (!isNode(node) || !node.range) continue
      const { line, col } = lines.linePos(node.range[0])
      return { file: shown, line, column: col }
    }
    return { file: shown }
  }
}

/** A place as findings write it. */
export const showPlace = (place: Place): string =>
  place.line === undefined ? place.file : `${place.file}:${place.line}`
