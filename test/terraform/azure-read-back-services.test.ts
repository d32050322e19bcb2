/** What serves on Azure, after an apply of both roots, must be what the translation says. */
import { rmSync } from 'node:fs'
import { beforeAll, describe, expect, test } from 'vitest'
import { anAzurePlan, azureServers } from '../builders-plan-azure.ts'
import {
  azureServiceTypes,
  builtAzureServices,
  plannedAzureServices,
  type AzureServiceType,
} from '../support/terraform/azure-read-back-services.ts'
import type { PlanResource, PlanValue } from '../support/terraform/plan-resources.ts'
import { emitPlan } from '../support/terraform/templates.ts'
import { hasTerraform } from '../support/terraform/terraform.ts'
import { applyTwoRoots } from '../support/terraform/two-roots.ts'

const why = hasTerraform ? '' : ' (NOT RUN: there is no terraform on the PATH)'
const plan = anAzurePlan()
const made = new Set(azureServers.flatMap(({ vm }) => (vm.key === 'reports' ? [] : [vm.vmId])))
const planned = plannedAzureServices(plan, made)

/** Another value of the same type, that could stand there. */
function other(value: PlanValue | undefined): PlanValue {
  if (typeof value === 'number') return value + 1
  if (typeof value === 'boolean') return !value
  if (Array.isArray(value)) return value.length > 0 ? value.slice(1) : ['more']
  return typeof value === 'string' ? `${value}0` : 'something'
}

const same = (a: readonly string[]): boolean => JSON.stringify(a) === JSON.stringify(planned)

describe.skipIf(!hasTerraform)(`what serves on Azure, read back${why}`, () => {
  let roots: readonly (readonly PlanResource[])[] = []
  let applied: readonly PlanResource[] = []
  let services: readonly PlanResource[] = []

  beforeAll(async () => {
    const folder = emitPlan(plan)
    roots = (await applyTwoRoots(folder)).map((verdict) => verdict.applied)
    rmSync(folder, { recursive: true, force: true })
    applied = roots.flat()
    services = applied.filter(({ type }) => type in azureServiceTypes)
  })

  test('is what the translation says, line by line', () => {
    expect(builtAzureServices(applied)).toEqual(planned)
    expect(new Set(services.map(({ type }) => type))).toEqual(new Set(Object.keys(azureServiceTypes)))
  })

  test('stands where a server behind it does', () => {
    const balancers = roots.map((own) => own.filter(({ type }) => type === 'azurerm_lb').map(({ index }) => index))

    expect(balancers).toEqual([['open-lb', 'orders-lb'], ['wiki-lb']])
  })

  test('would show one that is missing or there twice', () => {
    const unnoticed = services.filter(
      (victim) =>
        same(builtAzureServices(applied.filter((resource) => resource !== victim))) ||
        same(builtAzureServices([...applied, victim])),
    )

    expect(unnoticed).toEqual([])
  })

  test('would show every change that decides where a packet goes', () => {
    let tried = 0
    const unnoticed = services.flatMap((victim) =>
      azureServiceTypes[victim.type as AzureServiceType].flatMap((attribute) => {
        tried++
        const values = { ...victim.values, [attribute]: other(victim.values[attribute]) }
        const changed = applied.map((resource) => (resource === victim ? { ...resource, values } : resource))
        return same(builtAzureServices(changed)) ? [`${victim.address} ${attribute}`] : []
      }),
    )

    expect(unnoticed).toEqual([])
    expect(tried).toBeGreaterThan(70)
  })
})
