/**
 * What accelerators a VM needs, in words that no vendor owns, from the strongest statement down: drplan.yaml
 * (`mapping.accelerators`), the samples of memory in use, the virtual GPU profile or device it has, its tags and application.
 */
import { findGpuModel, nominalMemoryGiB, shareOf, vendorOf, type GpuVendor } from '../../model/accelerator-models.ts'
import type { AcceleratorRule } from '../../model/accelerator-rule.ts'
import type { ScopedVm } from '../../model/scoped-vm.ts'
import type { Accelerator } from '../../model/site.ts'
import { parseVgpuProfile, type VgpuProfile } from '../../model/vgpu-profile.ts'

export interface AcceleratorNeed {
  readonly kind: Accelerator['kind']
  readonly count: number
  /** Of each; null = not known, any will do. */
  readonly memoryGiB: number | null
  /** `measured` is compared with what a device shows, `nominal` (a profile, a data sheet) with data sheets too. */
  readonly memoryBasis: 'measured' | 'nominal'
  /** Null = not known, any will do; so are the next two. */
  readonly capability: 'compute' | 'graphics' | null
  /** Whose driver is on the disk that is copied. */
  readonly vendor: GpuVendor | null
  readonly sharing: 'whole' | 'fraction' | 'mig'
  /** Several GPUs that reach one another's memory directly. */
  readonly linked: boolean
  /** What drplan.yaml says of the driver. */
  readonly driver: string | null
  /** Less than it uses is allowed: what it uses, and why less will do. */
  readonly degraded: { readonly usedGiB: number; readonly reason: string } | null
}

/** The share of a GPU's memory that is kept free, as `demand.memoryHeadroom` keeps of the VM's by default. */
const GPU_MEMORY_HEADROOM = 0.1

const kinds = ['gpu', 'fpga', 'inference', 'media'] as const

/** `gpuMemoryInUseGiB` is of all GPUs of the VM together; where it is known it replaces what they have. */
export function acceleratorNeeds(scoped: ScopedVm, gpuMemoryInUseGiB: number | null): AcceleratorNeed[] {
  const { vm, accelerator: rule } = scoped
  return kinds.flatMap((kind): AcceleratorNeed[] => {
    const own = vm.accelerators.filter((one) => one.kind === kind)
    const stated = rule?.kind === kind ? rule : undefined
    const inUse = kind === 'gpu' ? gpuMemoryInUseGiB : null
    if (own.length === 0 && !stated && (inUse ?? 0) === 0) return []
    const found = { ...foundNeed(kind, own, inUse), ...(kind === 'gpu' ? softwareNeed(scoped, own) : {}) }
    return [stated ? statedNeed(found, stated) : found]
  })
}

function foundNeed(kind: Accelerator['kind'], own: readonly Accelerator[], inUseGiB: number | null): AcceleratorNeed {
  const count = Math.max(
    1,
    own.reduce((sum, one) => sum + one.count, 0),
  )
  const sizes = own.flatMap((one) => one.memoryGiB ?? profileOf(one)?.framebufferGiB ?? nominalMemoryGiB(one) ?? [])
  const has = sizes.length > 0 ? Math.max(...sizes) : null
  const isShared = own.some((one) => profileOf(one) !== null || shareOf(one.model) < 1)
  const isLinked = count > 1 && own.some(({ model }) => /sxm|nvlink/i.test(model ?? ''))
  return {
    kind,
    count,
    ...memoryNeed(inUseGiB === null ? null : inUseGiB / count, has),
    capability: null,
    vendor: null,
    sharing: isShared || own.length === 0 ? 'fraction' : 'whole',
    linked: isLinked,
    driver: null,
    degraded: null,
  }
}

const profileOf = ({ model }: Accelerator): VgpuProfile | null => (model === null ? null : parseVgpuProfile(model))

type MemoryNeed = Pick<AcceleratorNeed, 'memoryGiB' | 'memoryBasis'>

