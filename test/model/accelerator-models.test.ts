import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findGpuModel, gpuModels, nominalMemoryGiB, shareOf, vendorOf } from '../../src/model/accelerator-models.ts'
import { loadAwsCatalogue } from '../../src/targets/aws/catalogue.ts'
import { loadAzureCatalogue } from '../../src/targets/azure/catalogue.ts'

describe('the name of a GPU', () => {
  it.each([
    ['NVIDIA T4', 'T4'],
    ['Tesla V100-PCIE-32GB', 'V100'],
    ['NVIDIA A100-SXM4-40GB', 'A100'],
    ['grid_a16-4q', 'A16'],
    ['nvidia_rtxa6000-12q', 'RTX A6000'],
    ['NVIDIA Corporation GA102GL [A10]', 'A10'],
    ['NVIDIA RTX 6000 Ada Generation', 'RTX 6000 Ada'],
    ['grid_rtx6000-4q', 'Quadro RTX 6000'],
    ['L4 (1/8)', 'L4'],
    ['RTX PRO Server 6000', 'RTX PRO 6000'],
    ['Radeon Pro V520', 'Radeon Pro V520'],
  ])('%s is a %s', (text, name) => {
    expect(findGpuModel(text)?.name).toBe(name)
  })

  it.each([null, '', 'GPU', 'T400', 'LSI MegaRAID'])('is unknown for %s', (text) => {
    expect(findGpuModel(text)).toBeNull()
  })

  it.each([
    ['NVIDIA A100-SXM4-80GB', null, 80],
    ['NVIDIA A100-PCIE-40GB', null, 40],
    ['NVIDIA A100', null, 80],
    ['NVIDIA A100', 39.6, 40],
    ['L4', 22.35, 24],
    ['L4 (1/8)', 2.79, 3],
    ['T4', 3, null],
    ['a card', 16, null],
  ])('%s with %s GiB has %s by the data sheet', (model, memoryGiB, nominal) => {
    expect(nominalMemoryGiB({ model, memoryGiB })).toBe(nominal)
  })

  it('tells the maker where it does not tell the model', () => {
    expect([vendorOf('NVIDIA GPU'), vendorOf('AMD Radeon'), vendorOf('a card'), vendorOf(null)]).toEqual([
      'nvidia',
      'amd',
      null,
      null,
    ])
  })

  it('never throws, and a share is above 0 and at most 1', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        findGpuModel(text)
        const share = shareOf(`L4 (${text})`)

        expect(share > 0 && share <= 1).toBe(true)
      }),
    )
    expect([shareOf('L4 (1/8)'), shareOf('A10 (1/0)'), shareOf('A10 (9/3)'), shareOf(null)]).toEqual([0.125, 1, 1, 1])
  })
})

describe('the table', () => {
  it('has every name once', () => {
    const names = gpuModels.flatMap(({ name, aliases }) => [name, ...aliases].map((text) => text.toLowerCase()))

    expect(new Set(names).size).toBe(names.length)
  })

  it('finds every model by each of its own names', () => {
    for (const model of gpuModels)
      for (const name of [model.name, ...model.aliases]) expect(findGpuModel(name)).toBe(model)
  })

  it('cuts no GPU into more memory than it has, but for what names of slices round up', () => {
    for (const { mig, memoryGiB } of gpuModels)
      for (const [whole, slices] of Object.entries(mig)) {
        expect(memoryGiB).toContain(Number(whole))
        for (const slice of slices) expect(slice.memoryGiB * slice.most).toBeLessThanOrEqual(Number(whole) + 1)
        expect(slices.map((slice) => slice.memoryGiB)).toEqual(
          slices.map((slice) => slice.memoryGiB).toSorted((a, b) => a - b),
        )
      }
  })

  it('knows every GPU that a catalogue sells, with about the memory that it states', () => {
    const sold = [loadAwsCatalogue(), loadAzureCatalogue()]
      .flatMap(({ components }) => components)
      .flatMap(({ capacity }) => capacity.accelerators)
      .filter(({ kind }) => kind === 'gpu')

    for (const one of sold) {
      const nominal = nominalMemoryGiB(one)

      expect(nominal, `${one.model} with ${one.memoryGiB} GiB`).not.toBeNull()
      expect(Math.abs(nominal! - one.memoryGiB!) / nominal!).toBeLessThanOrEqual(0.12)
    }
  })
})
