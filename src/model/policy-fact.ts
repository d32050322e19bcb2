/** One fact that policies may ask for: its type, its unit, and how it is said. */
import type { Cidr } from './cidr.ts'

/**
 * `text`, `number`, `boolean`; `list`: texts without order; `block`: a block of addresses; `ports`: a range of ports, both
 * ends included, or all of them.
 */
export type FactType = 'text' | 'number' | 'boolean' | 'list' | 'block' | 'ports'

export interface PolicyFact {
  readonly type: FactType
  /** Stands as "<words> is <value>" in messages. */
  readonly words: string
  /** Of numbers, such as min, GiB or share (0 to 1); absent where they count things. */
  readonly unit?: string
  /** Of texts and lists that are one of a few. */
  readonly values?: readonly string[]
  /** When it is not known, or there is none, beside the input that it needs. */
  readonly missing?: string
  /** What has to be given beside the plan for it. */
  readonly needs?: 'site' | 'catalogue' | 'day'
}

/** Null = all ports. */
export interface PortRange {
  readonly from: number
  readonly to: number
}

/** The text `all` is of ports, too; null = not known, or there is none. */
export type FactValue = string | number | boolean | readonly string[] | Cidr | PortRange | null

type Rest = Omit<PolicyFact, 'type' | 'words'>
const of =
  (type: FactType) =>
  (words: string, rest: Rest = {}): PolicyFact => ({ type, words, ...rest })

export const textFact = of('text')
export const flagFact = of('boolean')
export const listFact = of('list')
export const blockFact = of('block')
export const portsFact = of('ports')
const amount = of('number')
export const countFact = amount

/** A number with a unit. */
export const amountFact = (words: string, unit: string, rest: Omit<Rest, 'unit'> = {}): PolicyFact =>
  amount(words, { unit, ...rest })
