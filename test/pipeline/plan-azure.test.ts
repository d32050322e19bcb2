import { existsSync } from 'node:fs'
import { cp, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Plan } from '../../src/model/plan.ts'
import { aScenario, harbourFoods } from '../support/temporary-folder.ts'
import { runPlan } from '../support/run-plan.ts'

/** Plans the Harbour Foods in a folder with another drplan.yaml. */
async function planWith(folder: string, change: (config: string) => string): Promise<Plan> {
  const file = join(folder, 'drplan.yaml')
  await writeFile(file, change(await readFile(file, 'utf8')))
  await runPlan(folder)
  return JSON.parse(await readFile(join(folder, 'out/plan.json'), 'utf8')) as Plan
}

const onAzure = (config: string): string =>
  config.replace('platform: aws', 'platform: azure').replace('region: eu-central-1', 'region: westeurope')

describe('a plan for Azure', () => {
  let folder: string
  let plan: Plan

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'drplan-azure-'))
    await cp(harbourFoods, folder, { recursive: true })
    plan = await planWith(folder, onAzure)
    return () => rm(folder, { recursive: true, force: true })
  })

  it('assigns every VM, and its totals are the sums of its lines', () => {
    const { assignments, unmapped, standbyPerMonth, recoveredPerHour } = plan.mapping
    const sumOf = (phase: string): number =>
      assignments
        .flatMap(({ cost }) => cost)
        .filter((item) => item.phase === phase)
        .reduce((sum, item) => sum + item.amount, 0)

    expect(unmapped).toEqual([])
    expect(assignments).toHaveLength(24)
    expect(standbyPerMonth).toBeCloseTo(sumOf('standby'), 6)
    expect(recoveredPerHour).toBeCloseTo(sumOf('recovered'), 6)
    expect(assignments.flatMap(({ cost }) => cost).filter(isWrong)).toEqual([])
  })

  const isWrong = ({ quantity, unitPrice, amount }: Plan['mapping']['assignments'][number]['cost'][number]): boolean =>
    Math.abs(quantity * unitPrice - amount) > 1e-6

  it('keeps the reserved addresses of every subnet free', () => {
    const { subnets, addresses } = plan.network

    expect(subnets.length).toBe(11)
    expect(addresses.length).toBe(25)
    expect(plan.findings.filter(({ code }) => code === 'network.limit')).toEqual([])
  })

  it('says that there is no Terraform, and writes none', async () => {
    const found = plan.findings.filter(({ code }) => code === 'plan.terraform-unavailable')

    expect(found).toMatchObject([{ severity: 'warning', subject: 'Azure' }])
    expect(existsSync(join(folder, 'out/terraform'))).toBe(false)
    expect((await readdir(join(folder, 'out'))).toSorted()).toEqual([
      'network',
      'outputs.json',
      'plan.json',
      'reports',
      'runbooks',
    ])
  })

  it('has a runbook that names no command of Terraform', async () => {
    const runbook = await readFile(join(folder, 'out/runbooks/failover.md'), 'utf8')

    expect(runbook).toContain('drplan writes no Terraform for azure yet')
    expect(runbook).not.toMatch(/terraform -chdir|terraform\//)
  })
})

it('costs on AWS what it costs without licences when they are its own', async () => {
  const plan = await planWith(await aScenario(), (config) => `${config}\nmapping:\n  windowsLicence: own\n`)

  expect(plan.mapping).toMatchObject({ standbyPerMonth: 3139.7742, recoveredPerHour: 8.224405 })
})
