/** Plans as `drplan plan` makes them, of any size; also for the bench. */
import { resolveDependencies } from '../../../src/core/plan/dependencies.ts'
import { judgePromises } from '../../../src/core/plan/promises.ts'
import { packWaves, timeRecovery, type Timing } from '../../../src/core/plan/waves.ts'
import { recoveryTimeOf } from '../../../src/core/mapping/recovery-time.ts'
import { configSchema, type RecoveryModel } from '../../../src/model/config.ts'
import type { Assignment } from '../../../src/model/mapping.ts'
import type { Plan } from '../../../src/model/plan.ts'
import type { ScopedVm } from '../../../src/model/scoped-vm.ts'
import { simulationSettingsSchema, type SimulationSettings } from '../../../src/model/simulation-settings.ts'
import { defaultTiers, type RecoveryStrategy } from '../../../src/model/tier.ts'
import { aMappedDisk, anAssignment, anOffering, aPlan } from '../../builders-plan.ts'
import { aVm } from '../../builders.ts'

const { recovery } = configSchema.parse({
  schema: 'drplan/config@1',
  site: { id: 'test' },
  sources: [{ kind: 'inventory', path: 'none' }],
  target: { platform: 'aws', region: 'eu-central-1' },
})

export interface VmRow {
  readonly id: string
  readonly application?: string
  readonly tier?: string
  /** Null = it has no component. */
  readonly strategy?: RecoveryStrategy | null
  readonly dependsOn?: readonly string[]
  readonly gib?: number
  /** It comes from another platform, which is seen to by what launches it. */
  readonly converted?: boolean
}

export interface TimedPlan {
  readonly plan: Plan
  readonly timings: ReadonlyMap<string, Timing>
}

export function planOf(rows: readonly VmRow[], over: Partial<RecoveryModel> = {}): TimedPlan {
  const planned = rows.map(scopedVm)
  const assignments = rows.flatMap((row, index) => {
    const scoped = planned[index]
    return row.strategy === null || !scoped ? [] : [assignmentOf(row, scoped, { ...recovery, ...over })]
  })
  const byId = new Map(assignments.map((one) => [one.vmId, one]))
  const graph = resolveDependencies(planned)
  const timings = timeRecovery(planned, graph, byId)
  const names = new Map(rows.map(({ id }) => [id, id]))
  const base = aPlan({ servers: [] })
  const plan: Plan = {
    ...base,
    tiers: defaultTiers,
    vms: planned.map(({ vm, tier, application }) => ({
      vmId: vm.id,
      key: vm.id,
      name: vm.id,
      application,
      tierId: tier.id,
      os: 'linux',
      firmware: 'uefi',
      dependsOn: graph.needs.get(vm.id) ?? [],
    })),
    mapping: { ...base.mapping, assignments },
    waves: packWaves(planned, timings),
    promises: judgePromises(planned, { timings, assignments: byId, unfit: new Map(), names }),
  }
  return { plan, timings }
}

function scopedVm({ id, application = id, tier = '3', dependsOn = [] }: VmRow): ScopedVm {
  const found = defaultTiers.find((one) => one.id === tier)
  if (!found) throw new Error(`there is no tier ${tier}`)
  return { vm: aVm({ id, application, dependsOn }), tier: found, application }
}

const conversion = {
  strategies: ['pilot-light', 'backup-restore'],
  os: 'any',
  setting: 'launchConversionMinutes',
  what: 'test',
  source: { document: 'a book', asOf: '2026-11', basis: 'read' },
} as const

function assignmentOf(
  { id, strategy, gib = 50, converted = false }: VmRow,
  { tier }: ScopedVm,
  model: RecoveryModel,
): Assignment {
  const chosen = strategy ?? 'backup-restore'
  return anAssignment({
    vmId: id,
    tierId: tier.id,
    offering: anOffering({ strategy: chosen }),
    disks: gib > 0 ? [aMappedDisk({ sizeGiB: gib })] : [],
    achieved: recoveryTimeOf(chosen, tier, {
      recovery: model,
      copiedGiB: gib,
      conversion: converted ? conversion : null,
    }).achieved,
  })
}

export const settingsWith = (over: object = {}): SimulationSettings => simulationSettingsSchema.parse(over)
/** Every step takes what the plan says, and nothing is short. */
export const asPlanned = settingsWith({ spread: { low: 1, mode: 1, high: 1 }, jobs: {} })
