/** Kleene's strong three-valued logic (Introduction to Metamathematics, 1952, section 64); null = cannot be told. */

export type Truth = boolean | null

export const not = (value: Truth): Truth => (value === null ? null : !value)

/** False as soon as one is, whatever is not known of the others. Of none: true. */
export const every = (values: Iterable<Truth>): Truth => not(some(mapped(values, not)))

/** True as soon as one is. Of none: false. */
export function some(values: Iterable<Truth>): Truth {
  let found: Truth = false
  for (const value of values) {
    if (value === true) return true
    if (value === null) found = null
  }
  return found
}

function* mapped<In, Out>(values: Iterable<In>, change: (value: In) => Out): Iterable<Out> {
  for (const value of values) yield change(value)
}
