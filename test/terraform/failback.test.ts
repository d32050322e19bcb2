/** The way home through the real terraform, with the stand-in provider: no plugin, no network, no account. */
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from '@cdktn/hcl2json'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { JsonValue } from '../../src/model/target.ts'
import { aFailbackPlan } from '../builders-failback.ts'
import { hostileNames } from '../builders-plan.ts'
import { entriesOf, type Hcl } from '../support/terraform/hcl-schema.ts'
import { planResources, type PlanJson, type PlanResource } from '../support/terraform/plan-resources.ts'
import { azureBreaches } from '../support/terraform/azure-policy.ts'
import { breaches } from '../support/terraform/policy.ts'
import { emitPlan, templatesOf } from '../support/terraform/templates.ts'
import {
  hasTerraform,
  runTerraform,
  startStandIn,
  type StandIn,
  type TerraformRun,
} from '../support/terraform/terraform.ts'
import { misfits, readVariableType } from '../support/terraform/variable-types.ts'

const why = hasTerraform ? '' : ' (NOT RUN: there is no terraform on the PATH)'

const valuesIn = (folder: string): Record<string, JsonValue> =>
  JSON.parse(readFileSync(join(folder, 'failback/terraform.tfvars.json'), 'utf8')) as Record<string, JsonValue>

const homes = [
  ['aws', 'azure'],
  ['azure', 'aws'],
  ['aws', 'aws'],
] as const

test.each(homes)('from %s to %s every value of failback fits the type of its variable', async (platform, target) => {
  const folder = emitPlan(aFailbackPlan(platform, { target }))
  const text = templatesOf(platform).get('failback/variables.tf') ?? ''
  const { variable } = (await parse('variables.tf', text)) as { variable: Hcl }
  const declared = new Map(
    entriesOf(variable).map(([name, value]) => [name, Object.fromEntries(entriesOf((value as Hcl[])[0]))]),
  )

  const values = valuesIn(folder)

  const faults = Object.entries(values).flatMap(([name, value]) =>
    misfits(readVariableType(declared.get(name)?.['type'] as string), value, name),
  )
  const missing = [...declared].filter(([name, body]) => !('default' in body) && !(name in values))
  rmSync(folder, { recursive: true, force: true })
  expect(faults).toEqual([])
  expect(missing).toEqual([])
})

const machines = ['aws_instance', 'azurerm_linux_virtual_machine', 'azurerm_windows_virtual_machine']
const lost = ['wiki', 'reports', 'orders-db']
const cloudless = homes.slice(0, 2)

describe.skipIf(!hasTerraform).each(cloudless)(`failback to %s from %s${why}`, (platform, target) => {
  let standIn: StandIn
  let folder = ''

  const run = (args: readonly string[]): Promise<TerraformRun> =>
    runTerraform(args, { cwd: join(folder, 'failback'), standIn })

  async function succeed(args: readonly string[]): Promise<string> {
    const { code, stdout, stderr } = await run(args)
    expect(`${code}\n${stderr}`).toBe('0\n')
    return stdout
  }

  async function planOf(...args: readonly string[]): Promise<PlanJson> {
    await succeed(['plan', '-input=false', '-out=plan.bin', ...args])
    return JSON.parse(await succeed(['show', '-json', 'plan.bin'])) as PlanJson
  }

  const naming = (keys: readonly string[]): string => `-var=lost=${JSON.stringify(keys)}`

  beforeAll(async () => {
    standIn = await startStandIn()
    folder = emitPlan(aFailbackPlan(platform, { target }))
    await succeed(['init', '-input=false'])
  })

  afterAll(() => {
    standIn.close()
    rmSync(folder, { recursive: true, force: true })
  })

  test('is valid without a warning', async () => {
    const verdict = JSON.parse(await succeed(['validate', '-json'])) as object

    expect(verdict).toMatchObject({ valid: true, error_count: 0, warning_count: 0 })
  })

  test('does what its own tests say, as it is emitted', async () => {
    expect(await succeed(['test', '-no-color'])).toMatch(/Success! [1-9]\d* passed, 0 failed/)
  })

  test('leaves everything alone unless told otherwise', async () => {
    const json = await planOf()

    expect(planResources(json)).toEqual([])
  })

  test('makes lost servers again with their old size and addresses, once, and can take them away', async () => {
    const json = await planOf(naming(lost))
    await succeed(['apply', '-input=false', 'plan.bin'])
    const again = await run(['plan', '-input=false', '-detailed-exitcode', naming(lost)])
    const made = managed(json, ...machines)
    await succeed(['destroy', '-input=false', '-auto-approve', naming(lost)])

    expect(made.map(({ index }) => index ?? '').toSorted()).toEqual(lost.toSorted())
    expect(new Set(made.map(({ values }) => values['instance_type'] ?? values['size']))).toEqual(
      new Set([platform === 'aws' ? 'm5.large' : 'Standard_E4s_v3']),
    )
    expect(JSON.stringify(made.concat(managed(json, 'azurerm_network_interface')))).toContain('"10.0.1.10"')
    expect(again.code).toBe(0)
    expect(await succeed(['state', 'list'])).toBe('')
  })

  test('looks the subnets and groups up that they had, and makes none', async () => {
    const json = await planOf(naming(lost))

    const types = new Set(managed(json).map(({ type }) => type))
    const looked = JSON.stringify(json)

    expect([...types].filter((type) => /subnet|security_group$|virtual_network|vpc/.test(type))).toEqual([])
    expect(looked).toContain(platform === 'aws' ? 'subnet-app-a' : 'virtualnetworks/shop/subnets/app-a')
  })

  test('refuses a server that is not in the plan, by its name', async () => {
    const { code, stderr } = await run(['plan', '-input=false', '-no-color', naming(['wiki', 'nobody'])])

    expect(code).toBe(1)
    expect(stderr).toContain('No such server: nobody')
  })

  test('hands hostile names through as text, and keeps the security baseline', async () => {
    const keys = Object.keys(valuesIn(folder)['servers'] as object)
    const json = await planOf(
      naming(keys),
      ...(platform === 'aws'
        ? ['-var=kms_key_arn=arn:aws:kms:eu-central-1:111122223333:key/k', '-var=instance_profile_name=servers']
        : ['-var=disk_encryption_set_id=/subscriptions/0/x']),
    )
    const names = Object.values(json.variables.servers.value).map(({ name }) => name)
    const resources = planResources(json)

    expect(names).toEqual(expect.arrayContaining(hostileNames))
    const found =
      platform === 'aws'
        ? breaches({ resources, sourceRules: new Set() })
        : azureBreaches({ resources, sourceRules: new Set(), cardsBehindSubnets: new Set() })
    // Appliances forward again, as they did.
    expect(
      found.filter((breach) => !/only appliances forward.*"(orders-db\/0|reports\/1|ledger\/[12])"/.test(breach)),
    ).toEqual([])
  })
})

const managed = (json: PlanJson, ...types: readonly string[]): readonly PlanResource[] =>
  planResources(json).filter(({ mode, type }) => mode === 'managed' && (types.length === 0 || types.includes(type)))
