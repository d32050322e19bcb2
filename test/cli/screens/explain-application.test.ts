import { expect, test } from 'vitest'
import { applicationScreen } from '../../../src/cli/screens/explain-application.ts'
import { widthOf } from '../../../src/cli/text.ts'
import type { ApplicationExplanation } from '../../../src/model/vm-explanation.ts'

const shop: ApplicationExplanation = {
  application: {
    name: 'shop',
    tierId: '1',
    vmIds: ['vm-1', 'vm-2'],
    cells: {
      primary: { site: 'quay', region: null, zones: [] },
      recovery: { platform: 'aws', region: 'eu-west-1', zones: [0, 2] },
    },
    states: { primary: ['active', 'fenced', 'failed'], recovery: ['active', 'standby'] },
    protectionGroups: [{ name: 'orders', vmIds: ['vm-2', 'vm-9'] }],
    workflow: {
      failover: [
        { id: 'decide', after: [], approval: true },
        { id: 'fence', after: ['decide'], cell: 'primary', to: 'fenced' },
        { id: 'wave-2', after: ['fence'], cell: 'recovery', to: 'active', waitsFor: ['a\u001B[31mname'] },
      ],
      failback: [],
    },
  },
  promise: null,
  arbitration: [{ strategies: ['pilot-light'], applications: ['shop'], states: 112, counterexample: null }],
  names: { 'vm-1': 'web-1', 'vm-2': 'db-1' },
}

const textOf = (width = 100): string => applicationScreen(shop, width).join('\n')

test('an application is shown with its cells, its states and what each transition waits for', () => {
  const text = textOf()

  expect(text).toMatch(/VMs +2 +web-1, db-1/)
  expect(text).toMatch(/Recovery cell +aws, eu-west-1 +zones 1, 3/)
  expect(text).toMatch(/Primary cell +quay +zones are not known/)
  expect(text).toMatch(/Consistent +orders +db-1, vm-9/)
  expect(text).toMatch(/Two at once +cannot happen +pilot-light/)
  expect(text).toMatch(/decide +decide, with approval +at once/)
  expect(text).toMatch(/wave-2 +start and check +recovery → active +a.*name is back, fence/)
})

test('names of applications are text, and the screen keeps its width', () => {
  expect(textOf()).not.toContain('\u001B[31m')
  for (const width of [60, 80, 100])
    expect(Math.max(...textOf(width).split('\n').map(widthOf))).toBeLessThanOrEqual(width)
})
