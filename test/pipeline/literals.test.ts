/** Hard-coded addresses, from drplan.yaml to the plan: the shipped scenario with a folder of configuration. */
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { captureOutput } from '@oclif/test'
import { expect, test } from 'vitest'
import Translate from '../../commands/translate.ts'
import type { LiteralTranslation } from '../../src/model/address-literal.ts'
import { check } from '../../src/pipeline/check.ts'
import { openScans } from '../../src/pipeline/scan.ts'
import { untilTranslate } from '../../src/pipeline/steps.ts'
import { aScenario, contentsOf, shortHarbourFoods, temporaryFolder } from '../support/temporary-folder.ts'
import { addSteps } from '../support/planned-harbour-foods.ts'
import { contextOf, runPlan } from '../support/run-plan.ts'

const secret = 'must-not-be-seen'

/** web-1 has 10.20.1.11, and its block goes to 10.120.0.0/16. */
async function aScanned(
  files: Readonly<Record<string, string | Uint8Array>>,
  scan = '{ path: conf }',
): Promise<string> {
  const folder = await temporaryFolder()
  await shortHarbourFoods(folder)
  const config = join(folder, 'drplan.yaml')
  const text = await readFile(config, 'utf8')
  await writeFile(config, text.replace(/^network:\n/m, `network:\n  scan: [${scan}]\n`))
  await mkdir(join(folder, 'conf'))
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, 'conf', name), content)
  return folder
}

/** The same, mapped before anything was looked through: files that are looked through change nothing of that. */
async function aMappedScanned(...[files, scan]: Parameters<typeof aScanned>): Promise<string> {
  const folder = await aScanned(files, scan)
  await addSteps(folder, 'map', 'nine-days')
  return folder
}

async function translated(folder: string) {
  const { translation } = await untilTranslate(await contextOf(folder))
  const { content } = translation.stored
  return {
    reused: translation.reused,
    literals: content.translation.literals ?? [],
    findings: content.findings.filter(({ code }) => /literal|scan/.test(code)),
  }
}

const said = ({ place, line, column, text, becomes, outcome, means }: LiteralTranslation): string =>
  `${place}:${line}:${column} ${text} → ${becomes ?? '–'} (${outcome}, ${means})`

test('addresses in files are found with what they become; nothing else of the file is kept, and nothing is edited', async () => {
  const folder = await aScanned({
    'app.ini': `# ${secret}\nupstream = 10.20.1.11:80 ; password=${secret}\nallow = 10.20.1.0/24\npublic = 192.0.2.1\n`,
    'init.yaml': `content: ${gzipSync(`host 10.20.1.11 ${secret}`).toString('base64')}\n`,
    'picture.bin': Uint8Array.from([0, 1, 2, 3]),
  })
  const before = await contentsOf(join(folder, 'conf'))

  const { literals, findings } = await translated(folder)

  expect(literals.map(said)).toEqual([
    'conf/app.ini:2:12 10.20.1.11 → 10.120.1.11 (replace, "web-1")',
    'conf/app.ini:3:9 10.20.1.0/24 → 10.120.1.0/24 (replace, subnet "web-a")',
    'conf/init.yaml:1:10 10.20.1.11 → 10.120.1.11 (by-hand, "web-1")',
  ])
  expect(findings.map(({ code, subject, place }) => [code, subject, place])).toEqual([
    ['network.address-literal', 'conf/app.ini', 'conf/app.ini:2'],
    ['network.address-literal', 'conf/init.yaml', 'conf/init.yaml:1'],
    ['network.literal-residual', '1\u00a0address', null],
    ['network.scan-skipped', '1\u00a0file', null],
  ])
  expect(await contentsOf(join(folder, 'conf'))).toEqual(before)
  const made = [...(await contentsOf(folder))].filter(([path]) => !path.startsWith('conf/'))
  expect(made.filter(([, text]) => text.includes(secret)).map(([path]) => path)).toEqual([])
})

