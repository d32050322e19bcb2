import { parse } from '@cdktn/hcl2json'
import fc from 'fast-check'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { buildRunbooks } from '../../../src/core/runbook/build-runbooks.ts'
import { waitsFor } from '../../support/waits-for.ts'
import type { Plan } from '../../../src/model/plan.ts'
import { noRunbookParts } from '../../../src/model/runbook-parts.ts'
import { runbookSettingsSchema } from '../../../src/model/runbook-settings.ts'
import { runbookSchema, type Runbook, type RunbookStep } from '../../../src/model/runbook.ts'
import { runbookName, runbookNames } from '../../../src/model/runbook-name.ts'
import { strategies, type RecoveryStrategy } from '../../../src/model/tier.ts'
import { aPlan, aPlannedServer } from '../../builders-plan.ts'

const settings = runbookSettingsSchema.parse(undefined)

const build = (plan: Plan, over: Partial<Parameters<typeof buildRunbooks>[0]> = {}): ReadonlyMap<string, Runbook> =>
  new Map(
    buildRunbooks({ plan, settings, parts: noRunbookParts, conversions: [], terraform: true, ...over }).map((one) => [
      runbookName(one),
      one,
    ]),
  )

interface Node {
  readonly strategy: RecoveryStrategy
  /** Earlier VMs that it needs. */
  readonly needs: readonly number[]
}

const estate = fc.integer({ min: 1, max: 9 }).chain((size) =>
  fc.tuple(
    ...Array.from({ length: size }, (_, index) =>
      fc.record({
        strategy: fc.constantFrom(...strategies),
        needs: index === 0 ? fc.constant([]) : fc.uniqueArray(fc.nat(index - 1), { maxLength: 3 }),
      }),
    ),
  ),
)

/** One wave for each depth, as the plan packs them. */
function planOf(nodes: readonly Node[]): Plan {
  const made = aPlan({ servers: nodes.map(({ strategy }, index) => aPlannedServer({ id: `vm-${index}`, strategy })) })
  const depths = nodes.map(() => 0)
  nodes.forEach(({ needs }, index) =>
    needs.forEach((need) => (depths[index] = Math.max(depths[index]!, depths[need]! + 1))),
  )
  return {
    ...made,
    vms: made.vms.map((vm, index) => ({ ...vm, dependsOn: (nodes[index]?.needs ?? []).map((need) => `vm-${need}`) })),
    waves: [...new Set(depths)]
      .sort((a, b) => a - b)
      .map((depth) => ({
        number: depth + 1,
        tierId: '3',
        vmIds: depths.flatMap((own, index) => (own === depth ? [`vm-${index}`] : [])),
        startMinutes: depth,
        endMinutes: depth + 1,
      })),
  }
}

const stepsOf = (runbook: Runbook | undefined, vmId: string): readonly RunbookStep[] =>
  (runbook?.steps ?? []).filter(({ stage, vmIds }) => stage === 'recover' && vmIds.includes(vmId))

describe('whatever waits for whatever', () => {
  test('every runbook is whole, and its steps stand after what they wait for', () => {
    fc.assert(
      fc.property(estate, (nodes) => {
        for (const runbook of build(planOf(nodes)).values()) {
          expect(runbookSchema.parse(runbook)).toEqual(runbook)
          expect(waitsFor(runbook.steps).size).toBe(runbook.steps.length)
        }
      }),
    )
  })

  test.each(['failover', 'planned-failover', 'drill', 'failback'])(
    'nothing of a VM is done in a %s before what it needs was checked',
    (name) => {
      fc.assert(
        fc.property(estate, (nodes) => {
          const runbook = build(planOf(nodes)).get(name)
          const waits = waitsFor(runbook?.steps ?? [])
          nodes.forEach(({ needs }, index) => {
            for (const need of needs) {
              const checks = stepsOf(runbook, `vm-${need}`).filter(({ id }) => id.endsWith('.check'))
              expect(checks.length).toBe(1)
              for (const { id } of stepsOf(runbook, `vm-${index}`)) expect(waits.get(id)).toContain(checks[0]?.id)
            }
          })
        }),
      )
    },
  )

  test('a failover fences before anything starts or is redirected, and a drill does neither', () => {
    fc.assert(
      fc.property(estate, (nodes) => {
        const runbooks = build(planOf(nodes))
        for (const name of ['failover', 'planned-failover']) {
          const steps = runbooks.get(name)?.steps ?? []
          const waits = waitsFor(steps)
          const serving = steps.filter(({ stage }) => ['standing', 'recover', 'redirect'].includes(stage))
          for (const { id } of serving) expect(waits.get(id)).toContain('fence.primary')
        }
        const drill = runbooks.get('drill')?.steps ?? []
        expect(
          drill.filter(({ stage, irreversible }) => irreversible || ['fence', 'redirect', 'standing'].includes(stage)),
        ).toEqual([])
      }),
    )
  })

  test('every VM that has a place is checked once, in every runbook that brings it back', () => {
    fc.assert(
      fc.property(estate, (nodes) => {
        const runbooks = build(planOf(nodes))
        for (const name of ['failover', 'planned-failover', 'drill', 'failback']) {
          const checked = (runbooks.get(name)?.steps ?? [])
            .filter(({ id }) => id.endsWith('.check'))
            .flatMap(({ vmIds }) => vmIds)
          expect(checked.sort()).toEqual(nodes.map((_, index) => `vm-${index}`).sort())
        }
      }),
    )
  })
})

