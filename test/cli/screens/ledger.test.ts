import { stripVTControlCharacters } from 'node:util'
import stringWidth from 'string-width'
import { expect, test } from 'vitest'
import { quotasScreen } from '../../../src/cli/screens/catalogue-quotas.ts'
import { ledgerTable } from '../../../src/cli/screens/ledger.ts'
import type { LedgerRow } from '../../../src/model/shared-limit.ts'
import { awsQuotas } from '../../../src/targets/aws/quotas.ts'

const aRow = (over: Partial<LedgerRow> = {}): LedgerRow => ({
  id: 'L-1216C47A',
  name: 'Running On-Demand Standard instances',
  unit: 'vCPU',
  needed: 40,
  most: 58,
  used: 6,
  initially: 5,
  vms: 12,
  source: 'account 111122223333 as of 2026-11-21',
  ...over,
})

const plain = (lines: readonly string[]): readonly string[] => lines.map((line) => stripVTControlCharacters(line))

test('the ledger says what others have, where that is known', () => {
  const [head, first, second] = plain(ledgerTable({ ledger: [aRow(), aRow({ id: 'Q', used: null })] }, 120))

  expect(head).toMatch(/needed +of +others have +unit +VMs/)
  expect(first).toMatch(/40 +58 \(69 ?%\) +6 +vCPU +12$/)
  expect(second).toMatch(/40 +58 \(69 ?%\) +vCPU +12$/)
})

test('the ledger has no such column where nothing of it is known', () => {
  expect(plain(ledgerTable({ ledger: [aRow({ used: null })] }, 120))[0]).not.toContain('others')
})

test('what was read fits any terminal, and says what is not known and what has no end', () => {
  const quotas = {
    platform: 'aws' as const,
    account: `\u001B[2J${'9'.repeat(40)}`,
    region: 'eu-west-1',
    readAt: '2026-11-21T08:00:00Z',
    quotas: [
      { id: 'L-1216C47A', most: 1920, used: 6, source: 'test' },
      { id: 'L-417A185B', most: 0, used: 0, source: 'test' },
      { id: 'L-DF5E4CA3', most: null, used: null, source: 'test' },
    ],
  }
  const screen = (width: number) => plain(quotasScreen({ quotas, file: '.drplan/quotas.json' }, awsQuotas, width))

  expect(screen(120).join('\n')).toMatch(/3 quotas read, 1 of them zero\./)
  expect(screen(120).join('\n')).toMatch(/1,920 +6 +vCPU\n.*no end +not known +network interfaces/)
  expect(screen(120).join('\n')).not.toContain('L-417A185B')
  for (const width of [40, 60, 80, 120])
    for (const line of screen(width)) expect(stringWidth(line)).toBeLessThanOrEqual(Math.max(width, 60))
})
