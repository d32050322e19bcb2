/** Plans with needs of any kind, packed into waves as `drplan plan` does. */
import fc from 'fast-check'
import { packWaves, timeRecovery } from '../../src/core/plan/waves.ts'
import { resolveDependencies } from '../../src/core/plan/dependencies.ts'
import { buildRunbooks } from '../../src/core/runbook/build-runbooks.ts'
import { orderToExport } from '../../src/core/order/order-to-export.ts'
import type { OrderToExport } from '../../src/model/order-export.ts'
import type { Plan } from '../../src/model/plan.ts'
import { noRunbookParts } from '../../src/model/runbook-parts.ts'
import { runbookSettingsSchema } from '../../src/model/runbook-settings.ts'
import type { Runbook } from '../../src/model/runbook.ts'
import type { ScopedVm } from '../../src/model/scoped-vm.ts'
import type { RecoveryService } from '../../src/model/target.ts'
import { defaultTiers, strategies, type RecoveryStrategy } from '../../src/model/tier.ts'
import { aPlan, aPlannedServer } from '../builders-plan.ts'
import { aVm } from '../builders.ts'

interface Node {
  readonly strategy: RecoveryStrategy
  readonly tier: number
  /** Earlier VMs that it needs. */
  readonly needs: readonly number[]
}

export const nodes = (most: number, given: readonly RecoveryStrategy[] = strategies): fc.Arbitrary<readonly Node[]> =>
  fc.integer({ min: 1, max: most }).chain((size) =>
    fc.tuple(
      ...Array.from({ length: size }, (_, index) =>
        fc.record({
          strategy: fc.constantFrom(...given),
          tier: fc.nat(defaultTiers.length - 1),
          needs: index === 0 ? fc.constant([]) : fc.uniqueArray(fc.nat(index - 1), { maxLength: 3 }),
        }),
      ),
    ),
  )

export function planOf(given: readonly Node[], region: string | null = 'eu-central-1'): Plan {
  const made = aPlan({ servers: given.map(({ strategy }, index) => aPlannedServer({ id: `vm-${index}`, strategy })) })
  const planned = given.map(({ tier, needs }, index): ScopedVm => ({
    vm: aVm({ id: `vm-${index}`, dependsOn: needs.map((need) => `vm-${need}`) }),
    tier: defaultTiers[tier]!,
    application: 'shop',
  }))
  const graph = resolveDependencies(planned)
  const timings = timeRecovery(planned, graph, new Map(made.mapping.assignments.map((one) => [one.vmId, one])))
  return {
    ...made,
    site: { ...made.site, region },
    vms: made.vms.map((vm) => ({ ...vm, dependsOn: graph.needs.get(vm.vmId) ?? [] })),
    waves: packWaves(planned, timings),
  }
}

const settings = runbookSettingsSchema.parse(undefined)

export const runbookOf = (plan: Plan, own = settings): Runbook =>
  buildRunbooks({ plan, settings: own, parts: noRunbookParts, conversions: [], terraform: true }).find(
    ({ phase, mode }) => phase === 'failover' && mode === 'unplanned',
  )!

const limit = (value: number) => ({ value, source: 'a test', asOf: '2026-01-01' })

/** So small that everything is split. */
export const tinyService: RecoveryService = {
  name: 'a service',
  parts: 'parts',
  vmsInPart: limit(2),
  groupsInPart: limit(2),
  partsAtOnce: limit(2),
  vmsAtOnce: limit(3),
}

export const orderOf = (plan: Plan, service: RecoveryService = tinyService): OrderToExport =>
  orderToExport({ plan, runbook: runbookOf(plan), service, priorities: { priorities: 5, vmsInPlan: 1000 } })
