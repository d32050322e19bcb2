/**
 * Which release an inventory means by the name of an operating system: `Microsoft Windows Server 2008 R2 (64-bit)`,
 * `CentOS 4/5/6/7 (64-bit)`, `rhel8_64Guest`, `http://ubuntu.com/ubuntu/22.04`. Names are what people and machines wrote:
 * whatever is not understood has no version, and never a guessed one.
 */
import type { OsProduct, OsRelease } from '../../model/os-release.ts'

/** The first that matches; more particular names come first. */
const products: readonly (readonly [RegExp, OsProduct])[] = [
  [
    /windows.{0,40}server|windows_?server|win(?:dows)?[ /]?2k\d|windows(?:2019|2022)srv|windows[7-9]server|winnet/i,
    'windows-server',
  ],
  [/windows|microsoft\.com\/win/i, 'windows'],
  [/red ?hat|rhel/i, 'rhel'],
  [/centos/i, 'centos'],
  [/oracle/i, 'oracle-linux'],
  [/rocky/i, 'rocky'],
  [/alma/i, 'alma'],
  [/(?<!open)suse|sles/i, 'sles'],
  [/ubuntu/i, 'ubuntu'],
  [/debian/i, 'debian'],
  [/amazon/i, 'amazon-linux'],
]

/** Null for a product that drplan does not know. */
export function parseOs(name: string): OsRelease | null {
  const text = name.slice(0, 200)
  const product = products.find(([pattern]) => pattern.test(text))?.[1]
  return product === undefined ? null : { product, version: versionOf(product, text), bits: bitsOf(text) }
}

function bitsOf(text: string): 32 | 64 | null {
  if (/64[ -]?bit|_64|x64\b|x86_64|amd64|server64|64guest/i.test(text)) return 64
  return /32[ -]?bit|\bx86\b(?!_64)|\bi[3-6]86\b/i.test(text) ? 32 : null
}

function versionOf(product: OsProduct, text: string): string | null {
  // "CentOS 4/5 or later", "Windows Server 2016 or later": the name stands for several. CentOS Stream is no CentOS.
  if (/or (later|above|newer)|\d\/\d|stream/i.test(text.replaceAll(/https?:\/\/\S*?(?=\/[^/]*$)/gi, ''))) return null
  if (product === 'windows-server') return serverVersion(text)
  if (product === 'windows') return clientVersion(text)
  return linuxVersion(product, text)
}

/** Internal names of vSphere count by the kernel: windows7Server is 2008 R2, windows8Server 2012, windows9Server 2016. */
const serverKernels: Readonly<Record<string, string>> = { 7: '2008 R2', 8: '2012', 9: '2016' }
const twoReleases: ReadonlySet<string> = new Set(['2008', '2012'])
const serverYears = /(?<![\da-z])(?:windows)?(2000|2003|2008|2012|2016|2019|2022|2025)(?!\d)(?:srv\w*)?([ _-]?r2\b)?/i

function serverVersion(text: string): string | null {
  const kernel = /windows([789])server/i.exec(text)?.[1]
  if (kernel !== undefined) return serverKernels[kernel] ?? null
  return /winnet/i.test(text) ? '2003' : serverYear(text)
}

/** `2019`, `2k19`, `2012 R2`, `2k12r2`. */
function serverYear(text: string): string | null {
  const found = /2k(\d{1,2})(r2)?(?![\da-z])/i.exec(text) ?? serverYears.exec(text)
  const digits = found?.[1]
  if (digits === undefined) return null
  const year = digits.length === 4 ? digits : `20${digits.padStart(2, '0')}`
  return found?.[2] !== undefined && twoReleases.has(year) ? `${year} R2` : year
}

function clientVersion(text: string): string | null {
  const internal = /\bwindows(\d{1,2})_?(?:64)?guest/i.exec(text)?.[1]
  // vSphere calls Windows 10 windows9; 11 and 12 are newer names without a sure meaning.
  if (internal !== undefined) return { 7: '7', 8: '8', 9: '10' }[internal] ?? null
  if (/\bxp\b|winxp/i.test(text)) return 'XP'
  if (/vista/i.test(text)) return 'Vista'
  return /windows[ /]*(?:rt |nt )?(7|8\.1|8|10|11)(?![\d.])/i.exec(text)?.[1] ?? null
}

/** How many numbers of the version tell releases apart. */
const pointReleases: ReadonlySet<OsProduct> = new Set(['ubuntu'])

function linuxVersion(product: OsProduct, text: string): string | null {
  const words = text
    .replaceAll(/\(?\b(32|64)[ -]?bit\b\)?|x86_64|amd64|_64|arm64|_?guest\b/gi, ' ')
    .replaceAll(/https?:\/\/\S*\//gi, ' ')
  const found = /(?:^|[^\d.])(\d{1,4}(?:\.\d{1,2})?)(?![\d.]*x\b)/.exec(words)?.[1]
  if (found === undefined) return null
  if (pointReleases.has(product)) return found.includes('.') ? found : null
  const [main = ''] = found.split('.')
  return Number(main) < 100 || product === 'amazon-linux' ? main : null
}
