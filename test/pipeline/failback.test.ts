/** From a site as a cloud's API tells it to the Terraform of the way home. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest'
import { formatAddress } from '../../src/model/address.ts'
import type { Plan } from '../../src/model/plan.ts'
import { plan } from '../../src/pipeline/plan.ts'
import { withCredentials } from '../support/aws-request.ts'
import { startAwsServer } from '../support/aws-server.ts'
import { answerOf, subscriptionId, type Estate } from '../support/azure-estate.ts'
import { withAzureCredentials } from '../support/azure-request.ts'
import { startAzureServer } from '../support/azure-server.ts'
import { quayAzure } from '../support/quay-azure.ts'
import { addSteps } from '../support/planned-harbour-foods.ts'
import { contextOf } from '../support/run-plan.ts'
import { smallAws } from '../support/small-aws.ts'
import { smallAzure } from '../support/small-azure.ts'
import { hasTerraform, runTerraform, startStandIn } from '../support/terraform/terraform.ts'
import { aScenario } from '../support/temporary-folder.ts'

afterEach(() => vi.unstubAllEnvs())

interface Values {
  readonly [name: string]: unknown
  readonly subnets: Readonly<Record<string, string>>
  readonly servers: Readonly<
    Record<string, { readonly interfaces: Readonly<Record<string, Readonly<Record<string, unknown>>>> }>
  >
}

interface Planned {
  readonly folder: string
  readonly plan: Plan
  readonly values: Values
  readonly read: (path: string) => Promise<string>
}

type Ends = (close: () => void | Promise<void>) => void

async function planned(source: string, target: string, atEnd: Ends): Promise<Planned> {
  const folder = await mkdtemp(join(tmpdir(), 'drplan-failback-'))
  atEnd(() => rm(folder, { recursive: true }))
  const config = `schema: drplan/config@1\nsite: { id: quay }\nsources:\n  - ${source}\ntarget: ${target}\n`
  await writeFile(join(folder, 'drplan.yaml'), config)
  const { stored } = await plan(await contextOf(folder))
  const read = (path: string): Promise<string> => readFile(join(folder, 'out', path), 'utf8')
  const values = JSON.parse(await read('terraform/failback/terraform.tfvars.json')) as Values
  return { folder, plan: stored.content, values, read }
}

async function fromAws(target: string, atEnd: Ends): Promise<Planned> {
  const server = await startAwsServer(smallAws)
  atEnd(server.close)
  withCredentials()
  return planned(`{ kind: aws, regions: [eu-west-1], endpoint: "${server.endpoint}", historyDays: 3 }`, target, atEnd)
}

async function fromAzure(estate: Estate, target: string): Promise<Planned> {
  const server = await startAzureServer((asked) => answerOf(estate, asked))
  onTestFinished(server.close)
  withAzureCredentials(server.endpoint)
  const settings = `subscriptions: ["${subscriptionId}"], endpoint: "${server.endpoint}", metricsEndpoint: "${server.endpoint}"`
  return planned(`{ kind: azure, ${settings}, historyDays: 3 }`, target, onTestFinished)
}

/** Addresses and subnets of every server, by the plan and by the values. */
function ways({ plan: { vms, network }, values }: Planned) {
  const subnets = new Map(network.subnets.map(({ key, from }) => [key, from]))
  const told = network.addresses.map(
    ({ vmId, nicIndex, subnetKey, from }) =>
      `${vms.find((vm) => vm.vmId === vmId)?.key}/${nicIndex} ${subnets.get(subnetKey)} ${from ? formatAddress(from) : ''}`,
  )
  const made = Object.entries(values.servers).flatMap(([key, { interfaces }]) =>
    Object.entries(interfaces).flatMap(([index, card]) =>
      (card['addresses'] as readonly string[]).map(
        (address) => `${key}/${index} ${values.subnets[String(card['subnet_key'])]} ${address}`,
      ),
    ),
  )
  return { told: told.toSorted(), made: made.toSorted() }
}

