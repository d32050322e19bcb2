/** An instance type as DescribeInstanceTypes gives it (EC2 API Reference, InstanceTypeInfo) -> facts of a component. */
import { z } from 'zod'
import { gibibytesOfGigabytes, mebibytesOfMegabits } from '../../../model/binary-units.ts'
import type { ReadComponent } from '../../../model/catalogue-reading.ts'
import type { Accelerator } from '../../../model/site.ts'
import { flag, list, number, text } from '../schema.ts'

const device = z.object({
  Name: text,
  Count: number,
  GpuPartitionSize: number,
  LogicalGpuCount: number,
  MemoryInfo: z.object({ SizeInMiB: number }).nullish(),
})

const instanceTypeSchema = z.object({
  InstanceType: z.string().min(1),
  CurrentGeneration: flag,
  BareMetal: flag,
  BurstablePerformanceSupported: flag,
  SupportedBootModes: list(z.string()),
  ProcessorInfo: z.object({ SupportedArchitectures: list(z.string()) }).nullish(),
  VCpuInfo: z.object({ DefaultVCpus: number }).nullish(),
  MemoryInfo: z.object({ SizeInMiB: number }).nullish(),
  InstanceStorageInfo: z.object({ TotalSizeInGB: number }).nullish(),
  EbsInfo: z
    .object({
      MaximumEbsAttachments: number,
      EbsOptimizedInfo: z.object({ BaselineBandwidthInMbps: number, BaselineIops: number }).nullish(),
    })
    .nullish(),
  NetworkInfo: z
    .object({
      MaximumNetworkInterfaces: number,
      NetworkCards: list(z.object({ BaselineBandwidthInGbps: number })),
    })
    .nullish(),
  GpuInfo: z.object({ Gpus: list(device) }).nullish(),
  FpgaInfo: z.object({ Fpgas: list(device) }).nullish(),
  InferenceAcceleratorInfo: z.object({ Accelerators: list(device) }).nullish(),
  NeuronInfo: z.object({ NeuronDevices: list(device) }).nullish(),
  MediaAcceleratorInfo: z.object({ Accelerators: list(device) }).nullish(),
})
type InstanceType = z.infer<typeof instanceTypeSchema>

/**
 * Flex types may use all of their CPU for 95 % of a day, and are only sure of 40 % of it (AWS, M7i-flex, 2023-08), so they
 * count as burstable.
 */
export const FLEX_BASELINE = 0.4

/** Types that are listed, but that nobody should be given without asking; null for all others. */
export function specialPurposeOf(family: string): string | null {
  if (family.startsWith('mac')) return 'macOS on dedicated hosts only'
  if (family.startsWith('vt')) return 'media transcoding'
  if (family.startsWith('hpc')) return 'tightly coupled computing, with hardly any EBS throughput'
  return family === 't1' ? 'no sustained CPU is stated' : null
}

/** Null when it is no instance type. */
export function readType(sent: unknown): ReadComponent | null {
  const parsed = instanceTypeSchema.safeParse(sent)
  if (!parsed.success) return null
  const type = parsed.data
  const family = type.InstanceType.split('.')[0] ?? ''
  const isFlex = family.endsWith('-flex')
  // The API says that a type is burstable, and not how much it is sure of.
  const lacksBaseline = type.BurstablePerformanceSupported === true && !isFlex
  const capacity = { ...capacityOf(type), burstableBaseline: isFlex ? FLEX_BASELINE : null }
  return {
    id: type.InstanceType,
    family,
    current: type.CurrentGeneration ?? null,
    specialPurpose: specialPurposeOf(family),
    capacity,
    missing: lacksBaseline ? ['sustained share of its vCPUs, being burstable'] : [],
  }
}

const capacityOf = (type: InstanceType): Readonly<Record<string, unknown>> => ({
  vcpus: type.VCpuInfo?.DefaultVCpus,
  memoryGiB: map(type.MemoryInfo?.SizeInMiB, (size) => Number((size / 1024).toFixed(3))),
  architecture: architectureOf(type.ProcessorInfo?.SupportedArchitectures ?? []),
  bootModes: bootModesOf(type.SupportedBootModes),
  ...disksOf(type),
  ...networkOf(type),
  accelerators: acceleratorsOf(type),
  bareMetal: type.BareMetal,
})

function disksOf({ EbsInfo: ebs, InstanceStorageInfo: local }: InstanceType): Readonly<Record<string, unknown>> {
  const sustained = ebs?.EbsOptimizedInfo
  return {
    diskMiBps: map(sustained?.BaselineBandwidthInMbps, mebibytesOfMegabits),
    diskIops: sustained?.BaselineIops,
    maxDisks: ebs?.MaximumEbsAttachments,
    premiumStorage: true,
    localDiskGiB: gibibytesOfGigabytes(local?.TotalSizeInGB ?? 0),
  }
}

function networkOf({ NetworkInfo: network }: InstanceType): Readonly<Record<string, unknown>> {
  const cards = (network?.NetworkCards ?? []).map((card) => card.BaselineBandwidthInGbps ?? null)
  return {
    networkMbps: map(sum(cards), (gigabits) => Math.round(gigabits * 1000)),
    maxNics: network?.MaximumNetworkInterfaces,
  }
}

/** What is 0 is not stated: the API says so of old types. */
const map = (value: number | null | undefined, change: (value: number) => number): number | null =>
  value === null || value === undefined || value === 0 ? null : change(value)

const sum = (values: readonly (number | null)[]): number | null =>
  values.length === 0
    ? null
    : values.reduce((total, value) => (total === null || value === null ? null : total + value), 0)

/** Of several, the widest comes last, as in i386 and x86_64; a Mac has its own names. */
const architectureOf = (names: readonly string[]): string | undefined => names.at(-1)?.replace('_mac', '')

function bootModesOf(names: readonly string[]): readonly string[] | null {
  const modes = names.map((name) => name.replace('legacy-', '')).filter((name) => name === 'bios' || name === 'uefi')
  return modes.length === 0 ? null : modes
}

function acceleratorsOf(type: InstanceType): readonly Accelerator[] {
  const of = (kind: Accelerator['kind'], devices: readonly z.infer<typeof device>[] | undefined): Accelerator[] =>
    (devices ?? []).map((one) => acceleratorOf(kind, one))
  return [
    ...of('gpu', type.GpuInfo?.Gpus),
    ...of('fpga', type.FpgaInfo?.Fpgas),
    ...of('inference', type.InferenceAcceleratorInfo?.Accelerators ?? type.NeuronInfo?.NeuronDevices),
    ...of('media', type.MediaAcceleratorInfo?.Accelerators),
  ]
}

/** A part of a GPU counts as one, with its own memory, and says which part it is. */
function acceleratorOf(kind: Accelerator['kind'], sent: z.infer<typeof device>): Accelerator {
  const part = sent.GpuPartitionSize ?? 1
  const isPart = part > 0 && part < 1
  const name = sent.Name ?? null
  return {
    kind,
    model: isPart && name !== null ? `${name} (1/${Math.round(1 / part)})` : name,
    count: Math.max(1, (isPart ? sent.LogicalGpuCount : sent.Count) ?? 1),
    memoryGiB: kind === 'gpu' ? map(sent.MemoryInfo?.SizeInMiB, (size) => Number((size / 1024).toFixed(2))) : null,
  }
}
