import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { evaluatePolicies } from '../../src/core/policy/evaluate.ts'
import { planSchema } from '../../src/model/plan.ts'
import { builtInPolicies, loadPolicies, surroundingsOf, testPolicies } from '../../src/pipeline/policies.ts'
import { loadTarget } from '../../src/targets/index.ts'
import { aSite, aVm } from '../builders.ts'
import { harbourFoods, temporaryFolder } from '../support/temporary-folder.ts'

const placeOf = (): { readonly file: string } => ({ file: 'drplan.yaml' })

describe('the policies that come with drplan', () => {
  test('pass their tests, and each has one that it breaks and one that passes', async () => {
    const { policies, tests } = await builtInPolicies()
    const { results, untested } = await testPolicies([], { folder: '.', builtIn: true })
    const expected = (outcome: 'broken' | 'passed'): readonly string[] =>
      tests.flatMap(({ test }) => test.expect[outcome] ?? [])

    expect(results.filter(({ passed }) => !passed)).toEqual([])
    expect(untested).toEqual([])
    for (const { id } of policies) {
      expect(expected('broken')).toContain(id)
      expect(expected('passed')).toContain(id)
    }
  })

  test('are twenty or more, each with a source and its date, and what to do', async () => {
    const { policies } = await builtInPolicies()

    expect(policies.length).toBeGreaterThanOrEqual(20)
    for (const { source, fix, title } of policies) {
      expect(source).toMatch(/\((19|20)\d\d(-\d\d)?\)/)
      expect([fix, title].every((text) => /^[A-Za-z].*\.$/.test(text ?? ''))).toBe(true)
    }
  })

  test('say little of the shipped scenario, and what they say is so', async () => {
    const text = await readFile(join(harbourFoods, 'expected/plan.json'), 'utf8')
    const {
      schema: _schema,
      madeBy: _madeBy,
      inputs: _inputs,
      ...content
    } = JSON.parse(text) as Record<string, unknown>
    const catalogue = (await loadTarget('aws')).loadCatalogue()
    const { policies } = await builtInPolicies()

    const { findings } = evaluatePolicies(policies, planSchema.parse(content), { catalogue, today: '2026-11-22' })

    expect(
      findings.map(({ policyId, outcome, severity, subject }) => [
        policyId,
        outcome,
        severity,
        subject.replace('\u00a0', ' '),
      ]),
    ).toEqual([
      ['limits-known', 'broken', 'info', 'harbour-foods'],
      ['os-supported', 'undecided', 'info', '24 VMs'],
      ['room-in-memory', 'broken', 'info', 'shop-db-2'],
      ['dns-within-rto', 'broken', 'warning', 'id.harbour-foods.example A'],
    ])
  })
})

describe('the policies that count', () => {
  const own = (id: string): string =>
    `schema: drplan/policy@1\npolicies: [{ id: ${id}, layer: allocation, title: Own., severity: info, each: vm, must: [{ fact: mapped, is: true }] }]\n`

  test('are those of drplan without the unwanted, and those of the files', async () => {
    const folder = await temporaryFolder()
    await writeFile(join(folder, 'own.yaml'), own('own'))

    const settings = { policies: ['own.yaml'], withoutPolicies: ['disks-encrypted'] }
    const ids = (await loadPolicies({ settings, folder, placeOf })).map(({ id }) => id)

    expect(ids).toContain('own')
    expect(ids).not.toContain('disks-encrypted')
  })

  test.each([
    ['an id that is taken', { policies: ['own.yaml'], withoutPolicies: [] }, 'policy.id-taken'],
    ['an id that is nobody’s', { policies: [], withoutPolicies: ['disks-encripted'] }, 'policy.unknown'],
    ['a file that is not there', { policies: ['gone.yaml'], withoutPolicies: [] }, 'policy.missing'],
  ])('refuse %s', async (_, settings, code) => {
    const folder = await temporaryFolder()
    await writeFile(join(folder, 'own.yaml'), own('disks-encrypted'))

    await expect(loadPolicies({ settings, folder, placeOf })).rejects.toMatchObject({ code })
  })
})

test('the end of support is known of releases that the table has, and of no other', async () => {
  const site = aSite({
    vms: [
      aVm({ id: 'a', os: { name: 'Debian 12', family: 'linux' } }),
      aVm({ id: 'b', os: { name: 'Plan 9', family: 'other' } }),
      aVm({ id: 'c', os: null }),
    ],
  })
  const catalogue = (await loadTarget('aws')).loadCatalogue()

  expect([...(surroundingsOf({ site, catalogue, today: '2026-11-22' }).supportEnds ?? [])]).toEqual([
    ['a', '2028-06-30'],
  ])
})