async function terraformSays(folder: string, values: Values): Promise<string> {
  const standIn = await startStandIn()
  onTestFinished(() => standIn.close())
  const cwd = join(folder, 'out/terraform/failback')
  const lost = `-var=lost=${JSON.stringify(Object.keys(values.servers))}`
  const { stderr: trouble } = await runTerraform(['init', '-input=false'], { cwd, standIn })
  const { stdout, stderr } = await runTerraform(['plan', '-input=false', '-no-color', lost], { cwd, standIn })
  return /Plan: .*/.exec(stdout)?.[0] ?? trouble + stderr
}

const why = hasTerraform ? '' : ' (NOT RUN: there is no terraform on the PATH)'
const targets = ['{ platform: aws, region: eu-central-1 }', '{ platform: azure, region: westeurope }']

describe.each(targets)('with the recovery site at %s', (target) => {
  let result: Planned

  beforeAll(async () => {
    const ends: (() => void | Promise<void>)[] = []
    result = await fromAws(target, (close) => ends.push(close))
    return async () => {
      for (const close of ends) await close()
    }
  })

  test('machines of AWS go home to AWS', async () => {
    const { told, made } = ways(result)

    expect(made.length).toBeGreaterThan(1)
    expect(made).toEqual(told)
    expect(result.values).toMatchObject({ region: 'eu-west-1', subnets: expect.any(Object) })
    expect(Object.values(result.values.servers)[0]).toMatchObject({
      instance_type: 'm5.large',
      root_disk: { type: 'gp3', iops: 3000 },
    })
    expect(await result.read('terraform/failback/modules/compute/main.tf')).toContain('aws_instance')
    expect(await result.read('runbooks/failback.md')).toContain('`terraform/failback` makes')
  }, 60_000)

  test.skipIf(!hasTerraform)(
    `terraform would make them again, and change nothing${why}`,
    async () => {
      const { folder, values } = result

      expect(await terraformSays(folder, values)).toMatch(/Plan: [1-9]\d* to add, 0 to change, 0 to destroy/)
    },
    60_000,
  )

  test('machines of Azure go home to Azure', async () => {
    const home = await fromAzure(smallAzure(), target)

    const { told, made } = ways(home)

    expect(made.length).toBeGreaterThan(1)
    expect(made).toEqual(told)
    expect(Object.values(home.values.servers)[0]).toMatchObject({ size: 'Standard_D2s_v5', os_type: 'Linux' })
    expect(await home.read('terraform/failback/modules/compute/main.tf')).toContain('azurerm_network_interface')
    expect(existsSync(join(home.folder, 'out/terraform/modules/network/main.tf'))).toBe(true)
  }, 60_000)
})

test('cards of Azure go home into their own groups; the group of their subnet guards them there as it did', async () => {
  const { values, plan: made } = await fromAzure(quayAzure, '{ platform: aws, region: eu-central-1 }')

  const [till] = Object.values(values.servers)

  expect(Object.keys(values.servers)).toHaveLength(made.mapping.assignments.length)
  expect(Object.values(values['application_security_groups'] as object)).toEqual([
    expect.stringMatching(/\/applicationsecuritygroups\/tills$/),
  ])
  expect(till?.interfaces['0']?.['application_security_group_keys']).toEqual(
    Object.keys(values['application_security_groups'] as object),
  )
  expect(till?.interfaces['0']).not.toHaveProperty('network_security_group_key')
  expect(made.findings.filter(({ code }) => code === 'plan.failback-partial')).toEqual([])
}, 60_000)

test('a site of no cloud has no such root', async () => {
  const folder = await aScenario()
  await addSteps(folder, 'forecast')

  const { stored } = await plan(await contextOf(folder))

  expect(existsSync(join(folder, 'out/terraform/foundation'))).toBe(true)
  expect(existsSync(join(folder, 'out/terraform/failback'))).toBe(false)
  expect(stored.content.vms.filter(({ primary }) => primary !== undefined)).toEqual([])
}, 60_000)
