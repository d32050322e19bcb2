import { appendFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { check, type CheckWish } from '../../src/pipeline/check.ts'
import { contextOf, runPlan } from '../support/run-plan.ts'
import { aScenario, contentsOf } from '../support/temporary-folder.ts'

const wish: CheckWish = { failOn: 'error', forecast: false, recovery: false, today: '2026-11-21', baseline: null }

test('without a plan there is nothing to check', async () => {
  const folder = await aScenario()

  await expect(check(await contextOf(folder), wish)).rejects.toMatchObject({ code: 'plan.missing', exitCode: 2 })
})

test('of a plan that breaks promises these are found, known since the plan, and nothing is written', async () => {
  const folder = await aScenario()
  // Nothing is back within five minutes of a disaster that takes six to notice.
  await appendFile(join(folder, 'drplan.yaml'), '\nrecovery:\n  detectMinutes: 6\n')
  await runPlan(folder)
  const before = await contentsOf(folder)

  const { passed, findings } = await check(await contextOf(folder), wish)

  const errors = findings.filter(({ severity }) => severity === 'error')
  expect(new Set(errors.map(({ rule, since }) => `${rule} ${since}`))).toEqual(new Set(['check.objective-missed plan']))
  expect(passed).toBe(false)
  expect(await contentsOf(folder)).toEqual(before)
})

test('a forecast from samples as they are now is that of the plan, where they are the same', async () => {
  const folder = await aScenario()
  await runPlan(folder)
  const before = await contentsOf(folder)

  const { findings, notChecked } = await check(await contextOf(folder), { ...wish, forecast: true })

  const since = findings.filter((one) => one.since === 'now' && one.severity !== 'info').map(({ rule }) => rule)
  expect(since).toEqual([])
  expect(notChecked).toEqual(['The recovery site itself was not read (--recovery does).'])
  expect(await contentsOf(folder)).toEqual(before)
})
