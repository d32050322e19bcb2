/** A rename at the primary site must not make anew what stands at the recovery site. */
import { cpSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { movesSince } from '../../src/core/plan/moves.ts'
import type { Plan } from '../../src/model/plan.ts'
import { aPlan, aPlannedServer, defaultPlannedServers } from '../builders-plan.ts'
import { emitPlan } from '../support/terraform/templates.ts'
import { hasTerraform, runTerraform, startStandIn, type StandIn } from '../support/terraform/terraform.ts'

const why = hasTerraform ? '' : ' (NOT RUN: there is no terraform on the PATH)'

const servers = (name: string) => [
  aPlannedServer({ id: 'vm-77', name, strategy: 'hot-standby' }),
  ...defaultPlannedServers.slice(0, 1),
]

const [someVpc] = aPlan().network.vpcs
const vpcKey = someVpc?.key ?? ''

/** With a VM and a VPC of other names; whatever names the VPC by its key follows. */
function withNames(vm: string, vpc: string): Plan {
  const plan = aPlan({ servers: servers(vm) })
  const vpcs = plan.network.vpcs.map((each) => ({ ...each, from: `primary-${each.key}` }))
  return { ...plan, network: renameKey({ ...plan.network, vpcs }, vpc) }
}

function renameKey<Value>(value: Value, to: string): Value {
  if (value === vpcKey) return to as Value
  if (Array.isArray(value)) return value.map((each: unknown) => renameKey(each, to)) as Value
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, renameKey(inner, to)])) as Value
}

describe.skipIf(!hasTerraform)(`terraform after a rename${why}`, () => {
  let standIn: StandIn
  const folders: string[] = []

  beforeAll(async () => {
    standIn = await startStandIn()
  })

  afterAll(() => {
    standIn.close()
    for (const folder of folders) rmSync(folder, { recursive: true, force: true })
  })

  test('moves what was renamed, and makes nothing anew', async () => {
    const before = withNames('ledger', vpcKey)
    const next = withNames('accounts', 'renamed')
    const after = { ...next, moves: movesSince(before, next) }
    const [old, fresh] = [before, after].map((plan) => emitPlan(plan))
    if (old === undefined || fresh === undefined) throw new Error('both plans are written')
    folders.push(old, fresh)
    const succeed = async (folder: string, args: readonly string[]): Promise<string> => {
      const { code, stdout, stderr } = await runTerraform(args, { cwd: join(folder, 'foundation'), standIn })
      expect(`${code}\n${stderr}`).toBe('0\n')
      return stdout
    }
    await succeed(old, ['init', '-input=false'])
    await succeed(old, ['apply', '-auto-approve', '-input=false'])
    cpSync(join(old, 'foundation/terraform.tfstate'), join(fresh, 'foundation/terraform.tfstate'))

    await succeed(fresh, ['init', '-input=false'])
    await succeed(fresh, ['plan', '-input=false', '-out=plan.bin'])

    const { resource_changes: changes } = JSON.parse(await succeed(fresh, ['show', '-json', 'plan.bin'])) as {
      resource_changes: readonly {
        address: string
        previous_address?: string
        change: { actions: readonly string[] }
      }[]
    }
    const keyOf = (plan: Plan): string => plan.vms.find(({ vmId }) => vmId === 'vm-77')?.key ?? ''
    const moved = changes.filter(({ previous_address: was }) => was !== undefined).map(({ address }) => address)
    const remade = changes
      .filter(({ change }) => change.actions.some((action) => ['create', 'delete'].includes(action)))
      .map(({ address }) => address)

    expect(moved).toEqual(
      expect.arrayContaining([
        `module.standby.aws_instance.this["${keyOf(after)}"]`,
        'module.network.aws_vpc.this["renamed"]',
      ]),
    )
    expect(remade.filter((address) => /aws_(instance|vpc|subnet|security_group)\./.test(address))).toEqual([])
  })
})
