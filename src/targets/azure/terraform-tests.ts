/** An output for each test failover: `terraform output` prints one by its name, and no part of one. */
import type { HclFile } from '../../model/hcl.ts'
import type { Plan } from '../../model/plan.ts'
import type { RecoveryPlan } from './terraform-replication.ts'

/** The output of foundation/ that has the body of the test failover of a recovery plan. */
export const testOutput = ({ key }: RecoveryPlan): string => `test-failover-${key}`

/** None where the Terraform replicates nothing. */
export function testFiles({ site }: Plan, plans: readonly RecoveryPlan[]): readonly HclFile[] {
  if (site.region === null || plans.length === 0) return []
  const blocks = plans.map((one) => ({
    type: 'output',
    labels: [testOutput(one)],
    attributes: { value: { expression: `local.test_failovers["${site.region}"]["${one.vpcKey}"]` } },
  }))
  return [{ path: 'test-failovers.tf', comment: 'Where the test failover of each recovery plan goes.', blocks }]
}
