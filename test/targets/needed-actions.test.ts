/** The tables of needs against the Terraform that is shipped, and against a plan. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { awsNeedTables } from '../../src/targets/aws/needed-actions.ts'
import { azureNeedTables } from '../../src/targets/azure/needed-actions.ts'
import { collectNeeds, type NeedTables } from '../../src/targets/needed-actions.ts'
import { aCommand, aStep, type Runbook } from '../../src/model/runbook.ts'

const templates = join(import.meta.dirname, '../../templates/terraform')

const textsIn = (folder: string): readonly string[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.tf'))
    .map((name) => readFileSync(join(folder, name), 'utf8'))

const namesIn = (texts: readonly string[], block: RegExp): ReadonlySet<string> =>
  new Set(texts.flatMap((text) => [...text.matchAll(block)].map(([, name]) => name!)))

/** Types of resources and data that a root has, by itself and by the modules that it calls. */
function typesOf(target: string, root: string): ReadonlySet<string> {
  const own = textsIn(join(templates, target, root))
  const modules = namesIn(own, /source\s+= "\.\.\/(modules\/[a-z-]+)"/g)
  const all = [...own, ...[...modules].flatMap((module) => textsIn(join(templates, target, module)))]
  return namesIn(all, /^(?:resource|data) "([a-z0-9_]+)"/gm)
}

const targets: readonly (readonly [string, NeedTables])[] = [
  ['aws', awsNeedTables],
  ['azure', azureNeedTables],
]
/** They ask nobody. */
const silent = new Set(['aws_caller_identity', 'aws_partition'])

test.each(targets)('every type of resource that the Terraform of %s may make has a row', (target, { resources }) => {
  for (const root of ['foundation', 'recovery']) {
    const rows = new Set(resources.filter((row) => row.root === root).map(({ type }) => type))
    const types = typesOf(target, root)

    expect([root, [...types].filter((type) => !rows.has(type) && !silent.has(type)).toSorted()]).toEqual([root, []])
  }
})

test.each(targets)(
  'rows of %s name variables that their root has, and types that it may make, and actions that can be',
  (target, { resources, always }) => {
    const pattern = target === 'aws' ? /^[a-z0-9-]+:[A-Z][A-Za-z0-9]+$/ : /^Microsoft\.[A-Za-z]+(?:\/[A-Za-z]+)+$/
    for (const { type, root, when, actions } of resources) {
      const variables = namesIn(textsIn(join(templates, target, root)), /^variable "([a-z0-9_]+)"/gm)

      expect([type, when.filter((name) => !variables.has(name))]).toEqual([type, []])
      expect([type, [...actions, ...always].filter((action) => !pattern.test(action))]).toEqual([type, []])
    }
    expect(resources.length).toBeGreaterThan(40)
  },
)

const runbook = (over: Partial<Runbook>): Runbook => ({
  phase: 'failover',
  mode: 'unplanned',
  site: 's',
  target: { id: 'aws', region: 'eu-central-1' },
  parameters: [],
  steps: [],
  ...over,
})
const step = (id: string, argv: readonly string[], over: { readonly call?: string; readonly wave?: number } = {}) =>
  aStep({
    id,
    stage: 'recover',
    title: id,
    kind: 'command',
    who: 'platform',
    instruction: '',
    expected: '',
    command: aCommand(argv, { call: over.call ?? null }),
    wave: over.wave ?? null,
  })

test('what is not in the plan needs nothing, and each action says what stops without it, and where', () => {
  const roots = [
    { name: 'foundation' as const, variables: { vpcs: { a: {} }, nat_gateways: {} }, files: [] },
    { name: 'recovery' as const, variables: { servers: { a: {} } }, files: [] },
  ]
  const runbooks = [
    runbook({
      phase: 'drill',
      mode: 'planned',
      steps: [step('drill.start', ['aws', 'drs', 'start-recovery'], { call: 'drs:StartRecovery', wave: 2 })],
    }),
    runbook({
      steps: [
        step('recover.wave-3.apply', ['terraform', '-chdir=terraform/recovery', 'apply'], { wave: 3 }),
        step('reserve.quota', ['aws', 'service-quotas', 'get-service-quota'], {
          call: 'service-quotas:GetServiceQuota',
        }),
      ],
    }),
  ]

  const needs = new Map(collectNeeds({ roots, runbooks }, awsNeedTables).map((need) => [need.action, need.for]))

  expect(needs.has('ec2:CreateNatGateway')).toBe(false)
  expect(needs.get('ec2:CreateVpc')).toEqual([
    { where: 'Terraform foundation', what: 'aws_vpc', step: null, wave: null },
  ])
  expect(needs.get('ec2:RunInstances')).toEqual([
    { where: 'Terraform recovery', what: 'aws_instance', step: 'recover.wave-3.apply', wave: 3 },
    { where: 'drill', what: 'drs:StartRecovery', step: 'drill.start', wave: 2 },
  ])
  expect(needs.get('servicequotas:GetServiceQuota')?.[0]?.step).toBe('reserve.quota')
  expect([...needs.keys()]).toEqual([...needs.keys()].toSorted())
})
