/** Planned VMs and their timings; a test states only what it is about. */
import { resolveDependencies } from '../../../src/core/plan/dependencies.ts'
import { judgePromises } from '../../../src/core/plan/promises.ts'
import { packWaves, timeRecovery, type Timing } from '../../../src/core/plan/waves.ts'
import type { Assignment } from '../../../src/model/mapping.ts'
import type { ApplicationPromise, Wave } from '../../../src/model/plan.ts'
import type { ScopedVm } from '../../../src/model/scoped-vm.ts'
import { defaultTiers, type Tier } from '../../../src/model/tier.ts'
import { anAssignment, aMappedDisk, anOffering } from '../../builders-plan.ts'
import { aVm } from '../../builders.ts'

const standard = defaultTiers[3]

export const aTier = (id: string): Tier => {
  const tier = defaultTiers.find((one) => one.id === id) ?? standard
  if (!tier) throw new Error('the table of tiers is empty')
  return tier
}

export const aScopedVm = (
  id: string,
  {
    tier = '3',
    application = id,
    dependsOn = [],
  }: { tier?: string; application?: string; dependsOn?: readonly string[] } = {},
): ScopedVm => ({ vm: aVm({ id, application, dependsOn }), tier: aTier(tier), application })

/** Detection 2, declaration 10, work as given, redirection 1. */
export const aTimedAssignment = (vmId: string, work: number, rpoMinutes = 0): Assignment =>
  anAssignment({
    vmId,
    offering: anOffering({ strategy: 'warm-standby' }),
    disks: [aMappedDisk()],
    achieved: {
      rtoMinutes: work + 13,
      rpoMinutes,
      terms: [
        { name: 'detect', minutes: 2, basis: '' },
        { name: 'declare', minutes: 10, basis: '' },
        { name: 'launch', minutes: work, basis: '' },
        { name: 'redirect', minutes: 1, basis: '' },
      ],
    },
  })

export const recover = (
  planned: readonly ScopedVm[],
  assignments: readonly Assignment[],
): { timings: ReadonlyMap<string, Timing>; waves: readonly Wave[]; promises: readonly ApplicationPromise[] } => {
  const byId = new Map(assignments.map((assignment) => [assignment.vmId, assignment]))
  const timings = timeRecovery(planned, resolveDependencies(planned), byId)
  const names = new Map(planned.map(({ vm }) => [vm.id, vm.name]))
  return {
    timings,
    waves: packWaves(planned, timings),
    promises: judgePromises(planned, { timings, assignments: byId, unfit: new Map(), names }),
  }
}
