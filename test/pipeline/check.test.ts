import { appendFile, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { check } from '../../src/pipeline/check.ts'
import { aScenario, contentsOf } from '../support/temporary-folder.ts'
import { contextOf, runPlan } from '../support/run-plan.ts'

test('without a plan there is nothing to check', async () => {
  const folder = await aScenario()

  await expect(check(await contextOf(folder))).rejects.toMatchObject({ code: 'plan.missing', exitCode: 2 })
})

test('nothing changed: only the promises that the plan breaks are found, and nothing is written', async () => {
  const folder = await aScenario()
  // Nothing is back within five minutes of a disaster that takes six to notice.
  await appendFile(join(folder, 'drplan.yaml'), '\nrecovery:\n  detectMinutes: 6\n')
  await runPlan(folder)
  const before = await contentsOf(folder)

  const { findings } = await check(await contextOf(folder))

  expect(new Set(findings.map(({ code }) => code))).toEqual(new Set(['check.objective-missed']))
  expect(await contentsOf(folder)).toEqual(before)
})

test('a VM that grew is named with what it was and is', async () => {
  const folder = await aScenario()
  await runPlan(folder)
  const file = join(folder, 'inventory.json')
  const inventory = JSON.parse(await readFile(file, 'utf8')) as { vms: { name: string; vcpus: number }[] }
  const vm = inventory.vms.find(({ name }) => name === 'erp-db-1')!
  const before = vm.vcpus
  vm.vcpus = before * 2
  await writeFile(file, JSON.stringify(inventory))

  const { findings } = await check(await contextOf(folder))

  const changed = findings.filter(({ code }) => code === 'check.vm-changed')
  expect(changed.map(({ subject }) => subject)).toEqual(['erp-db-1'])
  expect(changed[0]?.message).toContain(`vCPU ${before} → ${before * 2}`)
  expect(findings.filter(({ code }) => code === 'check.input-changed').map(({ subject }) => subject)).toEqual([
    'file inventory.json',
  ])
})
