/** A primary site in another region of Azure: replicated by Site Recovery; and after renames nothing is made anew. */
import { cpSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { movesSince } from '../../src/core/plan/moves.ts'
import { stableKey } from '../../src/model/key.ts'
import type { Plan } from '../../src/model/plan.ts'
import { parseAddress } from '../../src/model/address.ts'
import { anArmId, anAzureServer, aPlanFromAzure, aReplicatedServer } from '../builders-plan-azure.ts'
import { checkovFailures, hasCheckov, staleExceptions, unexcused } from '../support/terraform/checkov.ts'
import { azureBreaches } from '../support/terraform/azure-policy.ts'
import {
  builtReplication,
  cardsIn,
  isReplicatedMachine,
  plannedReplication,
  replicatedAttributes,
  replicatedCardAttributes,
} from '../support/terraform/azure-read-back-replication.ts'
import type { PlanResource } from '../support/terraform/plan-resources.ts'
import { applyTwoRoots, type AppliedRoot } from '../support/terraform/two-roots.ts'
import { emitPlan } from '../support/terraform/templates.ts'
import { hasTerraform, runTerraform, startStandIn, type StandIn } from '../support/terraform/terraform.ts'

const why = hasTerraform ? '' : ' (NOT RUN: there is no terraform on the PATH)'

const oneOfEachKind = [
  anAzureServer({ id: 'hot', strategy: 'hot-standby' }),
  anAzureServer({ id: 'back', os: 'windows', backupIntervalMinutes: 240 }),
  aReplicatedServer('reports', '10.64.1.30'),
]
/** Of the primary site: it lets the internet in there. */
const sourceRules = new Set(['app-b-guard-ingress-200', 'web-cards-ingress-100'])

/** Whatever names a thing by one of these keys follows, also inside longer keys. */
function renamed<Value>(value: Value, keys: Readonly<Record<string, string>>): Value {
  if (typeof value === 'string') return (keys[value] ?? value) as Value
  if (Array.isArray(value)) return value.map((each: unknown) => renamed(each, keys)) as Value
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, name === 'from' ? inner : renamed(inner, keys)]),
  ) as Value
}

function planWith(name: string, keys: Readonly<Record<string, string>>): Plan {
  const standing = anAzureServer({ id: 'vm-77', name, strategy: 'hot-standby' })
  const plan = aPlanFromAzure([{ ...standing }, aReplicatedServer('reports', '10.64.1.30')])
  const packetFilters = plan.network.packetFilters.map((filter) => ({ ...filter, from: `nsg-${filter.key}` }))
  return { ...plan, network: renamed({ ...plan.network, packetFilters }, keys) }
}

describe.skipIf(!hasTerraform)(`terraform for Azure from Azure${why}`, () => {
  const before = planWith('ledger', {})
  const next = planWith('accounts', {
    shop: 'store',
    'app-a': 'app-new',
    'web-cards': 'front',
    'shop-private': 'inner',
  })
  const after = { ...next, moves: movesSince(before, next) }
  const folders: string[] = []
  let standIn: StandIn
  let changes: readonly {
    readonly address: string
    readonly previous_address?: string
    readonly change: { readonly actions: readonly string[] }
  }[] = []
  let secondPlan = -1

  const succeed = async (folder: string, args: readonly string[]): Promise<string> => {
    const { code, stdout, stderr } = await runTerraform(args, { cwd: join(folder, 'foundation'), standIn })
    expect(`${code}\n${stderr}`).toBe('0\n')
    return stdout
  }

  beforeAll(async () => {
    standIn = await startStandIn()
    const [old, fresh] = [before, after].map((plan) => emitPlan(plan))
    if (old === undefined || fresh === undefined) throw new Error('both plans are written')
    folders.push(old, fresh)
    await succeed(old, ['init', '-input=false'])
    await succeed(old, ['apply', '-auto-approve', '-input=false'])
    const again = { cwd: join(old, 'foundation'), standIn }
    secondPlan = (await runTerraform(['plan', '-input=false', '-detailed-exitcode'], again)).code
    cpSync(join(old, 'foundation/terraform.tfstate'), join(fresh, 'foundation/terraform.tfstate'))
    await succeed(fresh, ['init', '-input=false'])
    await succeed(fresh, ['plan', '-input=false', '-out=plan.bin'])
    const shown = JSON.parse(await succeed(fresh, ['show', '-json', 'plan.bin'])) as {
      resource_changes: typeof changes
    }
    changes = shown.resource_changes
  })

  afterAll(() => {
    standIn.close()
    for (const folder of folders) rmSync(folder, { recursive: true, force: true })
  })

  test('is applied once: the next plan is empty', () => {
    expect(secondPlan).toBe(0)
  })

  test('moves what was renamed', () => {
    const moved = changes.filter(({ previous_address: was }) => was !== undefined).map(({ address }) => address)
    const key = stableKey('accounts', 'vm-77')

    expect(moved).toEqual(
      expect.arrayContaining([
        'module.network.azurerm_virtual_network.this["store"]',
        'module.network.azurerm_subnet.this["app-new"]',
        'module.network.azurerm_route_table.this["inner"]',
        'module.security.azurerm_network_security_group.this["front"]',
        'module.security.azurerm_network_security_rule.this["front-ingress-100"]',
        `module.standby.azurerm_linux_virtual_machine.this["${key}"]`,
        `module.standby.azurerm_network_interface.this["${key}/0"]`,
        `module.standby.azurerm_managed_disk.this["${key}/os"]`,
        'module.replication["northeurope"].azurerm_site_recovery_network_mapping.this["store"]',
      ]),
    )
  })

  test('makes nothing anew', () => {
    const remade = changes
      .filter(({ change }) => change.actions.some((action) => ['create', 'delete'].includes(action)))
      .map(({ address }) => address)

    expect(remade).toEqual([])
  })
})

