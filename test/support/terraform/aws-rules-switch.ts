/**
 * What ARC Region switch refuses of a plan although the schema allows it (Region switch API reference, 2022-07-26: CreatePlan,
 * Workflow, Step and the configurations of execution blocks). Unknown values pass.
 */
import { isList, isObject, UNKNOWN, type Value } from './msgpack.ts'

type Configuration = { readonly [name: string]: Value }
type Fault = readonly [broken: boolean, sentence: string]

const firstOf = (faults: readonly Fault[]): string | null => faults.find(([broken]) => broken)?.[1] ?? null
const blocks = (value: Value | undefined): readonly Configuration[] => (isList(value) ? value.filter(isObject) : [])
const breaks = (value: Value | undefined, pattern: RegExp): boolean => typeof value === 'string' && !pattern.test(value)
/** Blocks that are to come are no empty list. */
const isEmpty = (value: Value | undefined): boolean => isList(value ?? null) && texts(value).length === 0
const isGiven = (value: Value | undefined): boolean => (value ?? null) !== null && !isEmpty(value)
const texts = (value: Value | undefined): readonly Value[] => (isList(value) ? value : [])

/** Is a text that is known there twice? */
function isTwice(values: readonly unknown[]): boolean {
  const known = values.filter((value) => typeof value === 'string')
  return new Set(known).size < known.length
}

const region = /^[a-z]{2}-[a-z-]+-\d+$/
/** Or what the stand-in makes up for a role of its own. */
const role = /^(arn:aws[a-zA-Z0-9-]*:iam::\d{12}:role\/.+|made-up-\d+\.aws_iam_role\.arn)$/
const lambdaArn = /^arn:aws[a-zA-Z-]*:lambda:([a-z]{2}-[a-z-]+-\d+):\d{12}:function:[\w-]+(:[$\w-]+)?$/

/** By type of an execution block the configuration that it has, and no other one. */
const configurationOf: Readonly<Record<string, string>> = {
  CustomActionLambda: 'custom_action_lambda_config',
  ManualApproval: 'execution_approval_config',
  Parallel: 'parallel_config',
  Route53HealthCheck: 'route53_health_check_config',
}

export function switchFault(plan: Configuration): string | null {
  const { name, regions, primary_region: primary, execution_role: execution, workflow } = plan
  const own = texts(regions)
  const rto = plan['recovery_time_objective_minutes']
  return firstOf([
    [breaks(name, /^[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,30}[a-zA-Z0-9])?$/), 'the name of a plan is no name'],
    [breaks(execution, role), 'execution_role is no role'],
    [isList(regions ?? null) && (own.length !== 2 || isTwice(own)), 'a plan has two regions'],
    [own.some((one) => breaks(one, region)), 'a region is none'],
    [
      typeof primary === 'string' && !own.includes(UNKNOWN) && !own.includes(primary),
      'primary_region is not of the plan',
    ],
    [typeof rto === 'number' && (rto < 1 || rto > 10_080), 'an RTO is from 1 to 10080 minutes'],
    [isEmpty(workflow), 'a plan has no workflow'],
    ...workflowFaults(blocks(workflow), own),
  ])
}

/** Either one workflow for both regions, or one for each ("Create Region switch plan workflows", developer guide). */
function workflowFaults(workflows: readonly Configuration[], regions: readonly Value[]): readonly Fault[] {
  const targets = workflows.map(({ workflow_target_region: target }) => target ?? null)
  const named = targets.filter((target) => target !== null)
  const isKnown = ![...targets, ...regions].includes(UNKNOWN)
  return [
    [
      workflows.some(({ workflow_target_action: action }) => breaks(action, /^(activate|deactivate|postRecovery)$/)),
      'a workflow does not say what it does',
    ],
    [isKnown && named.length > 0 && regions.some((one) => !targets.includes(one)), 'a region has no workflow'],
    [isKnown && named.some((one) => !regions.includes(one)), 'a workflow is for another region'],
    ...workflows.flatMap(({ step }): readonly Fault[] => [
      [isEmpty(step), 'a workflow has no step'],
      ...stepFaults(blocks(step)),
    ]),
  ]
}

function stepFaults(steps: readonly Configuration[]): readonly Fault[] {
  const inside = steps.flatMap(({ parallel_config: parallel }) => blocks(parallel).flatMap(({ step }) => blocks(step)))
  const all = [...steps, ...inside]
  const names = all.map(({ name }) => name)
  return [
    [isTwice(names), 'two steps have the same name'],
    [inside.some(({ execution_block_type: type }) => type === 'Parallel'), 'a Parallel block holds another one'],
    ...all.flatMap(singleFaults),
  ]
}

function singleFaults(step: Configuration): readonly Fault[] {
  const { execution_block_type: type } = step
  if (typeof type !== 'string') return []
  const given = Object.keys(step).filter((name) => name.endsWith('_config') && isGiven(step[name]))
  const configurations = given.flatMap((name) => blocks(step[name]))
  return [
    [given.join() !== configurationOf[type], `a step ${type} has ${given.join() || 'nothing'}`],
    [configurations.some((one) => isBelowOne(one['timeout_minutes'])), 'a time limit is below a minute'],
    ...blocks(step['parallel_config']).map((one): Fault => [isEmpty(one['step']), 'nothing is side by side']),
    ...blocks(step['execution_approval_config']).map((one): Fault => [
      breaks(one['approval_role'], role),
      'approval_role is no role',
    ]),
    ...blocks(step['custom_action_lambda_config']).flatMap(lambdaFaults),
    ...blocks(step['route53_health_check_config']).map((one): Fault => [
      breaks(one['hosted_zone_id'], /^[^]{1,32}$/) || breaks(one['record_name'], /^[^]{1,1024}$/),
      'a record or its zone is none',
    ]),
  ]
}

const isBelowOne = (minutes: Value | undefined): boolean =>
  typeof minutes === 'number' && (minutes < 1 || !Number.isInteger(minutes))

/** "You're required to specify two Lambda functions, one in each of the plan's Regions" (developer guide). */
function lambdaFaults({ lambda, region_to_run: where }: Configuration): readonly Fault[] {
  const arns = blocks(lambda).map(({ arn }) => arn)
  const places = arns.map((arn) => (typeof arn === 'string' ? (lambdaArn.exec(arn)?.[1] ?? null) : undefined))
  return [
    [isList(lambda ?? null) && arns.length !== 2, 'a step names two functions'],
    [places.includes(null), 'a function is none'],
    [isTwice(places), 'both are in one region'],
    [breaks(where, /^(activatingRegion|deactivatingRegion)$/), 'region_to_run is none'],
  ]
}
