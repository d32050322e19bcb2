/**
 * What a size of Azure is: vCPUs, memory, accelerators. `list-sizes` states the first two; the SKUs have capabilities as
 * texts (Compute API, "Resource Skus - List"): MemoryGB counts in 2^30 bytes, vCPUsAvailable is less than vCPUs where a
 * size is constrained.
 */
import type { Accelerator, Vm } from '../../model/site.ts'
import type { Dump } from './answers.ts'
import type { AzureSku } from './schema.ts'

export interface Size extends Pick<Vm, 'vcpus' | 'memoryGiB' | 'architecture'> {
  readonly accelerators: readonly Accelerator[]
}

export const unknownSize: Size = { vcpus: null, memoryGiB: null, architecture: null, accelerators: [] }

/** By the name of the size in lower case. SKUs know more, so they count where both are there. */
export function readSizes({ sizes, skus }: Pick<Dump, 'sizes' | 'skus'>): ReadonlyMap<string, Size> {
  return new Map([
    ...sizes.map(({ value }): [string, Size] => [
      value.name.toLowerCase(),
      { ...unknownSize, vcpus: value.numberofcores, memoryGiB: value.memoryinmb / 1024 },
    ]),
    ...skus
      .filter(({ value }) => /^virtualmachines$/i.test(value.resourcetype))
      .map(({ value }): [string, Size] => [value.name.toLowerCase(), sizeOf(value)]),
  ])
}

function sizeOf(sku: AzureSku): Size {
  const texts = new Map(sku.capabilities.map(({ name, value }) => [name.toLowerCase(), value ?? '']))
  const amount = (name: string): number | null => {
    const value = Number(texts.get(name))
    return Number.isFinite(value) && value > 0 ? value : null
  }
  return {
    vcpus: amount('vcpusavailable') ?? amount('vcpus'),
    memoryGiB: amount('memorygb'),
    architecture: architectures[texts.get('cpuarchitecturetype')?.toLowerCase() ?? ''] ?? null,
    accelerators: acceleratorsOf(sku.name, amount('gpus')),
  }
}

export const architectures: Readonly<Record<string, 'arm64' | 'x86_64'>> = { arm64: 'arm64', x64: 'x86_64' }

/** A share of a GPU, as in Standard_NV6ads_A10_v5, needs one. */
const acceleratorsOf = (name: string, gpus: number | null): readonly Accelerator[] =>
  gpus === null ? [] : [{ kind: 'gpu', model: modelOf(name), count: Math.max(1, Math.ceil(gpus)), memoryGiB: null }]

/** Naming conventions of sizes: Standard_NC24ads_A100_v4 names its accelerator between the features and the version. */
export const modelOf = (name: string): string | null =>
  /^[^_]+_[^_]+_(?!v\d+$)([A-Z][A-Z0-9]*\d[A-Z0-9]*)(_v\d+)?$/i.exec(name)?.[1] ?? null
