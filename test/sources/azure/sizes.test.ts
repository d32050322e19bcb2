import { describe, expect, test } from 'vitest'
import { readSizes } from '../../../src/sources/azure/sizes.ts'

const aSku = (name: string, capabilities: Readonly<Record<string, string>>) => ({
  value: {
    name,
    resourcetype: 'virtualMachines',
    locations: [],
    capabilities: Object.entries(capabilities).map(([key, value]) => ({ name: key, value })),
  },
  place: '',
})

describe('sizes', () => {
  test.each([
    { name: 'Standard_NC24ads_A100_v4', gpus: '1', model: 'A100', count: 1 },
    { name: 'Standard_NV6ads_A10_v5', gpus: '0.167', model: 'A10', count: 1 },
    { name: 'Standard_NC6s_v3', gpus: '1', model: null, count: 1 },
    { name: 'Standard_ND96isr_MI300X_v5', gpus: '8', model: 'MI300X', count: 8 },
  ])('with GPUs: $name', ({ name, gpus, model, count }) => {
    const size = readSizes({ sizes: [], skus: [aSku(name, { vCPUs: '4', MemoryGB: '16', GPUs: gpus })] }).get(
      name.toLowerCase(),
    )

    expect(size?.accelerators).toEqual([{ kind: 'gpu', model, count, memoryGiB: null }])
  })

  test('without figures are not zero', () => {
    const size = readSizes({ sizes: [], skus: [aSku('Standard_Odd', { vCPUs: '0', MemoryGB: 'much' })] }).get(
      'standard_odd',
    )

    expect(size).toEqual({ vcpus: null, memoryGiB: null, architecture: null, accelerators: [] })
  })

  test('are those of the SKUs where both lists know them, and no disk is one', () => {
    const disk = { ...aSku('Premium_LRS', {}), value: { ...aSku('Premium_LRS', {}).value, resourcetype: 'disks' } }
    const sizes = readSizes({
      sizes: [{ value: { name: 'Standard_A', numberofcores: 8, memoryinmb: 2048 }, place: '' }],
      skus: [
        aSku('Standard_A', { vCPUs: '8', vCPUsAvailable: '4', MemoryGB: '2', CpuArchitectureType: 'Arm64' }),
        disk,
      ],
    })

    expect([...sizes]).toEqual([['standard_a', { vcpus: 4, memoryGiB: 2, architecture: 'arm64', accelerators: [] }]])
  })
})
