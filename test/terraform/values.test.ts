/** The values that are written for a plan, against the types of the variables, without terraform. */
import { parse } from '@cdktn/hcl2json'
import { expect, test } from 'vitest'
import type { Plan } from '../../src/model/plan.ts'
import type { JsonValue } from '../../src/model/target.ts'
import { aPlan, aPlannedServer, defaultPlannedServers } from '../builders-plan.ts'
import { entriesOf, type Hcl } from '../support/terraform/hcl-schema.ts'
import { awsTemplates, renderPlan } from '../support/terraform/templates.ts'
import { misfits, readVariableType } from '../support/terraform/variable-types.ts'

const roots = ['foundation', 'recovery'] as const

const valuesOf = (plan: Plan, root: string): Record<string, JsonValue> => {
  const file = renderPlan(plan).find(({ path }) => path === `${root}/terraform.tfvars.json`)
  return JSON.parse(file?.contents ?? '{}') as Record<string, JsonValue>
}

async function variablesOf(root: string): Promise<ReadonlyMap<string, { type: string; required: boolean }>> {
  const paths = [`${root}/variables.tf`, `${root}/variables-serving.tf`]
  const bodies = await Promise.all(
    paths.map(async (path) => (await parse(path, awsTemplates().get(path) ?? '')) as { variable: Hcl }),
  )
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

test.each(roots)('every value of %s fits the type of its variable', async (root) => {
  const variables = await variablesOf(root)

  const faults = Object.entries(valuesOf(aPlan(), root)).flatMap(([name, value]) => {
    const variable = variables.get(name)
    return variable ? misfits(readVariableType(variable.type), value, name) : [`${name} is not declared`]
  })

  expect(faults).toEqual([])
})

test.each(roots)('every variable of %s without a default has a value', async (root) => {
  const handedOver = root === 'recovery' ? ['foundation'] : []
  const required = [...(await variablesOf(root))].filter(([, { required }]) => required).map(([name]) => name)

  const missing = required.filter((name) => !(name in valuesOf(aPlan(), root)))

  expect(missing).toEqual(handedOver)
})

test('the type check notices a missing, an unknown and a wrong attribute', () => {
  const type = readVariableType('${map(object({\n a = string\n b = optional(number)\n c = list(string)\n}))}')

  expect(misfits(type, { x: { a: 'text', b: 1, c: ['one'] } }, 'v')).toEqual([])
  expect(misfits(type, { x: { a: 1, c: ['one', 2], d: true } }, 'v')).toEqual(['v.x.a', 'v.x.c[]', 'v.x.d'])
  expect(misfits(type, { x: { a: 'text' } }, 'v')).toEqual(['v.x.c'])
})

test.each(['backup-restore', 'pilot-light', 'warm-standby', 'hot-standby', 'active-active'] as const)(
  'one more VM with %s changes only what carries its key',
  (strategy) => {
    const newcomer = aPlannedServer({ id: 'newcomer', strategy, backupIntervalMinutes: 240 })
    const before = aPlan()
    const after = aPlan({ servers: [newcomer, ...defaultPlannedServers] })

    const difference = roots.flatMap((root) => {
      const had = new Set(leaves(valuesOf(before, root)))
      const has = new Set(leaves(valuesOf(after, root)))
      return [...[...had].filter((leaf) => !has.has(leaf)), ...[...has].filter((leaf) => !had.has(leaf))]
    })

    expect(difference.length).toBeGreaterThan(5)
    expect(
      difference.filter((leaf) => !/^\/(servers|replication_promises|reserved_addresses)\/newcomer[/=]/.test(leaf)),
    ).toEqual([])
  },
)
