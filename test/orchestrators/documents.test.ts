import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { orderToExport } from '../../src/core/order/order-to-export.ts'
import { requiredEdges } from '../../src/core/order/required-edges.ts'
import { unsaidEdges } from '../../src/core/order/prove.ts'
import { exportIds, type ExportId } from '../../src/model/order-export.ts'
import type { Plan } from '../../src/model/plan.ts'
import { runbookSettingsSchema } from '../../src/model/runbook-settings.ts'
import { orchestrators, readBack } from '../../src/orchestrators/index.ts'
import { awsRecoveryService } from '../../src/targets/aws/quotas.ts'
import { azureRecoveryService } from '../../src/targets/azure/quotas.ts'
import { aReplicatedServer, aPlanFromAzure } from '../builders-plan-azure.ts'
import { aPlan, aPlannedServer, hostileNames } from '../builders-plan.ts'
import { committedSchema, type BlockSchema } from '../support/terraform/provider-schema.ts'
import { nodes, orderOf, planOf, runbookOf } from './random-plans.ts'

const render = (id: ExportId, plan: Plan, service = awsRecoveryService) =>
  orchestrators[id].write(orderOf(plan, service))
const jsonOf = (id: ExportId, plan: Plan, service = awsRecoveryService): unknown =>
  JSON.parse(render(id, plan, service).main.contents)

const plans = nodes(8).map((given) => planOf(given))

describe('Region switch', () => {
  const schema = committedSchema('aws').resources['aws_arcregionswitch_plan']!
  /** What the API calls otherwise than the provider. */
  const singular: Record<string, string> = { workflows: 'workflow', steps: 'step', lambdas: 'lambda' }
  const snake = (name: string): string =>
    singular[name] ?? name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

  function faultsOf(value: Record<string, unknown>, block: BlockSchema, at: string): readonly string[] {
    // The provider has the settings of a step beside its name; the API has them inside executionBlockConfiguration.
    const { executionBlockConfiguration = {}, ...rest } = value
    const given = Object.entries({ ...rest, ...(executionBlockConfiguration as object) })
    const missing = Object.entries(block.attributes)
      .filter(([name, { required }]) => required && !given.some(([own]) => snake(own) === name))
      .map(([name]) => `${at}: no ${name}`)
    const wrong = given.flatMap(([own, inner]) => {
      const name = snake(own)
      const nested = block.block_types?.[name]
      if (nested)
        return [inner].flat().flatMap((one) => faultsOf(one as Record<string, unknown>, nested.block, `${at}.${name}`))
      return block.attributes[name] ? [] : [`${at}: ${name} is unknown`]
    })
    return [...missing, ...wrong]
  }

  test('a plan is what the provider of Terraform takes, with one level of parallel steps', () => {
    fc.assert(
      fc.property(plans, (plan) => {
        expect(faultsOf(jsonOf('arc', plan) as Record<string, unknown>, schema, 'plan')).toEqual([])
      }),
      { numRuns: 50 },
    )
  })

  test('names are as the API wants them, and steps have names of their own', () => {
    fc.assert(
      fc.property(plans, (plan) => {
        const document = jsonOf('arc', plan) as {
          name: string
          workflows: readonly { steps: readonly { name: string }[] }[]
        }
        const names = [...JSON.stringify(document.workflows).matchAll(/"name":"([^"]*)"/g)].map(([, name]) => name)

        expect(document.name).toMatch(/^[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,30}[a-zA-Z0-9])?$/)
        expect(new Set(names).size).toBe(names.length)
      }),
      { numRuns: 50 },
    )
  })

  test('every placeholder is explained beside it', () => {
    const { main, beside } = render('arc', planOf([{ strategy: 'pilot-light', tier: 0, needs: [] }]))
    const { parameters } = JSON.parse(beside[0]!.contents) as { parameters: object }

    const asked = [...main.contents.matchAll(/\$\{(\w+)\}/g)].map(([, name]) => name)

    expect(asked.filter((name) => !Object.keys(parameters).includes(name ?? ''))).toEqual([])
  })
})

