import { appendFile, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import type { SimulationReport } from '../../src/model/simulation-report.ts'
import { plan } from '../../src/pipeline/plan.ts'
import { simulate, type SimulateOptions } from '../../src/pipeline/simulate.ts'
import { contextOf } from '../support/run-plan.ts'
import { shortHarbourFoods } from '../support/temporary-folder.ts'

let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'drplan-simulate-'))
  await shortHarbourFoods(folder)
  return () => rm(folder, { recursive: true, force: true })
})

const asked: SimulateOptions = { scenario: 'site-loss', runs: 200, levers: false }

async function run(
  over: Partial<SimulateOptions> = {},
  threads = 0,
): Promise<{ report: SimulationReport; reused: boolean; text: string }> {
  const context = { ...(await contextOf(folder)), threads }
  const { stored, reused } = await simulate(context, { ...asked, ...over })
  return { report: stored.content, reused, text: await readFile(join(folder, '.drplan/simulation.json'), 'utf8') }
}

/** As `drplan runbook times` writes them. */
async function timesFile(over: object = {}): Promise<string> {
  const file = join(folder, 'times.json')
  const times = {
    schema: 'drplan/measured-times@1',
    run: 'drill-20261101',
    runbook: 'drill',
    site: 'harbour-foods',
    startedAt: '2026-11-01T08:00:00.000Z',
    steps: [{ step: 'boot-1', measures: 'boot', wave: 1, vmIds: [], minutes: 3 }],
    recorded: [{ term: 'boot', vmId: null, minutes: [3, 4] }],
    ...over,
  }
  await writeFile(file, JSON.stringify(times))
  return file
}

describe('simulating', () => {
  it('writes simulation.json in the workspace, and no plan', async () => {
    const { report, text } = await run()

    expect(JSON.parse(text)).toMatchObject({ schema: 'drplan/simulation@1', runs: 200, seed: 1 })
    expect(report.promises.map(({ application }) => application)).toContain('storefront')
    expect(await readdir(folder)).not.toContain('out')
  })

  it('is the same bytes for any number of threads', async () => {
    const { text } = await run({ levers: true })
    await rm(join(folder, '.drplan/simulation.json'))

    const again = await run({ levers: true }, 2)

    expect(again.reused).toBe(false)
    expect(again.text).toBe(text)
  })

  it('reuses what nothing changed of, and nothing else', async () => {
    await run()

    expect((await run({}, 1)).reused).toBe(true)
    expect((await run({ runs: 201 })).reused).toBe(false)
    expect((await run({ seed: 2 })).reused).toBe(false)
    expect((await run({ scenario: 'link-loss' })).reused).toBe(false)
    expect((await run({ levers: true })).reused).toBe(false)
    const times = await timesFile()
    expect((await run({ times })).reused).toBe(false)
    expect((await run({ times })).reused).toBe(true)
  })

  it('ranks what helps on the same random numbers', async () => {
    const { report } = await run({ levers: true })

    expect(report.levers.map(({ id }) => id)).toContain('automatic:declare')
    expect(report.levers.map(({ what }) => what).join()).not.toMatch(/of vm-\d/)
  })

  it('prices a stronger strategy for an application that is late, by the mapping with that one change', async () => {
    const { report } = await run({ levers: true })

    const [bought] = report.levers.filter(({ price }) => price !== undefined)

    expect(bought).toMatchObject({ id: 'stronger:erp', price: { currency: 'USD' } })
    expect(bought?.price?.standbyPerMonth).toBeGreaterThan(0)
    expect(bought?.gain).toBeGreaterThan(bought?.halfWidth ?? 0)
  })

  it('takes measured times in place of assumptions', async () => {
    const before = await run()

    const { report } = await run({ times: await timesFile() })

    expect(report.basis).toMatchObject({ drills: ['drill-20261101'] })
    expect(report.basis.recordedTasks).toBeGreaterThan(0)
    expect(report.basis.recordedTasks + report.basis.assumedTasks).toBe(before.report.basis.assumedTasks)
    expect(report.findings).toEqual([])
  })

  it('names measured times that meet nothing, or are of another site', async () => {
    const recorded = [{ term: 'boto', vmId: null, minutes: [3] }]

    const { report } = await run({ times: await timesFile({ site: 'elsewhere', recorded }) })

    expect(report.findings.map(({ code, subject }) => [code, subject])).toEqual([
      ['simulation.setting-unmatched', 'recorded[0]'],
      ['simulation.site-other', 'elsewhere'],
    ])
  })

  it.each([
    ['missing', 'simulation.times-missing', null],
    ['no JSON', 'simulation.times-invalid', '{'],
    ['of another shape', 'simulation.times-invalid', '{"schema":"drplan/plan@1"}'],
  ])('refuses a file of times that is %s', async (_, code, text) => {
    const times = join(folder, 'other.json')
    if (text !== null) await writeFile(times, text)

    await expect(run({ times })).rejects.toMatchObject({ code, exitCode: 2 })
  })
})

it('names settings that meet nothing, and leaves the plan as fresh as it was', async () => {
  const context = await contextOf(folder)
  const before = await plan(context)
  await appendFile(join(folder, 'drplan.yaml'), '\nsimulation:\n  spreads: { lauch: { high: 3 } }\n')

  const after = await plan(await contextOf(folder))
  const { report } = await run()

  expect(before.reused).toBe(false)
  expect(after.reused).toBe(true)
  expect(report.findings).toMatchObject([
    { code: 'simulation.setting-unmatched', subject: 'simulation.spreads.lauch', place: 'drplan.yaml' },
  ])
})
