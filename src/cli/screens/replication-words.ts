/** Words that the screens of replication share. */
import { fixed, trim } from '../../model/quantity.ts'

const NBSP = '\u00a0'

/** 2026-01-31 08:05Z, of ISO 8601 UTC. */
export const momentOf = (iso: string): string => `${iso.slice(0, 10)}${NBSP}${iso.slice(11, 16)}Z`

/** Rounded up, so that a link of that width is enough; null = no link is. */
export const enoughMiBps = (value: number | null): string =>
  value === null ? 'none' : trim(Math.ceil(value * 100 - 1e-9) / 100, 2)

/** To two figures where it is small. */
export const gib = (value: number): string =>
  value === 0 ? '0' : value < 0.01 ? '< 0.01' : value < 10 ? trim(value, 2) : fixed(value, 0)