describe('Automation', () => {
  interface Step {
    readonly name: string
    readonly action: string
    readonly timeoutSeconds?: string
    readonly inputs: Record<string, unknown>
    readonly nextStep?: string
    readonly isEnd?: true
  }
  interface Automation {
    readonly schemaVersion: string
    readonly parameters: Record<string, { readonly type: string }>
    readonly mainSteps: readonly Step[]
  }

  // By the Automation actions reference and the published JSON Schema of Automation documents (0.3).
  const inputs: Record<string, readonly string[]> = {
    'aws:approve': ['Approvers'],
    'aws:pause': [],
    'aws:executeAwsApi': ['Service', 'Api'],
    'aws:waitForAwsResourceProperty': ['Service', 'Api', 'PropertySelector', 'DesiredValues'],
  }
  const types = ['String', 'StringList', 'Boolean', 'Integer', 'MapList', 'StringMap']

  test('a document has the shape of schema 0.3, runs no script, and refers to nothing that is not there', () => {
    fc.assert(
      fc.property(plans, (plan) => {
        const { schemaVersion, parameters, mainSteps } = jsonOf('ssm', plan) as Automation
        const names = mainSteps.map(({ name }) => name)

        expect(schemaVersion).toBe('0.3')
        expect(Object.values(parameters).filter(({ type }) => !types.includes(type))).toEqual([])
        expect(new Set(names).size).toBe(names.length)
        for (const [index, step] of mainSteps.entries()) {
          expect(step.name).toMatch(/^[a-zA-Z0-9_]{1,128}$/)
          expect(inputs[step.action]?.filter((one) => !(one in step.inputs))).toEqual([])
          expect(Number(step.timeoutSeconds ?? 1)).toBeLessThanOrEqual(2_592_000)
          expect(step.isEnd ?? step.nextStep).toBe(names[index + 1] ?? true)
        }
        const references = [...JSON.stringify({ mainSteps }).matchAll(/\{\{ (\w+)(?:\.JobId)? \}\}/g)].map(
          ([, one]) => one!,
        )
        expect(references.filter((one) => !(one in parameters) && !names.includes(one))).toEqual([])
      }),
      { numRuns: 50 },
    )
  })

  test('never starts more servers in a job, and in all jobs at a time, than the service takes', () => {
    const plan = planOf(Array.from({ length: 1100 }, () => ({ strategy: 'pilot-light' as const, tier: 0, needs: [] })))
    const { main, beside } = render('ssm', plan)
    const members = (JSON.parse(beside[0]!.contents) as { steps: Record<string, readonly string[]> }).steps

    const { mainSteps } = JSON.parse(main.contents) as Automation
    const started = mainSteps
      .filter(({ action }) => action === 'aws:executeAwsApi')
      .map(({ name }) => members[name]!.length)
    let [open, most] = [0, 0]
    for (const { name, action } of mainSteps) {
      if (action === 'aws:executeAwsApi') open += members[name]!.length
      if (action === 'aws:waitForAwsResourceProperty') open -= members[name.replace('_wait', '')]!.length
      most = Math.max(most, open)
    }

    expect(Math.max(...started)).toBe(100)
    expect([most, open]).toEqual([500, 0])
  })
})

describe('Site Recovery', () => {
  test('has one boot group a wave, seven in a plan, and the VMs of each', () => {
    const servers = Array.from({ length: 9 }, (_, index) => aReplicatedServer(`vm${index}`, `10.64.1.3${index}`))
    const made = aPlanFromAzure(servers)
    const plan: Plan = {
      ...made,
      waves: made.vms.map(({ vmId }, index) => ({
        number: index + 1,
        tierId: '3',
        vmIds: [vmId],
        startMinutes: 0,
        endMinutes: 1,
      })),
    }

    const { plans: said } = readBack('asr', render('asr', plan, azureRecoveryService))

    const groups = said.map(({ stages }) =>
      stages
        .map(({ acts }) => acts.flatMap((act) => (act.startsWith('vm:') ? [act.slice(3)] : [])))
        .filter((keys) => keys.length > 0),
    )
    expect(groups.map(({ length }) => length)).toEqual([7, 2])
    expect(groups.flat()).toEqual(made.vms.map(({ key }) => [key]))
  })

  test('has groups and actions that the provider of Terraform knows, in its order', () => {
    const schema = committedSchema('azurerm').resources['azurerm_site_recovery_replication_recovery_plan']!
    const plan = planOf([{ strategy: 'pilot-light', tier: 0, needs: [] }])
    const { resources } = jsonOf('asr', plan, azureRecoveryService) as {
      resources: readonly {
        properties: { groups: readonly { groupType: string; startGroupActions: readonly object[] }[] }
      }[]
    }

    const { groups } = resources[0]!.properties
    expect(groups.map(({ groupType }) => groupType)).toEqual(['Shutdown', 'Failover', 'Boot'])
    for (const { groupType } of groups)
      expect(schema.block_types).toHaveProperty(`${groupType.toLowerCase()}_recovery_group`)
    expect(Object.keys(groups[0]!.startGroupActions[0]!)).toEqual([
      'actionName',
      'failoverTypes',
      'failoverDirections',
      'customDetails',
    ])
  })
})

