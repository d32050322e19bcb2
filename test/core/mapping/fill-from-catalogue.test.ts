import { expect, it } from 'vitest'
import { fillFromCatalogue } from '../../../src/core/mapping/fill-from-catalogue.ts'
import { aVm } from '../../builders.ts'
import { aCatalogue, aComponent } from './builders.ts'

const gpu = { kind: 'gpu', model: 'L4', count: 1, memoryGiB: 22 } as const
const catalogue = aCatalogue({
  components: [aComponent('s.medium', { architecture: 'arm64' }), aComponent('g.large', { accelerators: [gpu] })],
})
const bare = { vcpus: null, memoryGiB: null, architecture: null } as const

it('fills what is missing from the type, and says for how many', () => {
  const vms = [aVm({ ...bare, id: 'a', sourceType: 's.medium' }), aVm({ id: 'b', sourceType: 's.medium' })]

  const filled = fillFromCatalogue(vms, catalogue)

  expect(filled.vms[0]).toMatchObject({ vcpus: 2, memoryGiB: 8, architecture: 'arm64' })
  expect(filled.vms[1]).toBe(vms[1])
  expect(filled.findings).toMatchObject([{ code: 'site.filled-from-catalogue', severity: 'info', affected: ['a'] }])
  expect(filled.findings[0]?.message).toContain('1 of 2 VMs')
})

it('never changes what the source states', () => {
  const vm = aVm({ vcpus: 16, memoryGiB: null, sourceType: 's.medium' })

  expect(fillFromCatalogue([vm], catalogue).vms[0]).toMatchObject({ vcpus: 16, memoryGiB: 8, architecture: 'x86_64' })
})

it('adds the accelerators of the type to a VM that lists none', () => {
  const [vm] = fillFromCatalogue([aVm({ sourceType: 'g.large' })], catalogue).vms

  expect(vm?.accelerators).toEqual([gpu])
})

it('leaves VMs of unknown or no type alone, and is silent', () => {
  const vms = [aVm({ ...bare, sourceType: 'x.huge' }), aVm({ ...bare })]

  expect(fillFromCatalogue(vms, catalogue)).toEqual({ vms, findings: [] })
})
