import { expect, test } from 'vitest'
import { demandNow } from '../../../src/core/forecast/demand-now.ts'
import { configSchema } from '../../../src/model/config.ts'
import { aDemand, aDisk, aNeed, aVm } from '../../builders.ts'

const { demand: policy } = configSchema.parse({
  schema: 'drplan/config@1',
  site: { id: 'test' },
  sources: [{ kind: 'inventory', path: 'inventory.json' }],
  target: { platform: 'aws', region: 'eu-west-1' },
})
const vm = aVm({ vcpus: 4, memoryGiB: 16, disks: [aDisk({ capacityGiB: 50 })] })
const forecast = { basis: 'forecast', headroom: policy.cpuHeadroom } as const
const planned = aDemand({
  vmId: vm.id,
  vcpus: { ...aNeed(2), ...forecast, expected: 1.7, allocated: 4 },
  memoryGiB: { ...aNeed(16), basis: 'allocation', expected: null, allocated: 16 },
  storageGiB: 50,
})

test('a VM that is as it was needs what it was planned with', () => {
  expect(demandNow(vm, planned, policy)).toEqual(planned)
})

test('a VM that was not planned needs its allocation', () => {
  const { vcpus, memoryGiB, storageGiB } = demandNow(vm, undefined, policy)

  expect([vcpus.required, memoryGiB.required, storageGiB]).toEqual([4, 16, 50])
})

test('what a VM was measured to use stays when it is given more', () => {
  const { vcpus } = demandNow({ ...vm, vcpus: 8 }, planned, policy)

  expect(vcpus).toMatchObject({ allocated: 8, expected: 1.7 })
  expect(vcpus.required).toBeCloseTo(1.7 / (1 - policy.cpuHeadroom))
})

test('a VM that was given less is sized by no more than the bound over what it has', () => {
  const { vcpus } = demandNow({ ...vm, vcpus: 1 }, planned, policy)

  expect(vcpus.required).toBe(policy.allocationBound)
})

test('a figure that rests on the allocation goes with it', () => {
  expect(demandNow({ ...vm, memoryGiB: 64 }, planned, policy).memoryGiB).toMatchObject({ required: 64, allocated: 64 })
})

test('the headroom is that of drplan.yaml as it is now', () => {
  const { vcpus } = demandNow(vm, planned, { ...policy, cpuHeadroom: 0.5 })

  expect(vcpus).toMatchObject({ required: 3.4, headroom: 0.5 })
})

test('disks that grew are of their new size', () => {
  expect(demandNow({ ...vm, disks: [aDisk({ capacityGiB: 80 })] }, planned, policy).storageGiB).toBe(80)
})
