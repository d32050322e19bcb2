/** Texts of which the lines of a read-back are made. */
import { isRecord, type PlanResource, type PlanValue } from './plan-resources.ts'

type Values = PlanResource['values']

export const text = (value: PlanValue | undefined): string =>
  typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value ?? 'none')
export const line = (...parts: readonly (PlanValue | undefined)[]): string => parts.map(text).join(' ')
export const rows = (value: PlanValue | undefined): readonly Values[] =>
  Array.isArray(value) ? value.filter(isRecord) : []
export const all = (value: PlanValue | undefined): readonly PlanValue[] => [value ?? []].flat()
export const inOrder = (texts: readonly string[]): string => `[${texts.toSorted().join()}]`

export type KeyOf = (type: string, attribute: string, value: PlanValue | undefined) => string
