/** Ids out of labels that may repeat: the second `eth0` is `eth0 (2)`. In the order of the labels. */
export function uniqueIds(labels: readonly string[]): readonly string[] {
  const taken = new Set(labels)
  const seen = new Set<string>()
  return labels.map((label) => {
    if (!seen.has(label)) {
      seen.add(label)
      return label
    }
    let count = 2
    while (taken.has(`${label} (${count})`)) count++
    taken.add(`${label} (${count})`)
    return `${label} (${count})`
  })
}
