/** Wildcards in names that users write: `*` is any text, `?` one character, and case does not matter. */

/** At worst pattern x text steps: a user's pattern must never take exponential time, as a naive regular expression may. */
export function glob(pattern: string, text: string): boolean {
  const want = pattern.toLowerCase()
  const have = text.toLowerCase()
  let at = 0
  let index = 0
  let star = -1
  let mark = 0
  while (index < have.length) {
    if (want[at] === '*') {
      star = at++
      mark = index
    } else if (at < want.length && (want[at] === '?' || want[at] === have[index])) {
      at++
      index++
    } else if (star >= 0) {
      at = star + 1
      index = ++mark
    } else return false
  }
  while (want[at] === '*') at++
  return at === want.length
}
