import { describe, expect, test } from 'vitest'
import { findVm } from '../../src/cli/find-vm.ts'

const vms = [
  { id: 'i-1', name: 'web' },
  { id: 'i-2', name: 'db' },
  { id: 'i-3', name: 'db' },
  { id: 'web', name: 'other' },
]

describe('the VM that is named', () => {
  test('is found by its id before its name', () => {
    expect(findVm('web', vms, 'here')).toEqual({ id: 'web', name: 'other' })
    expect(findVm('other', vms, 'here')).toEqual({ id: 'web', name: 'other' })
  })

  test('is never one of several of that name', () => {
    expect(() => findVm('db', vms, 'here')).toThrow(
      expect.objectContaining({ code: 'cli.usage', suggestions: ['Name one by its id: i-2, i-3.'] }),
    )
  })

  test('is asked about where a name is near', () => {
    expect(() => findVm('otehr', vms, 'here')).toThrow(
      expect.objectContaining({ message: 'There is no VM otehr here.', suggestions: ['Did you mean other?'] }),
    )
  })
})
