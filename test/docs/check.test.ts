import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { checkPage, withCheckTable } from '../support/make-check-table.ts'

test('the page has every check: node test/support/make-check-table.ts remakes the table', () => {
  const page = readFileSync(checkPage, 'utf8')

  expect(page).toBe(withCheckTable(page))
  expect(page).toContain('`check.connection-lost` (error)')
})
