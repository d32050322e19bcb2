/** Numbers as spreadsheets and their CSV exports write them. */

/**
 * The number, or null when the text is none. Thousands may be grouped with commas; where the decimal mark is a
 * comma (`decimalComma`, files with semicolons) they may be grouped with dots. A space never groups.
 */
export function readNumber(text: string, decimalComma = false): number | null {
  const trimmed = text.trim()
  const [group, mark] = decimalComma ? ['[.]', ','] : [',', '[.]']
  const grouped = new RegExp(`^-?\\d{1,3}(${group}\\d{3})+(${mark}\\d+)?$`)
  if (grouped.test(trimmed)) return toNumber(trimmed.replaceAll(decimalComma ? '.' : ',', ''), decimalComma)
  if (new RegExp(`^-?\\d+(${mark}\\d+)?(e[+-]?\\d+)?$`, 'i').test(trimmed)) return toNumber(trimmed, decimalComma)
  return /^-?\d+\.\d+$/.test(trimmed) ? Number(trimmed) : null
}

const toNumber = (text: string, decimalComma: boolean): number => Number(decimalComma ? text.replace(',', '.') : text)
