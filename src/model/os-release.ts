/** Operating systems as products and versions, and when their vendors stop supporting them. */
import type { Citation } from './citation.ts'

export const osNames = {
  alma: 'AlmaLinux',
  'amazon-linux': 'Amazon Linux',
  centos: 'CentOS',
  debian: 'Debian',
  'oracle-linux': 'Oracle Linux',
  rhel: 'Red Hat Enterprise Linux',
  rocky: 'Rocky Linux',
  sles: 'SUSE Linux Enterprise Server',
  ubuntu: 'Ubuntu',
  windows: 'Windows',
  'windows-server': 'Windows Server',
} as const
export type OsProduct = keyof typeof osNames

export interface OsRelease {
  readonly product: OsProduct
  /** As people write it, such as 2008 R2, 22.04 or 8; null where the name covers several or none. */
  readonly version: string | null
  /** Null where the name does not say. */
  readonly bits: 32 | 64 | null
}

export const releaseName = ({ product, version }: Pick<OsRelease, 'product' | 'version'>): string =>
  version === null ? osNames[product] : `${osNames[product]} ${version}`

/** Names of Windows without a number, in their order among those with one. */
const namedVersions: Readonly<Record<string, number>> = { 2000: 5, XP: 5.1, Vista: 6 }

/** Below 0 where `a` is older. R2 follows its year; of a point release only what both name is compared. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [partsOf(a), partsOf(b)]
  const at = left.findIndex((part, index) => index < right.length && part !== right[index])
  return at === -1 ? 0 : (left[at] ?? 0) - (right[at] ?? 0)
}

function partsOf(version: string): readonly number[] {
  const named = namedVersions[version]
  if (named !== undefined) return [named]
  const [main = '', release] = version.split(' R')
  const parts = main.split('.').map(Number)
  // A year without release is the first of its two.
  return /^(19|20)\d\d$/.test(main) ? [...parts, Number(release ?? 1)] : parts
}

/**
 * End of the vendor's security updates for everyone, paid extensions left out (Debian: with its long-term support).
 * Written down from what the vendors publish on their pages of life cycles, and not looked up one by one.
 */
export const lifecycleSource: Citation = {
  document: "the vendors' pages of life cycles",
  asOf: '2026-01',
  basis: 'general-knowledge',
}

type Ends = Readonly<Record<string, string>>

const ends: Readonly<Record<OsProduct, Ends>> = {
  alma: { 8: '2029-03-01', 9: '2032-05-31', 10: '2035-05-31' },
  'amazon-linux': { 1: '2023-12-31', 2: '2026-06-30', 2023: '2029-06-30' },
  centos: { 4: '2012-02-29', 5: '2017-03-31', 6: '2020-11-30', 7: '2024-06-30', 8: '2021-12-31' },
  debian: {
    5: '2012-02-06',
    6: '2016-02-29',
    7: '2018-05-31',
    8: '2020-06-30',
    9: '2022-06-30',
    10: '2024-06-30',
    11: '2026-08-31',
    12: '2028-06-30',
    13: '2030-06-30',
  },
  'oracle-linux': { 5: '2017-06-30', 6: '2021-03-31', 7: '2024-12-31', 8: '2029-07-31', 9: '2032-06-30' },
  rhel: {
    4: '2012-02-29',
    5: '2017-03-31',
    6: '2020-11-30',
    7: '2024-06-30',
    8: '2029-05-31',
    9: '2032-05-31',
    10: '2035-05-31',
  },
  rocky: { 8: '2029-05-31', 9: '2032-05-31', 10: '2035-05-31' },
  sles: { 10: '2013-07-31', 11: '2019-03-31', 12: '2024-10-31', 15: '2031-07-31' },
  ubuntu: {
    '10.04': '2015-04-30',
    '12.04': '2017-04-28',
    '14.04': '2019-04-30',
    '16.04': '2021-04-30',
    '18.04': '2023-05-31',
    '20.04': '2025-05-31',
    '22.04': '2027-04-30',
    '24.04': '2029-04-30',
  },
  windows: {
    XP: '2014-04-08',
    Vista: '2017-04-11',
    7: '2020-01-14',
    8: '2016-01-12',
    8.1: '2023-01-10',
    10: '2025-10-14',
  },
  'windows-server': {
    2000: '2010-07-13',
    2003: '2015-07-14',
    2008: '2020-01-14',
    '2008 R2': '2020-01-14',
    2012: '2023-10-10',
    '2012 R2': '2023-10-10',
    2016: '2027-01-12',
    2019: '2029-01-09',
    2022: '2031-10-14',
    2025: '2034-11-14',
  },
}

/** The last day of support, ISO; null where the table does not say. Of a point release, that of its main version. */
export function endOfSupport({ product, version }: OsRelease): string | null {
  if (version === null) return null
  const own: Ends = ends[product]
  return own[version] ?? own[version.split('.')[0] ?? ''] ?? null
}
