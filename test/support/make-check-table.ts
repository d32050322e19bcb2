/**
 * Writes the table of checks of docs/check.md from the program.
 * usage: node test/support/make-check-table.ts
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { checks } from '../../src/core/plan/checks/index.ts'
import type { Check } from '../../src/model/check.ts'
import { findingCodes } from '../../src/model/finding-codes.ts'

export const checkPage = join(import.meta.dirname, '../../docs/check.md')

const rows = Object.entries<Check>(checks).map(([id, { title, codes, source }]) => {
  const found = codes.map((code) => `\`${code}\` (${findingCodes[code].severity})`)
  return `| ${id} | ${title} | ${found.join(', ')} | ${source} |`
})
const table = ['| check | makes sure that | finds | rests on |', '|---|---|---|---|', ...rows].join('\n')

/** The page with the table as the program has it; the text between the marks is replaced. */
export const withCheckTable = (page: string): string =>
  page.replace(
    /(<!-- checks: made by test\/support\/make-check-table.ts -->\n)[\s\S]*?(<!-- end of checks -->)/,
    (_, start: string, end: string) => `${start}\n${table}\n\n${end}`,
  )

if (import.meta.main) writeFileSync(checkPage, withCheckTable(readFileSync(checkPage, 'utf8')))