describe('what the steps name is there', () => {
  const variables = new Map<string, ReadonlySet<string>>()
  const outputs = new Map<string, ReadonlySet<string>>()
  const folder = join(import.meta.dirname, '../../../templates/terraform')

  beforeAll(async () => {
    for (const target of ['aws', 'azure'])
      for (const root of ['foundation', 'recovery', 'failback']) {
        const files = (await readdir(join(folder, target, root))).filter((name) => name.endsWith('.tf'))
        const parsed = await Promise.all(
          files.map(async (name) => parse(name, await readFile(join(folder, target, root, name), 'utf8'))),
        )
        const named = (kind: string): ReadonlySet<string> =>
          new Set(parsed.flatMap((file) => Object.keys((file as Record<string, object>)[kind] ?? {})))
        variables.set(`${target}/${root}`, named('variable'))
        outputs.set(`${target}/${root}`, named('output'))
      }
  })

  test.each(['aws', 'azure'])('folders, variables and outputs of the Terraform for %s', (target) => {
    const plan = planOf(strategies.map((strategy) => ({ strategy, needs: [] })))
    const commands = [...build(plan).values()].flatMap(({ steps }) =>
      steps.flatMap(({ command, dryRun, undo }) =>
        [command, dryRun, undo?.command ?? null].filter((one) => one !== null),
      ),
    )

    const named = commands.map(({ argv }) => {
      const words = argv.map((part) => (typeof part === 'string' ? part : part.before))
      const root = words[1]?.replace('-chdir=terraform/', '') ?? ''
      const given = words.flatMap((word, index) => (words[index - 1] === '-var' ? [word.split('=')[0] ?? ''] : []))
      const asked = words[2] === 'output' ? words.slice(-1) : []
      return {
        root,
        unknown: [
          ...given.filter((name) => !variables.get(`${target}/${root}`)?.has(name)),
          ...asked.filter((name) => !outputs.get(`${target}/${root}`)?.has(name)),
        ],
      }
    })

    expect(named.length).toBeGreaterThan(20)
    expect(named.filter(({ unknown }) => unknown.length > 0)).toEqual([])
    expect(named.filter(({ root }) => !variables.has(`${target}/${root}`))).toEqual([])
  })
})

describe('people', () => {
  const plan = planOf([
    { strategy: 'backup-restore', needs: [] },
    { strategy: 'pilot-light', needs: [0] },
  ])

  test('a disaster is declared by as many of those as drplan.yaml asks', () => {
    const asked = runbookSettingsSchema.parse({ approval: { required: 2, of: ['a', 'b', 'c'] }, witness: 'the office' })

    const steps = build(plan, { settings: asked }).get('failover')?.steps ?? []

    expect(steps.find(({ id }) => id === 'decide.declare')?.approval).toEqual({ required: 2, of: ['a', 'b', 'c'] })
    expect(steps[0]?.instruction).toContain('from the office')
  })

  test.each([[{ required: 3, of: ['a', 'b'] }], [{ required: 2, of: ['a', 'a'] }]])(
    'an approval that nobody can give is refused: %j',
    (approval) => {
      expect(runbookSettingsSchema.safeParse({ approval }).success).toBe(false)
    },
  )

  test('a hook stands before the first wave of its application, and after the last', () => {
    const hook = { instruction: 'Do it.', application: 'shop', run: ['./hook', 'a b'] }
    const asked = runbookSettingsSchema.parse({
      hooks: [
        { ...hook, name: 'freeze', when: 'before' },
        { ...hook, name: 'thaw', when: 'after', phases: ['drill'] },
      ],
    })

    const runbooks = build(plan, { settings: asked })
    const idsOf = (name: string): readonly string[] =>
      (runbooks.get(name)?.steps ?? []).filter(({ stage }) => stage === 'recover').map(({ id }) => id)

    expect(idsOf('failover')[0]).toBe('recover.hook.freeze')
    expect(idsOf('failover')).not.toContain('recover.hook.thaw')
    expect(idsOf('drill').at(-1)).toBe('recover.hook.thaw')
    expect(runbooks.get('drill')?.steps.find(({ id }) => id === 'recover.hook.freeze')?.command?.argv).toEqual([
      './hook',
      'a b',
    ])
  })

  test('each phase has a runbook, and a failover two', () => {
    expect([...build(plan).keys()].sort()).toEqual([...runbookNames].sort())
  })
})

describe('guests of another hypervisor', () => {
  const conversion = {
    id: 'drivers',
    os: 'linux',
    firmware: 'uefi',
    title: 'Have drivers',
    instruction: 'Install them.',
    expected: 'they are there',
    source: { document: 'a book', asOf: '2026-11', basis: 'read' },
  } as const
  const made = planOf([{ strategy: 'backup-restore', needs: [] }])
  const stepsOfVm = (over: Partial<Plan['vms'][number]>): readonly string[] =>
    (
      build({ ...made, vms: made.vms.map((vm) => ({ ...vm, ...over })) }, { conversions: [conversion] }).get('prepare')
        ?.steps ?? []
    )
      .filter(({ id }) => id === 'reserve.convert-drivers')
      .flatMap(({ vmIds }) => vmIds)

  test.each([
    ['are made ready before the day', {}, ['vm-0']],
    ['are made ready where nobody knows what they are', { os: 'unknown', firmware: null }, ['vm-0']],
    ['are left alone where it does not concern them', { os: 'windows' }, []],
    ['are left alone where they boot in another way', { firmware: 'bios' }, []],
  ] as const)('%s', (_, over, expected) => {
    expect(stepsOfVm(over)).toEqual(expected)
  })
})
