/** The values that are written for a plan, against the types of the variables, without terraform. */
import { parse } from '@cdktn/hcl2json'
import { expect, test } from 'vitest'
import type { Plan } from '../../src/model/plan.ts'
import type { TargetId } from '../../src/model/target-id.ts'
import type { JsonValue } from '../../src/model/target.ts'
import { anAzurePlan, anAzureServer, azureServers } from '../builders-plan-azure.ts'
import { aPlan, aPlannedServer, defaultPlannedServers } from '../builders-plan.ts'
import { entriesOf, type Hcl } from '../support/terraform/hcl-schema.ts'
import { templatesOf, renderPlan } from '../support/terraform/templates.ts'
import { misfits, readVariableType } from '../support/terraform/variable-types.ts'

const roots = ['foundation', 'recovery'] as const

const valuesOf = (plan: Plan, root: string): Record<string, JsonValue> => {
  const file = renderPlan(plan).find(({ path }) => path === `${root}/terraform.tfvars.json`)
  return JSON.parse(file?.contents ?? '{}') as Record<string, JsonValue>
}

async function variablesOf(
  target: TargetId,
  root: string,
): Promise<ReadonlyMap<string, { type: string; required: boolean }>> {
  const files = [...templatesOf(target)].filter(([path]) => new RegExp(`^${root}/variables[^/]*[.]tf$`).test(path))
  const bodies = await Promise.all(files.map(async ([path, text]) => (await parse(path, text)) as { variable: Hcl }))
  return new Map(
    bodies
      .flatMap(({ variable }) => entriesOf(variable))
      .map(([name, value]) => {
        const declared = Object.fromEntries(entriesOf((value as Hcl[])[0]))
        return [name, { type: declared['type'] as string, required: !('default' in declared) }]
      }),
  )
}

/** Every path to a leaf, with its value. */
function leaves(value: JsonValue, path = ''): readonly string[] {
  if (value === null || typeof value !== 'object') return [`${path}=${JSON.stringify(value)}`]
  return Object.entries(value).flatMap(([key, inner]: [string, JsonValue]) => leaves(inner, `${path}/${key}`))
}

const plans = [
  ['aws', aPlan],
  ['azure', anAzurePlan],
] as const
const everyRoot = plans.flatMap(([target, planOf]) => roots.map((root) => [target, root, planOf()] as const))

test.each(everyRoot)('for %s every value of %s fits the type of its variable', async (target, root, plan) => {
  const variables = await variablesOf(target, root)

  const faults = Object.entries(valuesOf(plan, root)).flatMap(([name, value]) => {
    const variable = variables.get(name)
    return variable ? misfits(readVariableType(variable.type), value, name) : [`${name} is not declared`]
  })

  expect(faults).toEqual([])
})

test.each(everyRoot)('for %s every variable of %s without a default has a value', async (target, root, plan) => {
  const handedOver = root === 'recovery' ? ['foundation'] : []
  const required = [...(await variablesOf(target, root))].filter(([, { required }]) => required).map(([name]) => name)

  const missing = required.filter((name) => !(name in valuesOf(plan, root)))

  expect(missing).toEqual(handedOver)
})

test('the type check notices a missing, an unknown and a wrong attribute', () => {
  const type = readVariableType('${map(object({\n a = string\n b = optional(number)\n c = list(string)\n}))}')

  expect(misfits(type, { x: { a: 'text', b: 1, c: ['one'] } }, 'v')).toEqual([])
  expect(misfits(type, { x: { a: 1, c: ['one', 2], d: true } }, 'v')).toEqual(['v.x.a', 'v.x.c[]', 'v.x.d'])
  expect(misfits(type, { x: { a: 'text' } }, 'v')).toEqual(['v.x.c'])
})

const strategies = ['backup-restore', 'pilot-light', 'warm-standby', 'hot-standby', 'active-active'] as const
const newcomers = strategies.flatMap((strategy) => {
  const parts = { id: 'newcomer', strategy, backupIntervalMinutes: 240 }
  return [
    ['aws', strategy, aPlan(), aPlan({ servers: [aPlannedServer(parts), ...defaultPlannedServers] })],
    ['azure', strategy, anAzurePlan(), anAzurePlan({ servers: [anAzureServer(parts), ...azureServers] })],
  ] as const
})

test.each(newcomers)('for %s one more VM with %s changes only what carries its key', (...[, , before, after]) => {
  const difference = roots.flatMap((root) => {
    const had = new Set(leaves(valuesOf(before, root)))
    const has = new Set(leaves(valuesOf(after, root)))
    return [...[...had].filter((leaf) => !has.has(leaf)), ...[...has].filter((leaf) => !had.has(leaf))]
  })

  expect(difference.length).toBeGreaterThan(5)
  expect(difference.filter((leaf) => !ofNewcomer.test(leaf))).toEqual([])
})

const ofNewcomer = /^\/((replicated_)?servers|replication_promises|reserved_addresses)\/newcomer[/=]/
