/** The first few names, quoted, and how many more there are. */
export function listed(names: readonly string[], limit = 5): string {
  const shown = names.slice(0, limit).map((name) => `"${name}"`)
  const more = names.length - shown.length
  return more > 0 ? `${shown.join(', ')} and ${more} more` : shown.join(', ')
}
