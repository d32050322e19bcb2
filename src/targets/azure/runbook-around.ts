/** What is looked at before a wave, and what is done after the last one. */
import { compareText } from '../../model/text-order.ts'
import { count } from '../../model/quantity.ts'
import { aCommand, aStep, type RunbookStep } from '../../model/runbook.ts'
import type { PlacedVm } from '../placed-vms.ts'
import { failsWith, into, ofVms, terraformIn } from '../runbook-steps.ts'
import { cleanUpBody, endStep, testBody } from './runbook-failover.ts'
import { callPlan, planName, showPlan, type SiteRecovery, type Vault } from './runbook-rest.ts'
import { testOutput } from './terraform-tests.ts'

/** Terraform replicates and makes the recovery plans; the body of a test failover has an id that only its state knows. */
export const prepareSteps = ({ plans }: SiteRecovery): readonly RunbookStep[] =>
  plans.map((plan) => {
    const output = terraformIn('foundation', 'output', '-json', testOutput(plan))
    return aStep({
      id: `reserve.test-${plan.key}`,
      stage: 'reserve',
      title: `Write where drills of ${plan.key} go`,
      kind: 'command',
      who: 'platform',
      instruction: 'A copy of their network that is joined to nothing. Keep the file with the runbooks.',
      command: into(output, `runbooks/${testBody(plan)}`),
      dryRun: output,
      expected: 'a file with networkId',
      timeoutMinutes: 5,
      tries: { most: 3, waitMinutes: 1 },
      ...ofVms(plan.vms),
    })
  })

export function reserveSteps(restored: readonly PlacedVm[], vault: Vault): readonly RunbookStep[] {
  const subscription = aStep({
    id: 'reserve.subscription',
    stage: 'reserve',
    title: 'See that the subscription is the right one',
    kind: 'check',
    who: 'platform',
    instruction: 'Commands act in the subscription that az has chosen; az account set changes it.',
    command: aCommand(['az', 'account', 'show', '--output', 'table']),
    expected: 'the subscription of the recovery site',
    timeoutMinutes: 5,
  })
  const usage = aStep({
    id: 'reserve.usage',
    stage: 'reserve',
    title: 'See what quotas leave',
    kind: 'check',
    who: 'platform',
    instruction:
      'vCPUs by family, in use and at most. Whether Azure has machines of a size to give, it says only when one starts.',
    command: aCommand(['az', 'vm', 'list-usage', '--location', vault.location, '--output', 'table']),
    expected: 'room for what comes',
    timeoutMinutes: 10,
  })
  return [subscription, usage, ...(restored.length === 0 ? [] : [disksStep(restored, vault)])]
}

const disksStep = (restored: readonly PlacedVm[], { name }: Vault): RunbookStep =>
  aStep({
    id: 'reserve.disks',
    stage: 'reserve',
    title: `Restore the disks of ${count(restored.length, 'server')}`,
    kind: 'manual',
    who: 'platform',
    instruction: `For each: az backup recoverypoint list tells its points, then az backup restore restore-disks --resource-group ${name}-foundation --vault-name ${name} --container-name … --item-name … --rp-name … --storage-account … --target-resource-group …. Write the ids of the disks into disk_sources, as the README of terraform/recovery says. After ransomware: points from before it.`,
    expected: 'disk_sources names a disk for each, or a snapshot does',
    timeoutMinutes: 1440,
    ...ofVms(restored),
  })

const peerings = (group: string, network: string): readonly string[] => [
  'az',
  'network',
  'vnet',
  'peering',
  'list',
  '--resource-group',
  group,
  '--vnet-name',
  network,
  '--query',
  failsWith('[0].name'),
]

/** Networks of test failovers are copies, and must be joined to nothing. */
export const isolationSteps = ({ name, plans }: SiteRecovery): readonly RunbookStep[] =>
  [...new Set(plans.map(({ vpcKey }) => vpcKey))].toSorted(compareText).map((vpcKey) =>
    aStep({
      id: `verify.test-network.${vpcKey}`,
      stage: 'verify',
      title: `See that the test network of ${vpcKey} is joined to nothing`,
      kind: 'check',
      who: 'network',
      instruction: 'It prints 0, or fails with the name of a peering: then somebody joined it, and the drill ends.',
      command: aCommand(peerings(`${name}-replicated`, `test-${vpcKey}`)),
      expected: '0',
      timeoutMinutes: 10,
      tries: { most: 2, waitMinutes: 1 },
    }),
  )

export function cleanUpSteps(site: SiteRecovery, others: readonly PlacedVm[]): readonly RunbookStep[] {
  const own = site.plans.flatMap((plan) => [
    aStep({
      id: `clean-up.${plan.key}.start`,
      stage: 'clean-up',
      title: `Take ${count(plan.vms.length, 'server')} of the drill down`,
      kind: 'command',
      who: 'platform',
      instruction: 'Site Recovery deletes what the test failover made. It touches nothing that a failover made.',
      command: callPlan(site, plan, { operation: 'testFailoverCleanup', body: cleanUpBody }),
      dryRun: showPlan(site, plan),
      expected: 'accepted, without an error',
      timeoutMinutes: 15,
      ...ofVms(plan.vms),
    }),
    endStep(plan, site, { stage: 'clean-up', prefix: `clean-up.${plan.key}` }),
  ])
  const byHand = aStep({
    id: 'clean-up.site-recovery',
    stage: 'clean-up',
    title: `Clean up ${count(others.length, 'test failover')} in the vault`,
    kind: 'manual',
    who: 'platform',
    instruction: 'Clean up test failover, for each server that was failed over there by hand.',
    expected: 'none is left',
    ...ofVms(others),
  })
  return [...own, ...(others.length === 0 ? [] : [byHand])]
}

/** Until the commit another point can be chosen; after it replication can be turned round. */
export function afterwardsSteps(site: SiteRecovery, others: readonly PlacedVm[]): readonly RunbookStep[] {
  const commits = site.plans.map((plan) =>
    aStep({
      id: `afterwards.${plan.key}.commit`,
      stage: 'afterwards',
      title: `Commit ${count(plan.vms.length, 'server')}`,
      kind: 'command',
      who: 'incident lead',
      instruction: 'Only when the owners have seen their data: from then on no other recovery point can be chosen.',
      command: callPlan(site, plan, { operation: 'failoverCommit', body: null }),
      dryRun: showPlan(site, plan),
      expected: 'accepted, without an error',
      irreversible: true,
      safePoint: `Recovery points of ${planName(site, plan)} are given up.`,
      ...ofVms(plan.vms),
    }),
  )
  const vms = [...site.plans.flatMap((plan) => plan.vms), ...others]
  if (vms.length === 0) return []
  const reversed = aStep({
    id: 'afterwards.reprotect',
    stage: 'afterwards',
    title: 'Turn replication round',
    kind: 'manual',
    who: 'platform',
    instruction: `Commit what was failed over by hand first. Then re-protect each server in the vault ${site.name}, from the recovery site to the primary one, once that is well.`,
    expected: 'they are protected again, or somebody decided that they need not be',
    timeoutMinutes: 1440,
    onFailure: 'go-on',
    ...ofVms(vms),
  })
  return [...commits, reversed]
}
