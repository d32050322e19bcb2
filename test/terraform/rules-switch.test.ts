/** What the schema cannot say of a plan of ARC Region switch: seeded errors must be found. */
import { expect, test } from 'vitest'
import { awsRules } from '../support/terraform/aws-rules.ts'
import { UNKNOWN, type Value } from '../support/terraform/msgpack.ts'

const functionIn = (region: string) => ({ arn: `arn:aws:lambda:${region}:111122223333:function:f` })
const bothFunctions: Value[] = [functionIn('eu-central-1'), functionIn('eu-west-1')]
const recoveryStep = (lambda: Value[], more: Record<string, Value> = {}, name = 'a'): Record<string, Value> => ({
  name,
  execution_block_type: 'CustomActionLambda',
  custom_action_lambda_config: [{ region_to_run: 'activatingRegion', timeout_minutes: 60, lambda, ...more }],
})
const workflowOf = (...step: Value[]): Record<string, Value> => ({
  workflow: [{ workflow_target_action: 'activate', step }],
})
const good = workflowOf(recoveryStep(bothFunctions))
const bothRegions = { regions: ['eu-central-1', 'eu-west-1'] }
const parallel = (...step: Value[]): Value => ({
  name: 'p',
  execution_block_type: 'Parallel',
  parallel_config: [{ step }],
})

const refused: readonly (readonly [Record<string, Value>, string])[] = [
  [{ ...good, name: 'ends-' }, 'the name of a plan is no name'],
  [{ ...good, execution_role: 'arn:aws:iam::1:role/r' }, 'execution_role is no role'],
  [{ ...good, regions: ['eu-west-1'] }, 'a plan has two regions'],
  [{ ...good, regions: ['eu-west-1', 'westeurope'] }, 'a region is none'],
  [{ ...good, ...bothRegions, primary_region: 'us-east-1' }, 'primary_region is not of the plan'],
  [{ ...good, recovery_time_objective_minutes: 10_081 }, 'an RTO is from 1'],
  [{ ...bothRegions, workflow: [] }, 'a plan has no workflow'],
  [{ workflow: [{ workflow_target_action: 'go' }] }, 'a workflow does not say what it does'],
  [{ ...bothRegions, workflow: [{ workflow_target_region: 'eu-west-1' }] }, 'a region has no workflow'],
  [workflowOf(), 'a workflow has no step'],
  [workflowOf(recoveryStep(bothFunctions), recoveryStep(bothFunctions)), 'two steps have the same name'],
  [workflowOf(parallel(recoveryStep(bothFunctions), { name: 'q', execution_block_type: 'Parallel' })), 'holds another'],
  [workflowOf(parallel()), 'nothing is side by side'],
  [workflowOf({ name: 'a', execution_block_type: 'ManualApproval' }), 'a step ManualApproval has nothing'],
  [workflowOf(recoveryStep(bothFunctions, { timeout_minutes: 0 })), 'a time limit is below a minute'],
  [workflowOf(recoveryStep([functionIn('eu-west-1')])), 'a step names two functions'],
  [workflowOf(recoveryStep([functionIn('eu-west-1'), functionIn('eu-west-1')])), 'both are in one region'],
  [workflowOf(recoveryStep([functionIn('eu-west-1'), { arn: 'f' }])), 'a function is none'],
  [workflowOf(recoveryStep(bothFunctions, { region_to_run: 'eu-west-1' })), 'region_to_run is none'],
]

test.each(refused)('refuses %o', (configuration, fault) => {
  expect(awsRules('aws_arcregionswitch_plan', configuration).join('; ')).toContain(fault)
})

test('takes what is right, and what is not known yet', () => {
  const right = { ...good, ...bothRegions, primary_region: 'eu-central-1', name: 'shop' }
  const unknown = workflowOf(recoveryStep([{ arn: UNKNOWN }, { arn: UNKNOWN }], { timeout_minutes: UNKNOWN }))

  expect(awsRules('aws_arcregionswitch_plan', right)).toEqual([])
  expect(awsRules('aws_arcregionswitch_plan', { ...unknown, regions: UNKNOWN, execution_role: UNKNOWN })).toEqual([])
})
