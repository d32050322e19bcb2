/** Priorities of rules, where an entry may be several of them: neighbours stay as near to their orders as they can. */

/** As many priorities as rules, rising; the first of each entry at its order, unless those before it need the room. */
export function rulePriorities(
  entries: readonly { readonly order: number; readonly rules: number }[],
  last: number,
): readonly (readonly number[])[] {
  let next = 0
  const wanted = entries.map(({ order, rules }) => {
    const start = Math.max(order, next)
    next = start + rules
    return Array.from({ length: rules }, (_, index) => start + index)
  })
  // What was pushed over the end goes back from there, and pushes what lies before it.
  let most = last
  return wanted
    .toReversed()
    .map((own) =>
      own
        .toReversed()
        .map((priority) => {
          const given = Math.min(priority, most)
          most = given - 1
          return given
        })
        .toReversed(),
    )
    .toReversed()
}
