/** One thing in two plans, field by field, by a table that says what its fields are. */
import type { DiffValue, FieldChange } from '../../model/plan-diff.ts'
import { isSame, spell } from './spell.ts'

export interface Field<Thing> {
  readonly field: string
  readonly of: (thing: Thing) => unknown
  /** Why it is as it is, where the plan says it. */
  readonly why?: (thing: Thing) => string | null
}

export function changesOf<Thing>(fields: readonly Field<Thing>[], before: Thing, after: Thing): readonly FieldChange[] {
  return fields.flatMap(({ field, of, why }) => changeOf(field, [spell(of(before)), spell(of(after))], why?.(after)))
}

export const changeOf = (
  field: string,
  [before, after]: readonly [DiffValue, DiffValue],
  why: string | null = null,
): readonly FieldChange[] => (isSame(before, after) ? [] : [{ field, before, after, why }])
