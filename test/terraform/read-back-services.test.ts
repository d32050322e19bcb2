/** What serves, after an apply of both roots, must be what the translation says. */
import { rmSync } from 'node:fs'
import { beforeAll, describe, expect, test } from 'vitest'
import { aPlan } from '../builders-plan.ts'
import type { PlanResource, PlanValue } from '../support/terraform/plan-resources.ts'
import {
  builtServices,
  plannedServices,
  serviceTypes,
  type ServiceType,
} from '../support/terraform/read-back-services.ts'
import { emitPlan } from '../support/terraform/templates.ts'
import { hasTerraform } from '../support/terraform/terraform.ts'
import { applyTwoRoots } from '../support/terraform/two-roots.ts'

const why = hasTerraform ? '' : ' (NOT RUN: there is no terraform on the PATH)'
const plan = aPlan()
const planned = plannedServices(plan)

/** Another value of the same type, that could stand there. */
function other(value: PlanValue | undefined): PlanValue {
  if (typeof value === 'number') return value + 1
  if (typeof value === 'boolean') return !value
  if (Array.isArray(value)) return value.length > 0 ? value.slice(1) : ['more']
  return typeof value === 'string' ? `${value}0` : 'something'
}

const same = (a: readonly string[]): boolean => JSON.stringify(a) === JSON.stringify(planned)

describe.skipIf(!hasTerraform)(`what serves, read back${why}`, () => {
  let applied: readonly PlanResource[] = []
  let services: readonly PlanResource[] = []

  beforeAll(async () => {
    const folder = emitPlan(plan)
    const verdicts = await applyTwoRoots(folder)
    rmSync(folder, { recursive: true, force: true })
    applied = verdicts.flatMap((verdict) => verdict.applied)
    services = applied.filter(({ type, address }) => type in serviceTypes && !/\.(primary|secondary)\[/.test(address))
  })

  test('is what the translation says, line by line', () => {
    expect(builtServices(applied)).toEqual(planned)
    expect(new Set(services.map(({ type }) => type))).toEqual(new Set(Object.keys(serviceTypes)))
  })

  test('would show one that is missing or there twice', () => {
    const unnoticed = services.filter(
      (victim) =>
        same(builtServices(applied.filter((resource) => resource !== victim))) ||
        same(builtServices([...applied, victim])),
    )

    expect(unnoticed).toEqual([])
  })

  test('would show every change that decides where a request goes', () => {
    let tried = 0
    const unnoticed = services.flatMap((victim) =>
      serviceTypes[victim.type as ServiceType]
        .filter((attribute) => decides(victim, attribute))
        .flatMap((attribute) => {
          tried++
          const values = { ...victim.values, [attribute]: other(victim.values[attribute]) }
          const changed = applied.map((resource) => (resource === victim ? { ...resource, values } : resource))
          return same(builtServices(changed)) ? [`${victim.address} ${attribute}`] : []
        }),
    )

    expect(unnoticed).toEqual([])
    expect(tried).toBeGreaterThan(60)
  })

  test('would show every change inside of a rule: what it asks, and what it does', () => {
    const blocks = ['action', 'condition', 'default_action']
    const tried = services
      .filter(({ type }) => type === 'aws_lb_listener' || type === 'aws_lb_listener_rule')
      .flatMap((victim) =>
        blocks.flatMap((block) =>
          otherLeaves(victim.values[block] ?? null, block).map(({ path, value }) => {
            const resource = { ...victim, values: { ...victim.values, [block]: value } }
            const changed = applied.map((one) => (one === victim ? resource : one))
            return { path, noticed: !same(builtServices(changed)), place: `${victim.address} ${path}` }
          }),
        ),
      )

    expect(tried.filter(({ noticed }) => !noticed).map(({ place }) => place)).toEqual([])
    expect([...new Set(tried.map(({ path }) => path))].toSorted()).toEqual(leaves)
  })
})

/** All that decides inside of a rule, by the path of its block. */
const ofActions = [
  'fixed_response.content_type',
  'fixed_response.message_body',
  'fixed_response.status_code',
  'forward.stickiness.duration',
  'forward.stickiness.enabled',
  'forward.target_group.arn',
  'forward.target_group.weight',
  'redirect.host',
  'redirect.path',
  'redirect.port',
  'redirect.protocol',
  'redirect.query',
  'redirect.status_code',
  'target_group_arn',
  'type',
]
const ofConditions = [
  'host_header.values',
  'http_header.http_header_name',
  'http_header.values',
  'http_request_method.values',
  'path_pattern.regex_values',
  'path_pattern.values',
  'query_string.key',
  'query_string.value',
  'source_ip.values',
]
const leaves = [
  ...ofActions.filter((leaf) => leaf !== 'redirect.port').map((leaf) => `action.${leaf}`),
  ...ofConditions.map((leaf) => `condition.${leaf}`),
  ...ofActions.map((leaf) => `default_action.${leaf}`),
]

interface OtherLeaf {
  readonly path: string
  readonly value: PlanValue
}

/** The value once for each leaf in it that is stated, with that leaf changed. AWS numbers actions by itself. */
function otherLeaves(value: PlanValue, path: string): readonly OtherLeaf[] {
  if (Array.isArray(value))
    return value.flatMap((each, index) =>
      otherLeaves(each, path).map((leaf) => ({ path: leaf.path, value: value.with(index, leaf.value) })),
    )
  if (typeof value === 'object' && value !== null)
    return Object.entries(value)
      .filter(([name]) => name !== 'order')
      .flatMap(([name, each]) =>
        otherLeaves(each, `${path}.${name}`).map((leaf) => ({
          path: leaf.path,
          value: { ...value, [name]: leaf.value },
        })),
      )
  return value === null ? [] : [{ path, value: other(value) }]
}

/** Lists that are empty have nothing to lose. */
const decides = ({ values }: PlanResource, attribute: string): boolean => {
  const value = values[attribute]
  return !(Array.isArray(value) && value.length === 0)
}
