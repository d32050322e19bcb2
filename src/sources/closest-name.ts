/** "Did you mean": the known name nearest to what was written. */

/** Null when nothing is near: more than two edits, or more than a third of the word, is another word. */
export function closestName(written: string, known: readonly string[]): string | null {
  const limit = Math.max(1, Math.min(2, Math.floor(written.length / 3)))
  let best: { name: string; distance: number } | null = null
  for (const name of known.toSorted()) {
    const distance = editDistance(simplify(written), simplify(name))
    if (distance <= limit && (best === null || distance < best.distance)) best = { name, distance }
  }
  return best?.name ?? null
}

const simplify = (name: string): string => name.toLowerCase().replaceAll(/[\s\-_]/g, '')

/** Levenshtein: insertions, deletions and replacements, one row of the table at a time. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    row = next
  }
  return row[b.length] ?? 0
}