/** Use with headroom, but no more than what serves it today: a GPU that it fills is no larger for being filled. */
function memoryNeed(usedGiB: number | null, hasGiB: number | null): MemoryNeed {
  if (usedGiB === null) return { memoryGiB: hasGiB, memoryBasis: 'nominal' }
  const roomy = usedGiB / (1 - GPU_MEMORY_HEADROOM)
  return hasGiB !== null && roomy >= hasGiB && usedGiB <= hasGiB
    ? { memoryGiB: hasGiB, memoryBasis: 'nominal' }
    : { memoryGiB: roomy, memoryBasis: 'measured' }
}

const computeWords =
  /\b(cuda|rocm|opencl|tensorflow|pytorch|machine[ -]?learning|deep[ -]?learning|ml|ai|llm|inference|training|hpc)\b/i
const graphicsWords =
  /\b(vdi|cad|cam|render|rendering|citrix|horizon|virtual desktops?|workstations?|graphics|visuali[sz]ation|3d)\b/i

/** What it is for, and whose driver it has: series of a profile first, then tags and application. */
function softwareNeed(scoped: ScopedVm, own: readonly Accelerator[]): Pick<AcceleratorNeed, 'capability' | 'vendor'> {
  const words = [scoped.application, ...Object.entries(scoped.vm.tags).flat()].join(' ; ').replaceAll('_', ' ')
  const computes = computeWords.test(words)
  const draws = graphicsWords.test(words)
  const byWords = computes === draws ? null : computes ? 'compute' : 'graphics'
  const profile = own.flatMap((one) => profileOf(one) ?? [])[0]
  const vendors = new Set(own.flatMap(({ model }) => vendorOf(model) ?? []))
  const [vendor = null] = vendors
  return {
    capability: profile ? purposeOf(profile) : (byWords ?? onlyPurposeOf(own)),
    vendor: vendors.size > 1 ? null : (vendor ?? (/\bcuda\b/i.test(words) ? 'nvidia' : null)),
  }
}

/** What runs on GPUs that cannot draw computes. */
const onlyPurposeOf = (own: readonly Accelerator[]): 'compute' | null =>
  own.some(({ model }) => findGpuModel(model)?.graphics === false) ? 'compute' : null

const purposeOf = ({ series }: VgpuProfile): 'compute' | 'graphics' => (series === 'c' ? 'compute' : 'graphics')

function statedNeed(found: AcceleratorNeed, rule: AcceleratorRule): AcceleratorNeed {
  const { count, memoryGiB, capability, sharing, driver, vendor, interconnect, degraded } = rule
  const plain = { count, capability, sharing, driver }
  const stated = Object.fromEntries(Object.entries(plain).filter(([, value]) => value !== undefined)) as Partial<
    typeof found
  >
  const need: AcceleratorNeed = {
    ...found,
    ...stated,
    ...(memoryGiB !== undefined && { memoryGiB, memoryBasis: 'nominal' }),
    ...(vendor !== undefined && { vendor: vendor === 'any' ? null : vendor }),
    ...(interconnect !== undefined && { linked: interconnect === 'nvlink' }),
  }
  return degraded ? degradedNeed(need, degraded) : need
}

function degradedNeed(
  need: AcceleratorNeed,
  { memoryGiB, reason }: NonNullable<AcceleratorRule['degraded']>,
): AcceleratorNeed {
  if (need.memoryGiB === null || memoryGiB >= need.memoryGiB) return need
  return { ...need, memoryGiB, degraded: { usedGiB: need.memoryGiB, reason } }
}

/** How many GiB what is offered counts for, by the basis of the need. */
export function countedMemoryGiB(offered: Accelerator, need: Pick<AcceleratorNeed, 'memoryBasis'>): number {
  const stated = offered.memoryGiB ?? 0
  return need.memoryBasis === 'nominal' ? Math.max(stated, nominalMemoryGiB(offered) ?? 0) : stated
}

/** The smallest slice of a whole GPU that holds the need; null where it cannot be cut, or no slice is large enough. */
export function smallestSlice(offered: Accelerator, need: AcceleratorNeed): string | null {
  const model = findGpuModel(offered.model)
  const variant = nominalMemoryGiB(offered)
  const slices = variant === null ? [] : (model?.mig[variant] ?? [])
  const least = need.memoryGiB ?? 0
  return slices.find(({ memoryGiB }) => memoryGiB >= least)?.name ?? null
}
