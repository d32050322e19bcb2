/**
 * Amounts of money. Each line of a price is rounded to a millionth of the currency, and a total is the sum of
 * its rounded lines: whoever adds the lines again gets the total, to the last digit.
 */
import type { CostItem } from '../../model/mapping.ts'

const MICRO = 1e6

/** Half up, to six decimals. */
export const roundMoney = (amount: number): number => Math.round(amount * MICRO) / MICRO

/** The sum of rounded amounts, freed of the noise of binary fractions. */
export function sumMoney(amounts: readonly number[]): number {
  return roundMoney(amounts.reduce((sum, amount) => sum + amount, 0))
}

export const totalOf = (items: readonly CostItem[], phase: CostItem['phase']): number =>
  sumMoney(items.filter((item) => item.phase === phase).map((item) => item.amount))

/** One line of a price; its amount follows from quantity and unit price. */
export function createCostItem(parts: Omit<CostItem, 'amount'>): CostItem {
  return { ...parts, amount: roundMoney(parts.quantity * parts.unitPrice) }
}
