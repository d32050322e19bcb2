/** What the tables of Azure sizes do not hold, by the names of sizes and families; each rule with its source. */
import type { Row } from './catalogue-tables.ts'

/** Of the series: Standard_E96ias_v4 is of v4, Standard_D2 of v1. */
const versionOf = (row: Row): number => Number(/_v(\d+)(_Promo)?$/.exec(row.size!)?.[1] ?? 1)

/** Without "Standard", "Family" and blanks, in lower case: `dsv3`, `ncasv3_t4`. */
const seriesOf = (row: Row): string =>
  row
    .family!.replace(/^standard/i, '')
    .replace(/family$/i, '')
    .replaceAll(' ', '')
    .toLowerCase()

/**
 * "Previous generation Azure VM size series" (Microsoft, 2025-06-17): A v2, B v1, D and DS v1 to v3, F, FS v1 and v2,
 * E v3, E, Ea and Ed v4, G, GS, LS v1 and v2; and whatever is retired or will be by "VM size series retirements"
 * (2026-09-24). Isolated sizes of these series are in families of their own.
 */
const previous =
  /^(av2|bs|d|ds|dv2|dsv2|dv2promo|dsv2promo|dv3|dsv3|f|fs|fsv2|g|gs|ls|lsv2|x?ei?[ad]?i?s?v4|x?ei?ds?v4|eas?v4|ei?s?v3|hcs|hbrsv2|nps|dcsv3|ddcsv3)$/
const previousSizes = /^Standard_M192i[a-z]*_v2$/

/** "VM size series retirements" (Microsoft, 2026-09-24), with the day: they can no longer be had. */
const retired: readonly { readonly series: RegExp; readonly day: string }[] = [
  { series: /^ncsv3$/, day: '2025-09-30' },
  { series: /^nvsv[34]$/, day: '2026-09-30' },
  { series: /^dcsv2$/, day: '2026-06-30' },
  { series: /^(dc|ec)ad?cc/, day: '2026-09-01' },
]
const retirementOf = (row: Row): string | null => retired.find(({ series }) => series.test(seriesOf(row)))?.day ?? null

export const currentOf = (row: Row): boolean =>
  !previous.test(seriesOf(row)) && !previousSizes.test(row.size!) && retirementOf(row) === null

/** Sizes with constrained vCPU are in their parent's family; they are one of their own here, see `specialPurposeOf`. */
export const familyOf = (row: Row): string =>
  row.constrained_vcpu === '' ? row.family! : `${row.family!}, constrained`

/** Why nobody gets a size without running on it already; null = for any purpose. */
export function specialPurposeOf(row: Row): string | null {
  const day = retirementOf(row)
  if (day !== null) return `retired by Microsoft on ${day}`
  if (row.confidential === '1') return 'confidential computing'
  if (row.constrained_vcpu !== '') return 'fewer vCPU at the price of all, for software licensed by the core'
  const series = seriesOf(row)
  if (/^(hb|hc|hx)/.test(series)) return 'tightly coupled computing'
  if (Number(row.fpga_count) > 0) return 'FPGA acceleration'
  if (series.startsWith('n') && Number(row.gpu_count) === 0) return 'AMD GPUs, of which the tables do not say how many'
  return series.includes('promo') ? 'a promotional price' : null
}

/**
 * "Support for Generation 2 VMs" (Microsoft, 2024-03): Generation 1 (BIOS) runs on all sizes but M v2, DC, ND v2 and
 * ND A100; Generation 2 (UEFI) on the families B, D, E, F, FX, M, L, NC, ND, NV, HB and HX, not on A. Their pages say
 * "Generation 1 VMs: Not Supported" of v6, v7, M v3 and ND H100 (2024-07 to 2025-04), and "Generation 2 VMs: Not
 * Supported" of NP. Where no page was read, the fewer modes are taken: no BIOS for Arm, confidential sizes, FX, L v4, NC,
 * HB and HX from v4, NV and ND from v5; no UEFI for sizes without premium storage up to v3 (Standard_D2_v2 and
 * Standard_D2_v3 refuse it) and the first series of D, F, G and L.
 */
export function bootModesOf(row: Row): string {
  const series = seriesOf(row)
  const version = versionOf(row)
  if (isWithoutBios(row, series, version)) return 'uefi'
  if (/^(a|av2|d|ds|f|fs|g|gs|ls|nps)$/.test(series)) return 'bios'
  return row.premium_storage === '0' && version <= 3 && series !== 'ms' ? 'bios' : 'bios|uefi'
}

/** By the beginning of the series, the first version without BIOS. */
const withoutBios: readonly (readonly [series: RegExp, version: number])[] = [
  [/^(fx|hx|nd|ng|ncc)/, 0],
  [/^m/, 2],
  [/^(l|nc|hb)/, 4],
  [/^nv/, 5],
]

const isWithoutBios = (row: Row, series: string, version: number): boolean =>
  row.arch === 'arm64' ||
  row.confidential === '1' ||
  version >= 6 ||
  withoutBios.some(([pattern, first]) => pattern.test(series) && version >= first)
