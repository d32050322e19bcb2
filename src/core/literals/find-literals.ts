/** Everything in a text that reads as an address, each once, in the order of the text. */
import type { Position } from '../../model/address-literal.ts'
import type { Candidate } from './candidate.ts'
import { findDotted } from './dotted.ts'
import { findIpv6 } from './ipv6.ts'
import { findNumbers } from './numbers.ts'

/** Time and memory grow with the length of the text and nothing else, whatever is in it. */
export function findLiterals(text: string): readonly Candidate[] {
  const all = [...findIpv6(text), ...findDotted(text), ...findNumbers(text)].sort(
    (a, b) => a.at - b.at || b.text.length - a.text.length,
  )
  let end = 0
  return all.filter((candidate) => {
    // The dots of 2001:db8::10.0.5.17 belong to it.
    if (candidate.at < end) return false
    end = candidate.at + candidate.text.length
    return true
  })
}

/** Offsets to lines and columns; lines end with a line feed. */
export function positionsIn(text: string): (at: number) => Position {
  const starts = [0]
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  return (at) => {
    let [low, high] = [0, starts.length]
    while (high - low > 1) {
      const middle = (low + high) >> 1
      if ((starts[middle] ?? 0) <= at) low = middle
      else high = middle
    }
    return { line: low + 1, column: at - (starts[low] ?? 0) + 1 }
  }
}