describe('Site Recovery Manager', () => {
  interface SrmPlan {
    readonly name: string
    readonly vms: readonly {
      readonly key: string
      readonly priority: string
      readonly dependent_vms: readonly string[]
    }[]
  }

  test('has five priorities at most, and dependencies of one priority only', () => {
    fc.assert(
      fc.property(plans, (plan) => {
        const { plans: made } = jsonOf('srm', plan) as { plans: readonly SrmPlan[] }

        for (const { vms } of made) {
          const priorities = new Map(vms.map(({ key, priority }) => [key, priority]))
          expect([...priorities.values()].filter((one) => !/^P[1-5]$/.test(one))).toEqual([])
          for (const { priority, dependent_vms: needs } of vms)
            expect(needs.filter((need) => priorities.get(need) !== priority)).toEqual([])
        }
      }),
      { numRuns: 100 },
    )
  })

  test('says the same in the table', () => {
    fc.assert(
      fc.property(plans, (plan) => {
        const { main, beside } = render('srm', plan)
        const rows = parse<Record<string, string>>(beside[0]!.contents, { columns: true })
        const { plans: made } = JSON.parse(main.contents) as { plans: readonly SrmPlan[] }

        expect(
          rows.map((row) => [row['Recovery Plan'], row['Key'], row['Priority'], row['Depends On (keys)']]),
        ).toEqual(
          made.flatMap(({ name, vms }) =>
            vms.map(({ key, priority, dependent_vms: needs }) => [name, key, priority, needs.join(' ')]),
          ),
        )
      }),
      { numRuns: 30 },
    )
  })
})

const withoutKeys = (text: string, { vms }: Plan): string =>
  vms.reduce((rest, { key }, index) => rest.replaceAll(key, `key ${index}`), text)

const planNamed = (name: string): Plan => {
  const server = (number: number) =>
    aPlannedServer({ id: `${name}${number}`, name, application: name, strategy: 'pilot-light' })
  const made = aPlan({ servers: [server(1), server(2)] })
  return {
    ...made,
    vms: made.vms.map((vm, index) => ({ ...vm, dependsOn: index === 1 ? [`${name}1`] : [] })),
    waves: [1, 2].map((number) => ({
      number,
      tierId: '3',
      vmIds: [`${name}${number}`],
      startMinutes: 0,
      endMinutes: 1,
    })),
  }
}

const names = [
  ...hostileNames,
  '{{ AutomationAssumeRole }}',
  '{{',
  "[parameters('vaultName')]",
  '${execution_role_arn}',
  '=cmd()',
  "']",
]

describe.each(exportIds)('hostile text in %s', (id) => {
  it.each(names)('the name %j costs no edge', (name) => {
    const plan = planNamed(name)

    const document = render(id, plan)

    expect(unsaidEdges(readBack(id, document), requiredEdges(plan, runbookOf(plan)))).toEqual([])
  })

  it('the name of a role is no reference', () => {
    const plan = planNamed('web')
    const settings = runbookSettingsSchema.parse({
      approval: { of: ["{{ Approvers }} ${execution_role_arn} [parameters('vaultName')]"] },
    })
    const order = orderToExport({
      plan,
      runbook: runbookOf(plan, settings),
      service: awsRecoveryService,
      priorities: { priorities: 5, vmsInPlan: 1000 },
    })

    const { main } = orchestrators[id].write(order)

    const references = { arc: /\$\{\w+\}/g, ssm: /\{\{.*?\}\}/g, asr: /"\[[^"]*/g, srm: /never/g }[id]
    expect(main.contents.match(references)).toEqual(render(id, plan).main.contents.match(references))
  })
})

describe.each(['arc', 'asr', 'ssm'] as const)('%s', (id) => {
  it.each(names)('has no trace of the name %j but in keys', (name) => {
    const [hostile, usual] = [planNamed(name), planNamed('web')]

    expect(withoutKeys(render(id, hostile).main.contents, hostile)).toBe(
      withoutKeys(render(id, usual).main.contents, usual),
    )
  })
})
