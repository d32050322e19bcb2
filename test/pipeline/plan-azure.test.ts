import { existsSync } from 'node:fs'
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Plan } from '../../src/model/plan.ts'
import { z } from 'zod'
import { networkTranslationSchema } from '../../src/model/network-translation.ts'
import { plan as makePlan } from '../../src/pipeline/plan.ts'
import { layoutFaults } from '../support/terraform/azure-layout.ts'
import { azureBreaches } from '../support/terraform/azure-policy.ts'
import { checkovFailures, hasCheckov, unexcused } from '../support/terraform/checkov.ts'
import { builtAzureGuards, provenAzureGuards } from '../support/terraform/azure-read-back.ts'
import { hasTerraform } from '../support/terraform/terraform.ts'
import { tryTwoRoots } from '../support/terraform/two-roots.ts'
import { aScenario, harbourFoods } from '../support/temporary-folder.ts'
import { addSteps } from '../support/planned-harbour-foods.ts'
import { contextOf, runPlan } from '../support/run-plan.ts'

/** Plans the Harbour Foods in a folder with another drplan.yaml. */
async function planWith(folder: string, change: (config: string) => string): Promise<Plan> {
  const file = join(folder, 'drplan.yaml')
  await writeFile(file, change(await readFile(file, 'utf8')))
  await runPlan(folder)
  return JSON.parse(await readFile(join(folder, 'out/plan.json'), 'utf8')) as Plan
}

const onAzure = (config: string): string =>
  config.replace('platform: aws', 'platform: azure').replace('region: eu-central-1', 'region: westeurope')

/** Neither the target nor prices change what the machines need. */
async function aForecastScenario(): Promise<string> {
  const folder = await aScenario()
  await addSteps(folder, 'forecast')
  return folder
}

describe('a plan for Azure', () => {
  let folder: string
  let plan: Plan

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'drplan-azure-'))
    await cp(harbourFoods, folder, { recursive: true })
    await addSteps(folder, 'forecast')
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

  it('writes the Terraform of Azure, and says what it does not make', async () => {
    const found = plan.findings.filter(({ code }) => code.startsWith('plan.terraform'))
    const replicated = plan.mapping.assignments.filter(({ offering }) => offering.strategy === 'pilot-light')

    expect(found).toMatchObject([{ code: 'plan.terraform-partial', severity: 'warning' }])
    expect(found[0]?.affected.toSorted()).toEqual(replicated.map(({ vmId }) => vmId).toSorted())
    expect(existsSync(join(folder, 'out/terraform/foundation/terraform.tfvars.json'))).toBe(true)
    expect(await readFile(join(folder, 'out/terraform/foundation/providers.tf'), 'utf8')).toContain('azurerm')
  })

  it('has a runbook that applies it, and fails replicated servers over in the vault', async () => {
    const runbook = await readFile(join(folder, 'out/runbooks/failover.md'), 'utf8')

    expect(runbook).toContain(
      'terraform -chdir=terraform/recovery apply -input=false -auto-approve -var mode=failover -var up_to_wave=',
    )
    expect(runbook).toContain('are made by the failover of Azure Site Recovery')
  })

  const why = hasTerraform ? '' : ' (NOT RUN: there is no terraform on the PATH)'
  it.skipIf(!hasTerraform)(
    `is built by its Terraform as it was proven, and keeps the security baseline${why}`,
    { timeout: 120_000 },
    async () => {
      const proven = z.decode(
        networkTranslationSchema,
        plan.network as unknown as z.input<typeof networkTranslationSchema>,
      )
      const made = new Map(
        plan.mapping.assignments
          .filter(({ offering }) => offering.strategy !== 'pilot-light')
          .map(({ vmId }) => [vmId, plan.vms.find((vm) => vm.vmId === vmId)?.key ?? '']),
      )

      const verdicts = await tryTwoRoots(join(folder, 'out/terraform'))

      const applied = verdicts.flatMap((verdict) => verdict.applied)
      const ofPlan = applied.filter(({ address }) => !address.includes('.drill'))
      const sourceRules = new Set(
        ofPlan.flatMap(({ type, index }) => (type === 'azurerm_network_security_rule' ? [index ?? ''] : [])),
      )
      const resources = verdicts.flatMap((verdict) => verdict.resources)
      expect(verdicts.map(({ root, secondPlan }) => `${root} ${secondPlan}`)).toEqual(['foundation 0', 'recovery 0'])
      expect(builtAzureGuards(ofPlan)).toEqual(provenAzureGuards(proven, made))
      expect(layoutFaults(applied)).toEqual([])
      const failures = hasCheckov ? checkovFailures(verdicts.map(({ planJson }) => planJson)).failures : []
      expect(unexcused(failures, { target: 'azure', sourceRules })).toEqual([])
      expect(azureBreaches({ resources, sourceRules, cardsBehindSubnets: new Set() })).toEqual([])
    },
  )
})

it('says so where drplan writes no Terraform for the target, and has a runbook without its commands', async () => {
  const folder = await aForecastScenario()
  const context = await contextOf(folder)
  const target = { ...context.target, name: 'Elsewhere', terraformRoots: null, terraformFindings: () => [] }

  const { stored } = await makePlan({ ...context, target })

  const runbook = await readFile(join(folder, 'out/runbooks/failover.md'), 'utf8')
  const found = stored.content.findings.filter(({ code }) => code === 'plan.terraform-unavailable')
  expect(found).toMatchObject([{ severity: 'warning', subject: 'Elsewhere' }])
  expect(existsSync(join(folder, 'out/terraform'))).toBe(false)
  expect(runbook).toContain('drplan writes no Terraform for Elsewhere')
  expect(runbook).not.toMatch(/terraform -chdir|terraform\//)
})

it('costs on AWS what it costs without licences when they are its own', async () => {
  const plan = await planWith(await aForecastScenario(), (config) => `${config}\nmapping:\n  windowsLicence: own\n`)

  expect(plan.mapping).toMatchObject({ standbyPerMonth: 3201.3862, recoveredPerHour: 8.224405 })
})
