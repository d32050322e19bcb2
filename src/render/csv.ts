/**
 * Rows as CSV. Names are whatever somebody wrote: every cell is in quotes (RFC 4180), line breaks and other controls become
 * spaces, and what a spreadsheet would run as a formula gets an apostrophe in front (OWASP, "CSV Injection").
 */
export type Row = readonly string[]

export const csvOf = (columns: Row, rows: readonly Row[]): string =>
  [columns, ...rows].map((row) => `${row.map(cell).join(',')}\r\n`).join('')

function cell(text: string): string {
  // Controls end a row or hide in a cell.
  const plain = text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
  const harmless = /^\s*[=+\-@\uff1d\uff0b\uff0d\uff20]/.test(plain) ? `'${plain}` : plain
  return `"${harmless.replaceAll('"', '""')}"`
}