describe.skipIf(!hasTerraform)(`machines of Site Recovery, read back${why}`, () => {
  const first = aReplicatedServer('reports', '10.64.1.30')
  const [card] = first.addresses
  const further = {
    ...card!,
    nicId: anArmId('network/networkinterfaces', 'reports-2'),
    nicIndex: 1,
    subnetKey: 'edge',
    to: parseAddress('10.64.0.30'),
  }
  const plan = aPlanFromAzure([{ ...first, addresses: [card!, further] }, aReplicatedServer('ledger', '10.64.1.31')])
  const planned = plannedReplication(plan)
  let applied: readonly PlanResource[] = []

  beforeAll(async () => {
    const folder = emitPlan(plan)
    applied = (await applyTwoRoots(folder)).flatMap((verdict) => verdict.applied)
    rmSync(folder, { recursive: true, force: true })
  }, 120_000)

  const isPlanned = (resources: readonly PlanResource[]): boolean =>
    JSON.stringify(builtReplication(resources)) === JSON.stringify(planned)
  const changed = (victim: PlanResource, values: PlanResource['values']): readonly PlanResource[] =>
    applied.map((resource) =>
      resource === victim ? { ...resource, values: { ...victim.values, ...values } } : resource,
    )

  test('come up in the planned subnets with the planned addresses, and in a test in copies of these', () => {
    expect(builtReplication(applied)).toEqual(planned)
    expect(planned).toHaveLength(3)
  })

  test('would show a machine that is missing, or a change of where one comes up', () => {
    const machines = applied.filter(isReplicatedMachine)
    const unnoticed = machines.flatMap((victim) => {
      const cards = cardsIn(victim)
      const values = [
        ...replicatedAttributes.map((name) => ({ [name]: 'another' })),
        { network_interface: cards.slice(1) },
        ...cards.flatMap((own) =>
          replicatedCardAttributes.map((name) => ({
            network_interface: cards.map((each) => (each === own ? { ...own, [name]: '10.64.1.99' } : each)),
          })),
        ),
      ]
      return [
        ...values.filter((value) => isPlanned(changed(victim, value))),
        ...(isPlanned(applied.filter((resource) => resource !== victim)) ? [victim.address] : []),
      ]
    })

    expect(machines).toHaveLength(2)
    expect(unnoticed).toEqual([])
  })

  test('would show a subnet, real or of a test, with another block', () => {
    const keys = new Set(['app-a', 'edge'])
    const subnets = applied.filter(({ type, index }) => type === 'azurerm_subnet' && keys.has(index ?? ''))

    expect(subnets).toHaveLength(4)
    for (const victim of subnets) expect(isPlanned(changed(victim, { address_prefixes: ['10.64.9.0/24'] }))).toBe(false)
  })
})

const whyUnchecked = hasCheckov ? '' : ' (NOT RUN: there is no checkov; DRPLAN_CHECKOV may name it)'

describe.skipIf(!hasTerraform)(
  `a server of every kind${hasTerraform ? '' : ' (NOT RUN: no terraform on the PATH)'}`,
  () => {
    let verdicts: readonly AppliedRoot[] = []

    beforeAll(async () => {
      const folder = emitPlan(aPlanFromAzure([...oneOfEachKind]))
      verdicts = await applyTwoRoots(folder)
      rmSync(folder, { recursive: true, force: true })
    }, 120_000)

    test('keeps the security baseline', () => {
      const resources = verdicts.flatMap((verdict) => verdict.resources)
      const cardsBehindSubnets = new Set(['hot/0', 'back/0'])

      expect(azureBreaches({ resources, sourceRules, cardsBehindSubnets })).toEqual([])
    })

    test.skipIf(!hasCheckov)(
      `gives checkov nothing to object to, but for what is excused, and no excuse is stale${whyUnchecked}`,
      { timeout: 120_000 },
      () => {
        const addresses = verdicts.flatMap(({ resources }) => resources.map(({ address }) => address))

        const { checked, failures } = checkovFailures(verdicts.map(({ planJson }) => planJson))

        expect(unexcused(failures, { target: 'azure', sourceRules })).toEqual([])
        expect(staleExceptions(failures, { target: 'azure', addresses })).toEqual([])
        expect(checked).toBeGreaterThan(100)
      },
    )
  },
)
