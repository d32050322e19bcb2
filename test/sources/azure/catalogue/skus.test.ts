import { expect, test } from 'vitest'
import { readSku } from '../../../../src/sources/azure/catalogue/skus.ts'

const aSku = (over: object = {}, capabilities: Readonly<Record<string, string>> = {}): object => ({
  resourceType: 'virtualMachines',
  name: 'Standard_D2s_v5',
  tier: 'Standard',
  family: 'standardDSv5Family',
  locations: ['westeurope'],
  restrictions: [],
  capabilities: Object.entries({
    vCPUs: '2',
    MemoryGB: '8',
    CpuArchitectureType: 'x64',
    HyperVGenerations: 'V1,V2',
    MaxDataDiskCount: '4',
    UncachedDiskIOPS: '3750',
    UncachedDiskBytesPerSecond: '89128960',
    MaxNetworkInterfaces: '2',
    MaxResourceVolumeMB: '0',
    PremiumIO: 'True',
    ...capabilities,
  }).map(([name, value]) => ({ name, value })),
  ...over,
})

const componentOf = (over: object = {}, capabilities: Readonly<Record<string, string>> = {}) =>
  readSku(aSku(over, capabilities), 'westeurope')?.component

test('the capabilities of a size are the facts of a component', () => {
  expect(readSku(aSku(), 'westeurope')).toEqual({
    isOffered: true,
    component: {
      id: 'Standard_D2s_v5',
      family: 'standardDSv5Family',
      current: null,
      specialPurpose: null,
      missing: [],
      capacity: {
        vcpus: 2,
        memoryGiB: 8,
        architecture: 'x86_64',
        bootModes: ['bios', 'uefi'],
        diskMiBps: 85,
        diskIops: 3750,
        maxDisks: 5,
        premiumStorage: true,
        maxNics: 2,
        accelerators: [],
        localDiskGiB: 0,
        bareMetal: false,
      },
    },
  })
})

test('a constrained size has the vCPUs that it may use', () => {
  expect(componentOf({}, { vCPUs: '8', vCPUsAvailable: '4' })?.capacity).toMatchObject({ vcpus: 4 })
})

test('a part of a GPU needs one', () => {
  expect(componentOf({ name: 'Standard_NV6ads_A10_v5' }, { GPUs: '0.167' })?.capacity).toMatchObject({
    accelerators: [{ kind: 'gpu', model: 'A10', count: 1, memoryGiB: null }],
  })
})

test('what is only for some purposes says so, and burstable sizes lack their baseline', () => {
  expect(componentOf({ name: 'Standard_HB120rs_v3' })?.specialPurpose).toBe('tightly coupled computing')
  expect(componentOf({ name: 'Standard_DC4s_v3' })?.specialPurpose).toBe('confidential computing')
  expect(componentOf({ name: 'Standard_B2s', family: 'standardBSFamily' })?.missing).toHaveLength(1)
})

test('a size that the subscription may not have there is not offered', () => {
  const closed = (values: readonly string[]) => aSku({ restrictions: [{ type: 'Location', values }] })

  expect(readSku(closed(['WestEurope']), 'westeurope')?.isOffered).toBe(false)
  expect(readSku(closed(['northeurope']), 'westeurope')?.isOffered).toBe(true)
  expect(readSku(aSku({ restrictions: [{ type: 'Zone', values: ['westeurope'] }] }), 'westeurope')?.isOffered).toBe(
    true,
  )
})

test.each([null, {}, aSku({ resourceType: 'disks' }), aSku({ name: '' })])('anything else is no size', (sent) => {
  expect(readSku(sent, 'westeurope')).toBeNull()
})
