/** How old something is, in whole days. */
const DAY_MS = 86_400_000

/** `then`: ISO date or time; `today`: ISO date. Below 0 where `then` is later. */
export const ageInDays = (then: string, today: string): number =>
  Math.floor((Date.parse(`${today}T23:59:59.999Z`) - Date.parse(then)) / DAY_MS)
