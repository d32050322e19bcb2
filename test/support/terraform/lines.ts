/** One fact as a line of text, the same whoever states it. */
import type { PlanValue } from './plan-resources.ts'

export const text = (value: PlanValue | undefined): string =>
  typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value ?? 'none')
export const line = (...parts: readonly (PlanValue | undefined)[]): string => parts.map(text).join(' ')
