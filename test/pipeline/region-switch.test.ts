import { describe, expect, it } from 'vitest'
import { configSchema, type Config } from '../../src/model/config.ts'
import type { Plan } from '../../src/model/plan.ts'
import { regionSwitch } from '../../src/pipeline/region-switch.ts'
import { awsTarget } from '../../src/targets/aws/index.ts'
import { azureTarget } from '../../src/targets/azure/index.ts'
import { runbookOf } from '../orchestrators/random-plans.ts'
import { someSwitch, switchedPlan } from '../support/terraform/switch-plan.ts'

const config = (asked: unknown): Config =>
  configSchema.parse({
    schema: 'drplan/config@1',
    site: { id: 'shop' },
    target: { platform: 'aws', region: 'eu-west-1' },
    sources: [{ kind: 'aws-describe', path: 'x' }],
    terraform: { regionSwitch: asked },
  })

const made = (plan: Plan, asked: unknown, target = awsTarget) =>
  regionSwitch(plan, [runbookOf(plan)], { config: config(asked), target })

const inRegion = (region: string | null): Plan => ({ ...switchedPlan, site: { ...switchedPlan.site, region } })

describe('the plan of Region switch in Terraform', () => {
  it('is nothing where nobody asks', () => {
    expect(made(switchedPlan, undefined)).toEqual({ variables: {}, findings: [] })
  })

  it('has the steps of the failover, in their order', () => {
    const { variables, findings } = made(switchedPlan, someSwitch)

    expect(findings).toEqual([])
    expect(variables).toMatchObject({
      region_switch: {
        primary_region: 'eu-central-1',
        approval_role_arn: someSwitch.approvalRole,
        execution_role_arn: null,
        steps: expect.arrayContaining([expect.objectContaining({ name: 'wave-1-check', type: 'approve' })]) as unknown,
      },
    })
  })

  it.each([
    ['the primary site is no region of AWS', inRegion(null)],
    ['the primary site is the recovery region', inRegion('eu-west-1')],
  ])('has no effect where %s, and says so', (_, plan) => {
    const { variables, findings } = made(plan, someSwitch)

    expect(variables).toEqual({})
    expect(findings).toMatchObject([
      {
        code: 'plan.region-switch-unused',
        message: 'No plan of ARC Region switch is made: the primary site is not another region of AWS.',
      },
    ])
  })

  it('has no effect on Azure, and says so', () => {
    const plan: Plan = { ...switchedPlan, target: { id: 'azure', region: 'westeurope' } }

    expect(made(plan, someSwitch, azureTarget).findings).toMatchObject([
      { code: 'plan.region-switch-unused', message: 'No plan of ARC Region switch is made: the target is not aws.' },
    ])
  })

  it('is not made with the function of a third region', () => {
    const elsewhere = someSwitch.functions.primary.replace('eu-central-1', 'us-east-1')
    const asked = { ...someSwitch, functions: { ...someSwitch.functions, primary: elsewhere } }

    const { variables, findings } = made(switchedPlan, asked)

    expect(variables).toEqual({})
    expect(findings).toMatchObject([
      { code: 'plan.region-switch-unused', subject: 'terraform.regionSwitch.functions.primary' },
    ])
  })

  it('leaves names to the runbook whose zone is not stated, and says which', () => {
    const asked = { ...someSwitch, hostedZones: { 'Wiki.corp.example': 'Z1', 'example.org': 'Z2' } }

    const { variables, findings } = made(switchedPlan, asked)

    expect((variables['region_switch'] as { steps: object[] }).steps.at(-1)).toEqual({
      name: 'redirect-5',
      type: 'redirect',
      timeout_minutes: 30,
      hosted_zone_id: 'Z1',
      record_name: 'wiki.corp.example',
    })
    expect(findings).toMatchObject([
      {
        code: 'plan.region-switch-names',
        affected: ['corp.example', 'db.corp.example', 'help.corp.example', 'many.corp.example'],
      },
    ])
  })

  it('redirects a name in the nearest zone that holds it', () => {
    const asked = { ...someSwitch, hostedZones: { 'corp.example': 'Z1', 'wiki.corp.example': 'Z2', example: 'Z3' } }

    const text = JSON.stringify(made(switchedPlan, asked).variables)

    const zones = [...text.matchAll(/"hosted_zone_id":"(\w+)","record_name":"([^"]+)"/g)].map(([, id]) => id)
    expect(zones).toEqual(['Z1', 'Z1', 'Z1', 'Z1', 'Z2'])
  })

  it('redirects nothing without zones, and keeps all other steps', () => {
    const steps = (asked: object) => (made(switchedPlan, asked).variables['region_switch'] as { steps: object[] }).steps

    const without = steps({ ...someSwitch, hostedZones: {} })

    expect(without).toEqual(steps(someSwitch).slice(0, -1))
  })
})

describe('terraform.regionSwitch in drplan.yaml', () => {
  it.each([
    ['a role that is none', 'is no role', { approvalRole: 'approvers' }],
    [
      'a function without a region',
      'is no function',
      { functions: { ...someSwitch.functions, primary: 'arn:aws:lambda::1:function:f' } },
    ],
    ['a zone that is no id', 'is no id', { hostedZones: { 'shop.example': 'zone' } }],
    ['what nobody knows', 'arcRole', { arcRole: 'x' }],
  ])('refuses %s', (_, why, wrong) => {
    expect(() => config({ ...someSwitch, ...wrong })).toThrow(why)
  })
})
