/** A wave that Site Recovery makes: its recovery plans are run, and waited for. */
import { listed } from '../../model/listed.ts'
import { count } from '../../model/quantity.ts'
import type { RecoveryMode, RunbookFile } from '../../model/runbook-parts.ts'
import { aStep, type RunbookStep } from '../../model/runbook.ts'
import type { PlacedVm } from '../placed-vms.ts'
import { failsWithout, ofVms, waiting } from '../runbook-steps.ts'
import { callPlan, jobs, planName, showPlan, type SiteRecovery } from './runbook-rest.ts'

export type RunPlan = SiteRecovery['plans'][number]

const failoverBody = 'azure/failover.json'
export const cleanUpBody = 'azure/clean-up.json'
/** Written by the prepare runbook, because it has the id of a network. */
export const testBody = ({ key }: Pick<RunPlan, 'key'>): string => `azure/test-${key}.json`

const file = (path: string, properties: object): RunbookFile => ({
  path,
  contents: `${JSON.stringify({ properties }, null, 2)}\n`,
})

/** The primary site was fenced before, so nothing is asked of it. */
export const bodyFiles: readonly RunbookFile[] = [
  file(failoverBody, {
    failoverDirection: 'PrimaryToRecovery',
    sourceSiteOperations: 'NotRequired',
    providerSpecificDetails: [{ instanceType: 'A2A', recoveryPointType: 'Latest' }],
  }),
  file(cleanUpBody, { comments: 'The drill has ended.' }),
]

export const failoverSteps = (site: SiteRecovery, wave: number, mode: RecoveryMode): readonly RunbookStep[] => {
  const plans = site.plans.filter((plan) => plan.wave === wave)
  return [
    ...plans.map((plan) => startStep(plan, site, mode)),
    ...plans.map((plan) => endStep(plan, site, { stage: 'recover', prefix: `recover.${plan.key}` })),
  ]
}

function startStep(plan: RunPlan, site: SiteRecovery, mode: RecoveryMode): RunbookStep {
  const drill = mode === 'drill'
  return aStep({
    id: `recover.${plan.key}.start`,
    stage: 'recover',
    title: `Let Site Recovery make ${count(plan.vms.length, 'server')}`,
    kind: 'command',
    who: 'platform',
    instruction: drill
      ? 'A test failover, into a copy of their network that is joined to nothing; replication goes on. Azure refuses a second one until the first was cleaned up.'
      : `From the latest data: ${failoverBody} says so. After ransomware, put LatestApplicationConsistent there, or fail over single servers to an older point in the portal. From here on they may take writes: going back is a failback. Azure refuses it a second time.`,
    command: callPlan(
      site,
      plan,
      drill
        ? { operation: 'testFailover', body: testBody(plan) }
        : { operation: 'unplannedFailover', body: failoverBody },
    ),
    dryRun: showPlan(site, plan),
    expected: 'accepted, without an error',
    timeoutMinutes: 15,
    irreversible: !drill,
    ...ofVms(plan.vms),
  })
}

interface Ending {
  readonly stage: RunbookStep['stage']
  readonly prefix: string
}

export function endStep(plan: RunPlan, site: SiteRecovery, { stage, prefix }: Ending): RunbookStep {
  const own = `value[?properties.targetObjectName=='${planName(site, plan)}']`
  const newest = `reverse(sort_by(${own}, &properties.startTime))[0:1]`
  const { modelMinutes, measures, covers, ...wait } = waiting(plan.vms)
  return aStep({
    id: `${prefix}.end`,
    stage,
    title: `Wait for ${count(plan.vms.length, 'server')}`,
    kind: 'check',
    who: 'platform',
    instruction:
      'It fails until the newest job of the recovery plan has Succeeded. If it Failed, its errors are in the vault.',
    command: jobs(site, failsWithout(`${newest} | [?properties.state=='Succeeded'] | [0].name`)),
    expected: 'true',
    ...wait,
    ...(stage === 'recover' ? { modelMinutes, measures, ...(covers && { covers }) } : {}),
    ...ofVms(plan.vms),
  })
}

export const manualFailover = (vms: readonly PlacedVm[], wave: number, mode: RecoveryMode): RunbookStep =>
  aStep({
    id: `recover.wave-${wave}.site-recovery`,
    stage: 'recover',
    title: `Fail over ${count(vms.length, 'server')} in the vault`,
    kind: 'manual',
    who: 'platform',
    instruction: `Their replication was set up by hand, so no recovery plan of Terraform has them: ${listed(
      vms.map(({ vm }) => vm.key),
      vms.length,
    )}. ${mode === 'drill' ? 'A test failover, into a network that is joined to nothing.' : 'Failover, to the latest point; after ransomware to one from before it.'}`,
    expected: 'they run, with the addresses of the plan',
    ...waiting(vms),
    tries: { most: 1, waitMinutes: 0 },
    irreversible: mode === 'failover',
    ...ofVms(vms),
  })
