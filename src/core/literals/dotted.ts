/**
 * IPv4 with dots: addresses, blocks, patterns, fragments and names of reverse zones. Numbers with dots are taken in whole
 * runs, so a run of five is a version or an OID, and every character is looked at a bounded number of times.
 */
import { cidrAround } from '../../model/cidr.ts'
import { blockOfOctets, endsFree, startsFree, type Candidate } from './candidate.ts'

/**
 * A dot as it is, escaped once or twice (regular expressions in strings), or in brackets. A run has a bound, since a
 * million of numbers in one is more than a regular expression can hold; what goes on behind it does not start free.
 */
const runs = /\d+(?:(?:\\{0,2}\.|\[\.\])\d+){0,8}(?:\\{0,2}\.|\[\.\])?/g
const dots = /\\{0,2}\.|\[\.\]/g
/** 255\\.255\\.255\\.255\\. is the longest. */
const longestRun = 24

interface Run {
  readonly text: string
  readonly at: number
  readonly octets: readonly string[]
  readonly separator: string
  /** Offset behind the last number, and behind the dot that may follow it. */
  readonly end: number
  readonly dotEnd: number
}

export function* findDotted(text: string): Generator<Candidate> {
  for (const match of text.matchAll(runs)) {
    const [whole] = match
    if (whole.length > longestRun || !/[.]/.test(whole)) continue
    const run = runOf(whole, match.index)
    const found = run && startsFree(text, run.at) ? read(run, text) : null
    if (found) yield found
  }
}

/** Null when the separators differ: such a run is something else. */
function runOf(whole: string, at: number): Run | null {
  const octets = whole.match(/\d+/g) ?? []
  const separators = whole.match(dots) ?? []
  const [separator = ''] = separators
  const between = separators.slice(0, octets.length - 1)
  if (octets.length > 4 || between.some((each) => each !== separator)) return null
  const trailing = separators.length === octets.length ? (separators.at(-1) ?? '').length : 0
  const dotEnd = at + whole.length
  return { text: whole, at, octets, separator, end: dotEnd - trailing, dotEnd }
}

function read(run: Run, text: string): Candidate | null {
  if (run.octets.some((octet) => octet.length > 3)) return null
  const reverse = reverseName(run, text)
  if (reverse) return reverse
  return run.octets.length === 4 ? wholeAddress(run, text) : fragment(run, text)
}

const zone = /in-addr\.arpa(?![\w-])/iy

/** RFC 1035, 3.5: octets in reverse, and fewer of them for a zone. */
function reverseName({ at, octets, separator, end, dotEnd }: Run, text: string): Candidate | null {
  zone.lastIndex = dotEnd
  if (separator !== '.' || dotEnd === end || !zone.test(text)) return null
  const block = blockOfOctets(octets.map(Number).toReversed())
  return block && { at, text: text.slice(at, zone.lastIndex), kind: 'reverse-name', block }
}

function wholeAddress({ at, octets, separator, end }: Run, text: string): Candidate | null {
  const block = blockOfOctets(octets.map(Number))
  if (!block || !endsFree(text, end)) return null
  const own = text.slice(at, end)
  if (octets.some((octet) => octet.length > 1 && octet.startsWith('0'))) return { at, text: own, kind: 'padded', block }
  if (separator !== '.') return { at, text: own, kind: 'pattern', block }
  const length = isInUrl(text, at) ? null : prefixAt(text, end)
  if (!length) return { at, text: own, kind: 'dotted', block }
  const network = cidrAround({ family: 4, value: block.network }, length.prefixLength)
  // A host with the mask of its network: its address changes, and the mask behind it stays.
  if (network.network !== block.network) return { at, text: own, kind: 'dotted', block }
  return { at, text: text.slice(at, length.end), kind: 'cidr', block: network }
}

/** What follows the host of a URL is a path. */
const isInUrl = (text: string, at: number): boolean => text.startsWith('//', at - 2) || text[at - 1] === '@'

const prefix = /\/(?:(3[0-2]|[12]?\d)|(\d{1,3}(?:\.\d{1,3}){3}))(?!\w|\.\d)/y

function prefixAt(text: string, end: number): { prefixLength: number; end: number } | null {
  prefix.lastIndex = end
  const match = prefix.exec(text)
  if (!match) return null
  const prefixLength = match[1] === undefined ? lengthOfMask(match[2] ?? '') : Number(match[1])
  return prefixLength === null ? null : { prefixLength, end: prefix.lastIndex }
}

/** 255.255.255.0 is 24; null when its ones are not all in front. */
function lengthOfMask(mask: string): number | null {
  const block = blockOfOctets(mask.split('.').map(Number))
  const bits = block?.network.toString(2).padStart(32, '0') ?? ''
  return /^1*0*$/.test(bits) && bits.length === 32 ? bits.replaceAll('0', '').length : null
}

/** What a program would put in place of the rest: a wildcard, a variable, a class of characters, a placeholder. */
const filler = /[*%${[(<?#+]|\\+[dw]|[xn](?!\w)/iy
const closing = /["'`]/y
const ending = /[ \t]*(?:[\r\n,;|)]|$)/y

/** Two or three numbers with a dot behind them, in front of something that stands for the rest of an address. */
function fragment({ at, octets, separator, end, dotEnd }: Run, text: string): Candidate | null {
  if (octets.length < 2 || end === dotEnd) return null
  const block = blockOfOctets(octets.map(Number))
  if (!block || octets.some((octet) => octet.length > 1 && octet.startsWith('0'))) return null
  const isOne = separator === '.' ? standsForMore(text, { at, dotEnd, octets }) : endsFree(text, dotEnd)
  return isOne ? { at, text: text.slice(at, dotEnd), kind: 'fragment', block } : null
}

const isAt = (pattern: RegExp, text: string, at: number): boolean => {
  pattern.lastIndex = at
  return pattern.test(text)
}

/** The end of a sentence ("since 10.0.5.") is none; a line of hosts.allow ("sshd: 10.0.5.") is one. */
function standsForMore(
  text: string,
  { at, dotEnd, octets }: { at: number; dotEnd: number; octets: readonly string[] },
): boolean {
  if (isAt(filler, text, dotEnd)) return true
  const followsWord = /[a-z][ \t]+$/i.test(text.slice(Math.max(0, at - 8), at))
  if (followsWord) return false
  return isAt(closing, text, dotEnd) || (octets.length === 3 && isAt(ending, text.slice(0, dotEnd + 64), dotEnd))
}
