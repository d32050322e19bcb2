/** Values of facts as people write them in policies and their tests. */
import { readCidr } from './cidr.ts'
import { nearest } from './nearest.ts'
import type { FactTests } from './policy.ts'
import type { FactType, FactValue, PolicyFact, PortRange } from './policy-fact.ts'

interface ValueFault {
  readonly message: string
  readonly suggestion?: string | null
}

const MOST_PORT = 65_535
const isPort = (value: unknown): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= MOST_PORT

/** What a type is written as, for "is no …". */
const words: Readonly<Record<FactType, string>> = {
  text: 'text (write numbers in quotes)',
  number: 'number',
  boolean: 'true or false',
  list: 'text of a list (write numbers in quotes)',
  block: 'block of addresses, such as 10.0.0.0/8',
  ports: 'port from 0 to 65535',
}

/** Null = it may be compared so. */
export function valueFault(fact: PolicyFact, value: unknown, test: keyof FactTests): ValueFault | null {
  if (!isOfType(fact.type, value, test)) return { message: `${shown(value)} is no ${words[fact.type]}.` }
  const isPattern = test === 'has' && typeof value === 'string' && /[*?]/.test(value)
  return isPattern ? null : closedFault(fact, value)
}

function closedFault({ values }: PolicyFact, value: unknown): ValueFault | null {
  if (values === undefined || typeof value !== 'string' || values.includes(value)) return null
  const near = nearest(value, values)
  return {
    message: `${shown(value)} is none of ${values.join(', ')}.`,
    suggestion: near ? `Did you mean ${near}?` : null,
  }
}

function isOfType(type: FactType, value: unknown, test: keyof FactTests): boolean {
  if (type === 'block') return typeof value === 'string' && readCidr(value).ok
  if (type === 'ports') return test === 'has' && isPort(value)
  return typeof value === (type === 'list' || type === 'text' ? 'string' : type)
}

const shown = (value: unknown): string => JSON.stringify(value).slice(0, 80)

/** Null = it can be a fact of this type. */
export function givenFault(fact: PolicyFact, value: unknown): ValueFault | null {
  const known = givenValue(fact.type, value)
  if (known === null) return { message: `${shown(value)} is no ${givenWords(fact.type)}.` }
  const each = Array.isArray(value) ? value : [value]
  return each.map((one) => closedFault(fact, one)).find((fault) => fault !== null) ?? null
}

const givenWords = (type: FactType): string =>
  type === 'ports' ? 'range of ports: 22, "8000-8080" or all' : type === 'list' ? 'list of texts' : words[type]

/** The fact as a test gives it; null = it is not of this type. */
export function givenValue(type: FactType, value: unknown): FactValue {
  if (type === 'ports') return readPorts(value)
  if (type === 'block') return readBlock(value)
  if (type === 'list') return Array.isArray(value) && value.every((one) => typeof one === 'string') ? value : null
  return typeof value === (type === 'text' ? 'string' : type) ? (value as FactValue) : null
}

function readBlock(value: unknown): FactValue {
  const block = typeof value === 'string' ? readCidr(value) : null
  return block?.ok ? block.value : null
}

function readPorts(value: unknown): PortRange | 'all' | null {
  if (value === 'all') return 'all'
  if (isPort(value)) return { from: value, to: value }
  const [, from, to] = (typeof value === 'string' && /^(\d{1,5})-(\d{1,5})$/.exec(value)) || []
  const range = { from: Number(from), to: Number(to) }
  return isPort(range.from) && isPort(range.to) && range.from <= range.to ? range : null
}
