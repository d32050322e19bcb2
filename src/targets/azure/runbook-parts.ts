/**
 * What only services of Azure can do on the day: Site Recovery makes what it replicates. Its CLI has no failovers (az
 * site-recovery recovery-plan: create, delete, list, show, update; Azure CLI reference, 2026), so its REST API is called.
 */
import type { Plan } from '../../model/plan.ts'
import type { RunbookParts } from '../../model/runbook-parts.ts'
import { placedVms, type PlacedVm } from '../placed-vms.ts'
import { joinStep } from '../runbook-steps.ts'
import { afterwardsSteps, cleanUpSteps, isolationSteps, prepareSteps, reserveSteps } from './runbook-around.ts'
import { bodyFiles, failoverSteps, manualFailover } from './runbook-failover.ts'
import { vaultOf, type SiteRecovery } from './runbook-rest.ts'
import { isReplicated, recoveryPlansOf } from './terraform-replication.ts'

/** Pure. Names of VMs become neither arguments nor files: their keys do. */
export function azureRunbookParts(plan: Plan): RunbookParts {
  const placed = placedVms(plan)
  const replicated = placed.filter(isReplicated)
  const plans = recoveryPlansOf(plan, replicated)
  const byKey = new Map(replicated.map((one) => [one.vm.key, one]))
  const site: SiteRecovery = {
    ...vaultOf(plan),
    plans: plans.map((one) => ({ ...one, vms: one.keys.flatMap((key) => byKey.get(key) ?? []) })),
  }
  const covered = new Set(plans.flatMap(({ keys }) => keys))
  const others = replicated.filter(({ vm }) => !covered.has(vm.key))
  return {
    parameters: [],
    prepare: prepareSteps(site),
    reserve: reserveSteps(
      placed.filter(({ assignment }) => assignment.offering.strategy === 'backup-restore'),
      site,
    ),
    recover: (wave, mode) => {
      const ofWave = (vms: readonly PlacedVm[]) => vms.filter((one) => one.wave === wave)
      const own = ofWave(replicated)
      if (own.length === 0) return []
      const byHand = ofWave(others)
      return [
        ...failoverSteps(site, wave, mode),
        ...(byHand.length === 0 ? [] : [manualFailover(byHand, wave, mode)]),
        joinStep(own, { id: `recover.wave-${wave}.join`, mode, wave }),
      ]
    },
    isolation: isolationSteps(site),
    cleanUp: cleanUpSteps(site, others),
    afterwards: afterwardsSteps(site, others),
    vmIds: new Set(replicated.map(({ vm }) => vm.vmId)),
    files: site.plans.length === 0 ? [] : bodyFiles,
  }
}
