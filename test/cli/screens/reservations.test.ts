import { expect, test } from 'vitest'
import { ledgerTable } from '../../../src/cli/screens/ledger.ts'
import { reservationTable } from '../../../src/cli/screens/reservations.ts'

test('reservations are priced from nobody to everybody, and as they are', () => {
  const reservations = {
    chosen: { vms: 1, perMonth: 73 },
    steps: [
      { tierIds: [], vms: 0, perMonth: 0 },
      { tierIds: ['0'], vms: 1, perMonth: 73 },
      { tierIds: ['0', '3'], vms: 4, perMonth: 1219.5 },
    ],
  }

  expect(reservationTable({ reservations, currency: 'USD' }, 80)).toEqual([
    '  capacity reserved for  VMs  more USD/month',
    '  nobody                   0            0.00',
    '  tier 0                   1           73.00',
    '  tier 0, 3                4        1,219.50',
    '  as drplan.yaml says      1           73.00',
    '',
  ])
})

test('nothing is said of reservations where nothing can be reserved', () => {
  expect(reservationTable({ currency: 'USD' }, 80)).toEqual([])
})

test('a quota says what later targets may need of it', () => {
  const row = {
    id: 'Q',
    name: 'vCPU',
    unit: 'vCPU',
    needed: 4,
    most: 8,
    used: null,
    initially: null,
    vms: 2,
    source: null,
  }

  expect(
    ledgerTable(
      {
        ledger: [
          { ...row, ladder: [8, 6] },
          { ...row, id: 'P' },
        ],
      },
      100,
    ),
  ).toEqual([
    '  shared by VMs  needed        of  unit  VMs  on later targets',
    '  Q vCPU              4  8 (50 %)  vCPU    2           up to 8',
    '  P vCPU              4  8 (50 %)  vCPU    2                 –',
    '',
  ])
})
