/** Actions in policies and roles: `*` stands for any text, `?` for one character; letters count alike in both cases. */

/** Of each pattern that is a text; time is that of the pattern times the action, whatever is in it. */
export function matchesAction(patterns: readonly string[], action: string): boolean {
  const wanted = action.toLowerCase()
  return patterns.some((pattern) => matches(pattern.toLowerCase(), wanted))
}

/** By the place of the last asterisk: a pattern of somebody else must not be able to keep a regular expression busy. */
function matches(pattern: string, text: string): boolean {
  let [at, own, star, mark] = [0, 0, -1, 0]
  while (at < text.length) {
    if (pattern[own] === '*') {
      ;[star, mark, own] = [own, at, own + 1]
    } else if (pattern[own] === '?' || pattern[own] === text[at]) {
      ;[at, own] = [at + 1, own + 1]
    } else if (star >= 0) {
      ;[own, mark, at] = [star + 1, mark + 1, mark + 1]
    } else return false
  }
  while (pattern[own] === '*') own += 1
  return own === pattern.length
}
