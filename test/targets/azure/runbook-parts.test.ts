/** What Site Recovery is told on the day: every call has the shape of its API. */
import { describe, expect, test } from 'vitest'
import type { Plan } from '../../../src/model/plan.ts'
import type { RunbookStep } from '../../../src/model/runbook.ts'
import { azureRunbookParts } from '../../../src/targets/azure/runbook-parts.ts'
import { aPlanFromAzure, aReplicatedServer, anAzurePlan, anAzureServer } from '../../builders-plan-azure.ts'
import { faultsOfAz, faultsOfBody } from '../../support/azure-operations.ts'

const plan = aPlanFromAzure([aReplicatedServer('reports', '10.64.1.30'), aReplicatedServer('ledger', '10.64.1.31')])

const stepsOf = (of: Plan): readonly RunbookStep[] => {
  const parts = azureRunbookParts(of)
  return [
    ...parts.prepare,
    ...parts.reserve,
    ...[1, 2].flatMap((wave) => [...parts.recover(wave, 'drill'), ...parts.recover(wave, 'failover')]),
    ...parts.isolation,
    ...parts.cleanUp,
    ...parts.afterwards,
  ]
}

const azOf = (of: Plan): readonly (readonly string[])[] =>
  stepsOf(of)
    .flatMap(({ command, dryRun }) => [command, dryRun])
    .map((command) => command?.argv.map((part) => (typeof part === 'string' ? part : part.before)) ?? [])
    .filter(([program]) => program === 'az')

describe('commands', () => {
  test.each([
    ['from Azure', plan],
    ['from elsewhere', anAzurePlan()],
  ])('%s have the shape of their APIs', (_, of) => {
    expect(azOf(of).flatMap(faultsOfAz)).toEqual([])
    expect(azOf(of).length).toBeGreaterThan(1)
  })

  test.each([
    [['az', 'rest', '--method', 'post'], '--url is missing'],
    [['az', 'rest', '--method', 'fetch', '--url', 'https://management.azure.com/'], '--method has another form'],
    [['az', 'site-recovery', 'recovery-plan', 'failover'], 'az site-recovery recovery-plan failover is unknown'],
    [['az', 'account', 'show', '--name', 'x'], '--name is unknown'],
  ])('of another shape are noticed: %j', (argv, fault) => {
    expect(faultsOfAz(argv)).toContain(fault)
  })

  test('send bodies that have the fields of the API', () => {
    const bodies = azureRunbookParts(plan).files.map(({ path, contents }) => ({ path, body: JSON.parse(contents) }))

    expect(bodies.map(({ path }) => path)).toEqual(['azure/failover.json', 'azure/clean-up.json'])
    expect(bodies.flatMap(({ path, body }) => faultsOfBody(path.slice(6, -5), body))).toEqual([])
    expect(faultsOfBody('failover', { properties: { failoverDirection: 'Home', sourceSite: 1 } })).toEqual([
      'failover.sourceSiteOperations is missing',
      'failover.failoverDirection is none of its words',
      'failover.sourceSite is unknown',
    ])
  })
})

test('a failover is committed after it was verified, and a drill never is', () => {
  const parts = azureRunbookParts(plan)
  const commits = parts.afterwards.filter(({ id }) => id.endsWith('.commit'))

  expect(commits.every(({ irreversible, safePoint }) => irreversible && safePoint !== null)).toBe(true)
  expect(commits.length).toBeGreaterThan(0)
  expect(JSON.stringify([parts.recover(1, 'drill'), parts.cleanUp])).not.toContain('failoverCommit')
  expect(JSON.stringify(parts.recover(1, 'drill'))).not.toContain('unplannedFailover')
})

test('what was set up by hand is failed over by hand, and is no server of Terraform', () => {
  const of = anAzurePlan({
    servers: [anAzureServer({ id: 'one', strategy: 'pilot-light' }), anAzureServer({ id: 'two' })],
  })

  const parts = azureRunbookParts(of)

  expect([...parts.vmIds]).toEqual(['one'])
  expect(parts.recover(1, 'failover').map(({ id, kind }) => [id, kind])).toEqual([
    ['recover.wave-1.site-recovery', 'manual'],
    ['recover.wave-1.join', 'command'],
  ])
  expect(parts.recover(2, 'failover')).toEqual([])
  expect(parts.files).toEqual([])
})
