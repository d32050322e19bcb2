/** A small market for tests of the mapping: figures that are easy to add up by hand. */
import { configSchema } from '../../../src/model/config.ts'
import type { MappingPolicy, RecoveryModel } from '../../../src/model/config.ts'
import type { Catalogue, DiskClass, DrComponent } from '../../../src/model/dr-component.ts'
import type { Demand } from '../../../src/model/forecast.ts'
import type { ScopedVm } from '../../../src/model/scoped-vm.ts'
import type { Vm } from '../../../src/model/site.ts'
import type { RecoveryStrategy, Tier } from '../../../src/model/tier.ts'
import type { AcceleratorNeed } from '../../../src/core/mapping/accelerator-needs.ts'
import { mapSite as askedForMapping } from '../../../src/core/mapping/map-site.ts'
import type { MapSiteInput } from '../../../src/core/mapping/draft-mapping.ts'
import { optimise } from '../../../src/core/mapping/optimise/optimise.ts'
import { loadHighsSolver } from '../../../src/workers/highs-solver.ts'
import { aDemand, aVm } from '../../builders.ts'
import { aNetwork } from '../../builders-network.ts'

export const REGION = 'north'

const config = configSchema.parse({
  schema: 'drplan/config@1',
  site: { id: 'test-site' },
  sources: [{ kind: 'inventory', path: 'inventory.csv' }],
  target: { platform: 'aws', region: REGION },
})

export const aPolicy = (over: Partial<MappingPolicy> = {}): MappingPolicy => ({ ...config.mapping, ...over })
export const aRecoveryModel = (over: Partial<RecoveryModel> = {}): RecoveryModel => ({ ...config.recovery, ...over })

interface ComponentParts extends Partial<DrComponent['capacity']> {
  readonly current?: boolean
  readonly perHour?: number
  readonly estimated?: boolean
  readonly asOf?: string
  readonly windowsPerHour?: number | null
  readonly windowsEstimated?: boolean
}

export function aComponent(id: string, parts: ComponentParts = {}): DrComponent {
  const { current = true, perHour = 0.1, estimated = false, asOf = '2026-01-01', ...rest } = parts
  const { windowsPerHour = null, windowsEstimated = false, ...capacity } = rest
  return {
    id,
    target: 'aws',
    family: id.split('.')[0]!,
    current,
    specialPurpose: null,
    capacity: {
      vcpus: 2,
      memoryGiB: 8,
      architecture: 'x86_64',
      bootModes: ['bios', 'uefi'],
      networkMbps: 1000,
      diskMiBps: 100,
      diskIops: 4000,
      maxDisks: 8,
      premiumStorage: true,
      maxNics: 4,
      accelerators: [],
      localDiskGiB: 0,
      bareMetal: false,
      burstableBaseline: null,
      scorePerVcpu: null,
      ...capacity,
    },
    prices: [{ region: REGION, perHour, asOf, estimated, windowsPerHour, windowsEstimated }],
  }
}

interface DiskClassParts extends Partial<Omit<DiskClass, 'prices'>> {
  readonly perDiskMonth?: number
  readonly perGiBMonth?: number
  readonly perIopsMonth?: number
  readonly perMiBpsMonth?: number
}

/** Solid state, no limits worth naming, nothing to buy. */
export function aDiskClass(id: string, parts: DiskClassParts = {}): DiskClass {
  const { perDiskMonth = 0, perGiBMonth = 0.1, perIopsMonth = 0, perMiBpsMonth = 0, ...rest } = parts
  return {
    id,
    target: 'aws',
    current: true,
    minGiB: 1,
    maxGiB: 16384,
    baseIops: 3000,
    iopsPerGiB: 0,
    maxIops: 16000,
    maxIopsPerGiB: null,
    baseMiBps: 125,
    miBpsPerGiB: 0,
    maxMiBps: 1000,
    maxMiBpsPerIops: null,
    provisioned: false,
    solidState: true,
    bootable: true,
    premiumStorage: false,
    ...rest,
    prices: [{ region: REGION, perDiskMonth, perGiBMonth, perIopsMonth, perMiBpsMonth, asOf: '2026-01-01' }],
  }
}

export const aCatalogue = (over: Partial<Catalogue> = {}): Catalogue => ({
  target: 'aws',
  asOf: '2026-01-01',
  currency: 'USD',
  hoursPerMonth: 730,
  regions: [REGION, 'south'],
  sources: [],
  components: [
    aComponent('s.small', { vcpus: 1, memoryGiB: 4, perHour: 0.05 }),
    aComponent('s.medium', { vcpus: 2, memoryGiB: 8, perHour: 0.1 }),
    aComponent('s.large', { vcpus: 4, memoryGiB: 16, perHour: 0.2 }),
  ],
  diskClasses: [aDiskClass('plain')],
  services: [
    {
      id: 'replication-server-hour',
      region: REGION,
      price: 0.02,
      asOf: '2026-01-01',
      estimated: false,
      source: 'test',
    },
    { id: 'backup-gib-month', region: REGION, price: 0.05, asOf: '2026-01-01', estimated: false, source: 'test' },
  ],
  ...over,
})

export const aTier = (strategies: readonly RecoveryStrategy[], over: Partial<Tier> = {}): Tier => ({
  id: 'gold',
  name: 'gold',
  rtoMinutes: null,
  rpoMinutes: null,
  priority: 0,
  strategies,
  ...over,
})

export const aScopedVm = (vm: Partial<Vm> = {}, tier: Tier = aTier(['pilot-light'])): ScopedVm => ({
  vm: aVm(vm),
  tier,
  application: 'shop',
})

type Estate = Pick<MapSiteInput, 'vms' | 'demands'>

const solver = await loadHighsSolver({ secondsPerQuestion: () => 30 })

/** As `drplan map` does it, with the search in this thread. */
export function mapSite(input: Estate & Partial<MapSiteInput>) {
  const full: MapSiteInput = {
    catalogue: aCatalogue(),
    region: REGION,
    policy: aPolicy(),
    recovery: aRecoveryModel(),
    site: { region: null, network: aNetwork() },
    quotas: [],
    zones: { perRegion: 3, ofSubnets: true },
    kept: new Map(),
    ...input,
  }
  const steps = askedForMapping(full)
  const options = { solver, seed: 1, targetGap: full.policy.gap ?? 0, shouldStop: () => false }
  let step = steps.next()
  while (step.done !== true)
    step = steps.next(
      step.value.kind === 'assign'
        ? { optimised: optimise(step.value.instance, options), outOfTime: false }
        : solver.solveInteger(step.value.question),
    )
  return step.value
}

/** Nothing is known of it but that it is one GPU. */
export const anAcceleratorNeed = (over: Partial<AcceleratorNeed> = {}): AcceleratorNeed => ({
  kind: 'gpu',
  count: 1,
  memoryGiB: null,
  memoryBasis: 'measured',
  capability: null,
  vendor: null,
  sharing: 'fraction',
  linked: false,
  driver: null,
  degraded: null,
  ...over,
})

type MapParts = Partial<MapSiteInput>

/** Maps VMs that come with their demands. */
export function mapAll(pairs: readonly (readonly [ScopedVm, Partial<Demand>])[], parts: MapParts = {}) {
  return mapSite({
    vms: pairs.map(([scoped]) => scoped),
    demands: new Map(pairs.map(([{ vm }, demand]) => [vm.id, aDemand({ ...demand, vmId: vm.id })])),
    ...parts,
  })
}

export const mapOne = (scoped: ScopedVm, demand: Partial<Demand> = {}, parts: MapParts = {}) =>
  mapAll([[scoped, demand]], parts)
