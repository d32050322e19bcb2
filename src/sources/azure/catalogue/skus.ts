/** A SKU of Azure Compute ("Resource Skus - List") -> facts of a component, and where it is offered. */
import { z } from 'zod'
import type { ReadComponent } from '../../../model/catalogue-reading.ts'
import { architectures, modelOf } from '../sizes.ts'

const texts = z.array(z.string()).nullish()

const skuSchema = z.object({
  name: z.string().min(1),
  resourceType: z.string(),
  family: z.string().nullish(),
  locations: texts,
  capabilities: z.array(z.object({ name: z.string().nullish(), value: z.string().nullish() })).nullish(),
  restrictions: z.array(z.object({ type: z.string().nullish(), values: texts })).nullish(),
})

/** `isOffered`: to the subscription that asks, in the region it asked for. */
export interface ReadSku {
  readonly component: ReadComponent
  readonly isOffered: boolean
}

/** Null when it is no size of a VM. */
export function readSku(sent: unknown, region: string): ReadSku | null {
  const parsed = skuSchema.safeParse(sent)
  if (!parsed.success || !/^virtualmachines$/i.test(parsed.data.resourceType)) return null
  const { name, family, capabilities, restrictions } = parsed.data
  const said = new Map((capabilities ?? []).map((one) => [one.name?.toLowerCase() ?? '', one.value ?? '']))
  const isClosed = (restrictions ?? []).some(
    ({ type, values }) => /^location$/i.test(type ?? '') && (values ?? []).some((one) => one.toLowerCase() === region),
  )
  return { component: componentOf(name, family ?? '', said), isOffered: !isClosed }
}

type Capabilities = ReadonlyMap<string, string>

function componentOf(name: string, family: string, said: Capabilities): ReadComponent {
  const isBurstable = /^standardB/i.test(family)
  return {
    id: name,
    family,
    current: null,
    specialPurpose: specialPurposeOf(name),
    capacity: capacityOf(name, said),
    missing: isBurstable ? ['sustained share of its vCPUs, being burstable'] : [],
  }
}

/** Naming conventions of sizes: the letters before the number of vCPUs say what a size is for. */
function specialPurposeOf(name: string): string | null {
  if (/^Standard_H/i.test(name)) return 'tightly coupled computing'
  return /^Standard_[DE]C/i.test(name) ? 'confidential computing' : null
}

function capacityOf(name: string, said: Capabilities): Readonly<Record<string, unknown>> {
  const amount = (capability: string): number | null => {
    const value = Number(said.get(capability.toLowerCase()))
    return Number.isFinite(value) && value > 0 ? value : null
  }
  const gpus = amount('GPUs')
  const bytesPerSecond = amount('UncachedDiskBytesPerSecond')
  const dataDisks = amount('MaxDataDiskCount')
  return {
    vcpus: amount('vCPUsAvailable') ?? amount('vCPUs'),
    memoryGiB: amount('MemoryGB'),
    architecture: architectures[said.get('cpuarchitecturetype')?.toLowerCase() ?? ''],
    bootModes: bootModesOf(said.get('hypervgenerations') ?? ''),
    diskMiBps: bytesPerSecond === null ? null : Math.floor((bytesPerSecond / 2 ** 20) * 100) / 100,
    diskIops: amount('UncachedDiskIOPS'),
    // The disk it boots from is not among the data disks.
    maxDisks: dataDisks === null ? null : dataDisks + 1,
    premiumStorage: said.get('premiumio')?.toLowerCase() === 'true',
    maxNics: amount('MaxNetworkInterfaces'),
    accelerators:
      gpus === null
        ? []
        : [{ kind: 'gpu', model: modelOf(name), count: Math.max(1, Math.ceil(gpus)), memoryGiB: null }],
    localDiskGiB: Math.floor((amount('MaxResourceVolumeMB') ?? 0) / 1024),
    bareMetal: false,
  }
}

/** Machines of generation 1 boot by BIOS, those of generation 2 by UEFI. */
function bootModesOf(generations: string): readonly string[] | null {
  const modes = generations.split(',').flatMap((one) => ({ V1: 'bios', V2: 'uefi' })[one.trim().toUpperCase()] ?? [])
  return modes.length === 0 ? null : modes
}
