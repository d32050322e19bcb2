import { expect, test } from 'vitest'
import { createVmMatcher } from '../../src/sources/match-series.ts'
import { aSite, aVm } from '../builders.ts'

test('a series finds its VM by every id that a source gives it', () => {
  const vm = aVm({ id: 'vm-1', otherIds: ['i-0123456789abcdef0'] })
  const match = createVmMatcher(aSite({ vms: [vm, aVm({ id: 'vm-2' })] }))

  expect(match('vm-1')).toEqual({ kind: 'one', vm })
  expect(match('i-0123456789abcdef0')).toEqual({ kind: 'one', vm })
  expect(match('i-other')).toEqual({ kind: 'none' })
})