test('credentials in files are said by kind and line, and nothing of them is in any file that drplan writes', async () => {
  const own = 'Zq8mWk2vTb71'
  const inner = gzipSync(`x\n-----\ntoken: ${own}${own}\n`).toString('base64')
  const folder = await aScanned({
    'app.env': `A=1\nDB_PASSWORD=${own}\n`,
    'init.yaml': `content: ${inner}\n`,
    'clean.env': 'DB_PASSWORD=${FROM_VAULT}\n',
  })

  await runPlan(folder)

  const { translation } = await untilTranslate(await contextOf(folder))
  const found = translation.stored.content.findings.filter(({ code }) => code === 'site.secret-in-file')
  expect(found.map(({ subject, place }) => [subject, place])).toEqual([
    ['conf/app.env', 'conf/app.env:2'],
    ['conf/init.yaml', 'conf/init.yaml:1'],
  ])
  expect(found[1]?.message).toContain('secret, key or token on line 1 (line 3 of what is packed there)')
  const made = [...(await contentsOf(folder))].filter(([path]) => !path.startsWith('conf/'))
  expect(made.some(([path, text]) => path.endsWith('plan.json') && text.includes('site.secret-in-file'))).toBe(true)
  for (let at = 0; at + 6 <= own.length; at += 1)
    expect(made.filter(([, text]) => text.includes(own.slice(at, at + 6))).map(([path]) => path)).toEqual([])
})

test('a changed, new or removed file makes the step and the plan stale, and nothing else does', async () => {
  const folder = await aMappedScanned({ 'app.ini': 'a = 10.20.1.11\n' })
  await runPlan(folder)

  const unchanged = await runPlan(folder)
  const changedInputs = async (): Promise<readonly string[]> => {
    const wish = { failOn: 'error', forecast: false, recovery: false, today: '2026-11-21', baseline: null } as const
    const { findings } = await check(await contextOf(folder), wish)
    return findings.filter(({ rule }) => rule === 'check.input-changed').map(({ subject }) => subject)
  }
  const clean = await changedInputs()
  await writeFile(join(folder, 'conf/b.ini'), 'b = 10.20.1.11\n')
  const stale = await changedInputs()
  const changed = await runPlan(folder)

  expect([unchanged['translate'], changed['translate'], changed['monitor']]).toEqual([true, false, true])
  expect(clean).toEqual([])
  expect(stale).toEqual(['scan conf'])
  expect((await translated(folder)).literals.map(({ place }) => place)).toEqual(['conf/app.ini', 'conf/b.ini'])
})

test("drplan's own files are not looked through, though they are full of addresses", async () => {
  const folder = await aMappedScanned({ 'app.ini': '10.20.1.11' }, '{ path: . }, { path: conf }')
  await runPlan(folder)

  const scans = await openScans(await contextOf(folder))

  expect(scans.map(({ shown }) => shown)).toEqual(['.', 'conf'])
  expect(scans[0]?.files.filter(({ shown }) => /\.drplan\/|(^|\/)out\//.test(shown))).toEqual([])
  const { literals } = await translated(folder)
  expect(literals.filter(({ place }) => place.endsWith('conf/app.ini'))).toHaveLength(1)
})

test('nothing is said of literals where nothing is looked through', async () => {
  const { translation } = await untilTranslate(await contextOf(await aScenario()))

  expect('literals' in translation.stored.content.translation).toBe(false)
})

test('drplan translate shows where, what and what it becomes', async () => {
  const folder = await aScanned({ 'app.ini': 'a = 10.20.1.11\nb = 0x0A14010B\n' })

  const { stdout } = await captureOutput(
    () => Translate.run(['--config', join(folder, 'drplan.yaml')], join(import.meta.dirname, '../..')),
    { print: false },
  )

  expect(stdout).toContain('Hard-coded addresses: 1\u00a0plain replacement, 1 by hand, 0 stay as they are.')
  expect(stdout).toMatch(/conf\/app\.ini:1:5 +10\.20\.1\.11 +10\.120\.1\.11 +"web-1"/)
  expect(stdout).toMatch(/conf\/app\.ini:2:5 +0x0A14010B +0x0A78010B +by hand: /)
})
