/** What only services of AWS can do on the day: DRS launches what it replicates, and Terraform joins it to the rest. */
import type { Plan } from '../../model/plan.ts'
import type { RunbookParts } from '../../model/runbook-parts.ts'
import { placedVms, stands } from '../placed-vms.ts'
import { isLaunchedByDrs, parametersOf } from './drs.ts'
import { afterwardsSteps, cleanUpSteps, isolationSteps, reserveSteps } from './runbook-around.ts'
import { awsIn } from './runbook-command.ts'
import { launchSettingsFiles, prepareSteps } from './runbook-prepare.ts'
import { recoverSteps, type DrsSite } from './runbook-recover.ts'
import { siteName, tagValue } from './text.ts'

/** Pure. Names of VMs become neither arguments nor files: their keys do. */
export function awsRunbookParts(plan: Plan): RunbookParts {
  const placed = placedVms(plan)
  const vms = placed.filter(isLaunchedByDrs)
  const aws = awsIn(plan.target.region)
  const site: DrsSite = { aws, vms, siteName: siteName(plan.site.id), siteTag: tagValue(plan.site.id) }
  return {
    parameters: parametersOf(vms, aws),
    prepare: prepareSteps(vms, aws),
    reserve: reserveSteps(
      placed.filter((one) => !stands(one)),
      site,
    ),
    recover: (wave, mode) => recoverSteps(site, wave, mode),
    isolation: isolationSteps(site),
    cleanUp: cleanUpSteps(site),
    afterwards: afterwardsSteps(site),
    vmIds: new Set(vms.map(({ vm }) => vm.vmId)),
    files: launchSettingsFiles(vms),
  }
}
