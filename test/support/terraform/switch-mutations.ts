/** Plans of Region switch that are wrong in one place, as Terraform would have planned them. */
import { isRecord, type PlanResource, type PlanValue } from './plan-resources.ts'

type Values = PlanResource['values']

const blocks = (values: Values, name: string): Values[] => {
  const found = values[name]
  if (!Array.isArray(found) || !found.every(isRecord)) throw new Error(`There are no blocks ${name}.`)
  return found
}

const failover = (plan: Values): Values[] => blocks(blocks(plan, 'workflow')[0]!, 'step')

/** All steps, and those inside others. */
const steps = (plan: Values): Values[] =>
  failover(plan).flatMap((step) => [step, ...blocks(step, 'parallel_config').flatMap((one) => blocks(one, 'step'))])

const configured = (plan: Values, name: string): Values => {
  const found = steps(plan).flatMap((step) => blocks(step, name))
  if (!found[0]) throw new Error(`No step has ${name}.`)
  return found[0]
}

const parallel = (plan: Values): number =>
  failover(plan).findIndex((step) => blocks(step, 'parallel_config').length > 0)

const change =
  (name: string, attribute: string, value: PlanValue) =>
  (plan: Values): void => {
    configured(plan, name)[attribute] = value
  }

const lambdas = (plan: Values): Values[] => blocks(configured(plan, 'custom_action_lambda_config'), 'lambda')

export const switchMutations: readonly (readonly [string, (plan: Values) => void])[] = [
  ['a step is missing', (plan) => void failover(plan).splice(1, 1)],
  ['the last step is missing', (plan) => void failover(plan).pop()],
  [
    'two steps have changed places',
    (plan) => void failover(plan).splice(0, 2, ...failover(plan).slice(0, 2).toReversed()),
  ],
  [
    'what was side by side follows one another',
    (plan) => {
      const at = parallel(plan)
      const inside = blocks(failover(plan)[at]!, 'parallel_config').flatMap((one) => blocks(one, 'step'))
      failover(plan).splice(at, 1, ...inside)
    },
  ],
  [
    'one of those side by side is missing',
    (plan) => void blocks(blocks(failover(plan)[parallel(plan)]!, 'parallel_config')[0]!, 'step').pop(),
  ],
  ['a time limit of recovery has changed', change('custom_action_lambda_config', 'timeout_minutes', 1)],
  ['a time limit of approval has changed', change('execution_approval_config', 'timeout_minutes', 1)],
  ['a time limit of a name has changed', change('route53_health_check_config', 'timeout_minutes', 1)],
  ['somebody else approves', change('execution_approval_config', 'approval_role', 'arn:aws:iam::111122223333:role/a')],
  ['the other region runs the function', change('custom_action_lambda_config', 'region_to_run', 'deactivatingRegion')],
  ['tries are further apart', change('custom_action_lambda_config', 'retry_interval_minutes', 9)],
  ['another name is switched', change('route53_health_check_config', 'record_name', 'other.example')],
  ['another zone is switched', change('route53_health_check_config', 'hosted_zone_id', 'Z1')],
  [
    'a function is a wrong one',
    (plan) => void (lambdas(plan)[1]!['arn'] = 'arn:aws:lambda:eu-west-1:1:function:other'),
  ],
  ['functions have changed places', (plan) => void lambdas(plan).reverse()],
  [
    'a recovery may be skipped',
    (plan) => void (configured(plan, 'custom_action_lambda_config')['ungraceful'] = [{ behavior: 'skip' }]),
  ],
  ['a step has another name', (plan) => void (failover(plan)[0]!['name'] = 'other')],
  ['the way home has steps', (plan) => void blocks(blocks(plan, 'workflow')[1]!, 'step').push(failover(plan)[0]!)],
  ['the way home is the way there', (plan) => void blocks(plan, 'workflow').reverse()],
  ['a workflow is missing', (plan) => void blocks(plan, 'workflow').pop()],
  ['it is for another region', (plan) => void (plan['regions'] = ['eu-central-1', 'eu-west-2'])],
  ['the primary region is the other one', (plan) => void (plan['primary_region'] = 'eu-west-1')],
  ['both regions are active', (plan) => void (plan['recovery_approach'] = 'activeActive')],
  ['it runs as somebody else', (plan) => void (plan['execution_role'] = 'arn:aws:iam::111122223333:role/a')],
  ['its RTO has changed', (plan) => void (plan['recovery_time_objective_minutes'] = 1)],
]
