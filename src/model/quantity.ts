/**
 * Numbers as people read them, the same in terminal, Markdown and report. Locale and time zone of the machine
 * do not matter. A no-break space keeps a number and its unit together.
 */
const NBSP = '\u00a0'

/** 42 s, 3.6 min, 24 min, 3 h 15 min, 2 d 4 h. */
export function duration(minutes: number): string {
  const seconds = Math.round(minutes * 60)
  if (minutes > 0 && seconds < 60) return `${seconds}${NBSP}s`
  if (minutes < 10) return `${trim(minutes, 1)}${NBSP}min`
  const whole = Math.round(minutes)
  if (whole < 120) return `${whole}${NBSP}min`
  if (whole < 48 * 60) return pair([Math.floor(whole / 60), 'h'], [whole % 60, 'min'])
  const hours = Math.round(whole / 60)
  return pair([Math.floor(hours / 24), 'd'], [hours % 24, 'h'])
}

/** A promise is a round figure: 5 min, 4 h, 24 h; nothing promised is a dash. */
export function promised(minutes: number | null): string {
  if (minutes === null) return '–'
  if (minutes >= 120 && minutes % 60 === 0) return `${minutes / 60}${NBSP}h`
  return duration(minutes)
}

type Part = readonly [number, string]

const pair = ([large, largeUnit]: Part, [small, smallUnit]: Part): string =>
  [large, largeUnit, ...(small === 0 ? [] : [small, smallUnit])].join(NBSP)

/** At most `digits` decimals, without zeros at the end; groups of three with commas. */
export function trim(value: number, digits: number): string {
  const [whole = '0', fraction = ''] = Math.abs(value).toFixed(digits).split('.')
  const kept = fraction.replace(/0+$/, '')
  return sign(value, digits) + grouped(whole) + (kept === '' ? '' : `.${kept}`)
}

/** Exactly `digits` decimals: for columns that are added up. */
export function fixed(value: number, digits: number): string {
  const [whole = '0', fraction] = Math.abs(value).toFixed(digits).split('.')
  return sign(value, digits) + grouped(whole) + (fraction === undefined ? '' : `.${fraction}`)
}

/** What rounds to zero has no sign. */
const sign = (value: number, digits: number): string => (Number(value.toFixed(digits)) < 0 ? '−' : '')

const grouped = (digits: string): string => digits.replaceAll(/\B(?=(\d{3})+$)/g, ',')

/** Whole units of money in sentences. */
export const money = (value: number, currency = 'USD'): string => `${fixed(value, 0)}${NBSP}${currency}`

export const percent = (share: number): string => `${trim(share * 100, 0)}${NBSP}%`

/** Rounded down, so that a share which misses a limit does not read as that limit. */
export const percentDown = (share: number): string => percent(Math.floor(share * 100 + 1e-9) / 100)

/** "1 VM", "25 VMs". */
export const count = (number: number, one: string, many = `${one}s`): string =>
  `${fixed(number, 0)}${NBSP}${number === 1 ? one : many}`
