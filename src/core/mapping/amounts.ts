/** Amounts and times in sentences. */

/** Two decimals at most. */
export const formatAmount = (amount: number): string => String(Math.round(amount * 100) / 100)

/** Rounded up, so that nothing is ever short by 0. The epsilon takes the noise of binary fractions away. */
export const formatShortage = (amount: number): string => String(Math.max(0.01, Math.ceil(amount * 100 - 1e-6) / 100))

/** `90` is "90 min", `240` is "4 h", `1440` is "24 h". */
export function formatMinutes(minutes: number): string {
  return minutes >= 120 && minutes % 60 === 0 ? `${minutes / 60} h` : `${formatAmount(minutes)} min`
}

/** "a", "a and b", "a, b and c". */
export function listOf(words: readonly string[]): string {
  return words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`
}

/** `plural` ends in s where it has a singular: "1 disk", "2 disks", "1 GiB of memory". */
export function countOf(amount: string | number, plural: string): string {
  return `${amount} ${String(amount) === '1' ? plural.replace(/s$/, '') : plural}`
}
