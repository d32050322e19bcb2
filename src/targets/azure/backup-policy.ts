/**
 * How often Azure Backup takes a backup of a machine: daily, or with an enhanced policy every 4, 6, 8 or 12 hours (Azure
 * Backup, "Enhanced policy", 2025). An interval between two of these takes the more frequent one.
 */

const possibleHours = [24, 12, 8, 6, 4] as const
const MOST_FREQUENT = 4

/** From one backup to the next, in hours; an interval that is too short for Azure gets its most frequent one. */
export const backupHours = (intervalMinutes: number): number =>
  possibleHours.find((hours) => hours * 60 <= intervalMinutes) ?? MOST_FREQUENT

/** The key of the backup policy. */
export const backupKey = (intervalMinutes: number): string => `every-${backupHours(intervalMinutes)}h`

export const isTooFrequent = (intervalMinutes: number): boolean => intervalMinutes < MOST_FREQUENT * 60
