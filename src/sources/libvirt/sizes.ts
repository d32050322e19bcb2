/**
 * Sizes as libvirt writes them (formatdomain.html and formatstorage.html: scaled integers): `KB` is 1000 bytes and
 * `KiB`, or `k`, 1024; without a unit memory is in KiB and storage in bytes. `virsh … --human` prints the same units.
 */

const exponents: Readonly<Record<string, number>> = { k: 1, m: 2, g: 3, t: 4, p: 5, e: 6 }

const BYTES_PER_GIB = 2 ** 30

/** Null for text that is no size above zero. */
export function readGib(text: string | null, unit: string): number | null {
  const bytes = readBytes(text, unit)
  return bytes !== null && bytes > 0 ? bytes / BYTES_PER_GIB : null
}

function readBytes(text: string | null, unit: string): number | null {
  if (text === null || !/^\d+(\.\d+)?$/.test(text)) return null
  const [, prefix, rest] = /^([kmgtpe]?)(i?b|ytes)?$/i.exec(unit.trim()) ?? []
  if (prefix === undefined) return /^b(ytes)?$/i.test(unit) ? Number(text) : null
  const base = rest?.toLowerCase() === 'b' && prefix !== '' ? 1000 : 1024
  return Number(text) * base ** (exponents[prefix.toLowerCase()] ?? 0)
}
