/**
 * How often AWS Backup can take a backup: at fixed hours of a day, hourly at most (AWS Backup developer guide,
 * "Backup rules: schedule"). An interval between two of these takes the more frequent one.
 */

const hoursThatDivideADay = [24, 12, 8, 6, 4, 3, 2, 1] as const

/** The value of the tag drplan:backup, and the key of the backup plan. */
export const backupKey = (intervalMinutes: number): string => `every-${hoursOf(intervalMinutes)}h`

/** A schedule in UTC for a key's interval. Daily backups run at 05:00, AWS Backup's own default. */
export function backupSchedule(intervalMinutes: number): string {
  const hours = hoursOf(intervalMinutes)
  if (hours === 24) return 'cron(0 5 * * ? *)'
  return hours === 1 ? 'cron(0 * * * ? *)' : `cron(0 0/${hours} * * ? *)`
}

const hoursOf = (intervalMinutes: number): number =>
  hoursThatDivideADay.find((hours) => hours * 60 <= intervalMinutes) ?? 1
