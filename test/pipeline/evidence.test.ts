import { execFileSync } from 'node:child_process'
import { appendFile, cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate'
import { beforeAll, describe, expect, test } from 'vitest'
import { approve, claim, done, type Actor } from '../../src/core/run/decide.ts'
import { standings } from '../../src/core/run/standing.ts'
import type { JudgedFramework } from '../../src/model/control.ts'
import type { RunEvent } from '../../src/model/run.ts'
import type { Run } from '../../src/model/run-state.ts'
import { makeEvidence, type EvidenceWish, type MadeEvidence } from '../../src/pipeline/evidence.ts'
import { appendToRun } from '../../src/pipeline/runbook/open-run.ts'
import { startRun } from '../../src/pipeline/runbook/start-run.ts'
import { simulate } from '../../src/pipeline/simulate.ts'
import { verifyEvidence } from '../../src/pipeline/verify-evidence.ts'
import { after, anActor } from '../builders-run.ts'
import { addSteps } from '../support/planned-harbour-foods.ts'
import { contextOf } from '../support/run-plan.ts'
import { shortHarbourFoods, temporaryFolder } from '../support/temporary-folder.ts'

const root = join(import.meta.dirname, '../..')
const wish: EvidenceWish = { output: null, check: null, simulation: null, today: '2026-11-21' }

let planned: string
let first: MadeEvidence

beforeAll(async () => {
  planned = await mkdtemp(join(tmpdir(), 'drplan-evidence-'))
  await shortHarbourFoods(planned)
  await addSteps(planned, 'write', 'nine-days')
  first = await makeEvidence(await contextOf(planned), { ...wish, output: join(planned, 'first.zip') })
  return () => rm(planned, { recursive: true, force: true })
})

/** The planned site in a folder of its own. */
async function aPlanned(): Promise<string> {
  const folder = await temporaryFolder()
  await cp(planned, folder, { recursive: true })
  return folder
}

const textsOf = async (file: string): Promise<Readonly<Record<string, string>>> =>
  Object.fromEntries(Object.entries(unzipSync(await readFile(file))).map(([path, bytes]) => [path, strFromU8(bytes)]))

const statusOf = (frameworks: readonly JudgedFramework[], id: string): string | undefined =>
  frameworks.flatMap(({ controls }) => controls).find((one) => one.id === id)?.status

/** RFC 6901. */
function resolved(document: unknown, pointer: string): unknown {
  const keys = pointer.split('/').slice(1)
  return keys.reduce((value, key) => (value as Record<string, unknown> | undefined)?.[key], document)
}

describe('a pack', () => {
  test('is as its manifest and its sums say, and standard tools read it', async () => {
    const folder = await temporaryFolder()
    execFileSync('unzip', ['-q', first.file, '-d', folder])

    const checked = execFileSync('sha256sum', ['-c', '--quiet', 'SHA256SUMS'], { cwd: folder, encoding: 'utf8' })
    const beside = execFileSync('sha256sum', ['-c', '--quiet', 'first.zip.sha256'], { cwd: planned, encoding: 'utf8' })
    const verdict = await verifyEvidence(first.file)

    expect(checked + beside).toBe('')
    expect(verdict).toMatchObject({ problems: [], summed: true, sha256: first.sha256 })
  })

  test('says what it was made from, and what is not in it', async () => {
    const plan = JSON.parse(await readFile(join(planned, 'out/plan.json'), 'utf8')) as Record<string, unknown>

    expect(first.manifest.inputs).toEqual(plan['inputs'])
    expect(first.manifest).toMatchObject({
      schema: 'drplan/evidence@1',
      madeBy: 'drplan test',
      today: '2026-11-21',
      solution: { status: 'optimal', gap: 0 },
      seeds: { simulation: null },
      outputs: { missing: [], changed: [] },
    })
    expect(first.manifest.leftOut.join(' ')).toMatch(/walked a runbook.*not simulated/)
  })

  test('holds no path of the machine', async () => {
    const texts = await textsOf(first.file)

    const told = Object.keys(texts).filter((path) => texts[path]?.includes(planned) || texts[path]?.includes(tmpdir()))
    expect(told).toEqual([])
    expect(JSON.parse(texts['check.json'] ?? '')).toMatchObject({ plan: { file: 'plan.json' } })
  })

  test('has every file and every pointer that its controls name', async () => {
    const texts = await textsOf(first.file)
    const answers = first.frameworks.flatMap(({ controls }) => controls.flatMap(({ evidence }) => evidence))

    const present = answers.filter((answer) => answer.present)
    const lost = present.filter(
      ({ path, pointer }) => resolved(JSON.parse(texts[path] ?? 'null'), pointer) === undefined,
    )

    expect(lost).toEqual([])
    expect(present.length).toBeGreaterThan(30)
  })

  test('without a drill does not show that the plan was tested', () => {
    expect(statusOf(first.frameworks, 'CP-4')).toBe('not-shown')
    expect(statusOf(first.frameworks, 'A1.3')).toBe('not-shown')
    expect(statusOf(first.frameworks, 'CP-2')).toBe('partly')
  })
})

test('another folder, a fresh clone, another time zone and another language give the same bytes', async () => {
  const folder = await aPlanned()
  await rm(join(folder, 'first.zip'))
  await rm(join(folder, 'first.zip.sha256'))
  await writeFile(join(folder, '.gitignore'), '.drplan\n')
  const git = (...argv: string[]): unknown =>
    execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.org', ...argv], {
      cwd: folder,
      stdio: 'pipe',
    })
  git('init', '-q')
  git('add', '-A')
  git('commit', '-qm', 'plan')
  const clone = join(await temporaryFolder(), 'elsewhere/site')
  git('clone', '-q', folder, clone)
  const ask = ['report', '--evidence', '--today', '2026-11-21', '--output', 'pack.zip', '--config', 'site/drplan.yaml']
  const env = {
    ...process.env,
    TZ: 'Pacific/Kiritimati',
    LC_ALL: 'tr_TR.UTF-8',
    LANG: 'tr_TR.UTF-8',
    USER: 'someone-else',
  }

  execFileSync(process.execPath, [join(root, 'bin/dev.js'), ...ask], { cwd: join(clone, '..'), env, stdio: 'pipe' })
  const here = await makeEvidence({ ...(await contextOf(folder)), madeBy: await nameOfThis() }, wish)

  expect(await readFile(join(clone, '../pack.zip'))).toEqual(await readFile(here.file))
})

const nameOfThis = async (): Promise<string> => {
  const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string }
  return `drplan ${version}`
}

/** Every step, as soon as it may be; one second each. */
function walked(run: Run): readonly RunEvent[] {
  let [current, nowMs] = [run, Date.parse(run.state.lastAt)]
  const events: RunEvent[] = []
  const decide = (work: (run: Run, actor: Actor) => readonly RunEvent[]): void => {
    nowMs += 1000
    const decided = work(current, anActor({ nowMs }))
    events.push(...decided)
    current = after(current, decided)
  }
  for (let ready = standings(current, nowMs); ; ready = standings(current, nowMs)) {
    const next = ready.find(({ standing }) => standing === 'ready')?.step
    if (!next) return events
    const { id: step, approval } = next
    if (approval)
      for (const role of approval.of.slice(0, approval.required))
        decide((at, who) => approve(at, { ...who, by: role }, { step, role }))
    else {
      decide((at, who) => claim(at, who, { step }))
      decide((at, who) => done(at, who, { step, note: null, minutes: 1, exitCode: null, tail: [] }))
    }
  }
}

test('a drill that was walked to its end is in it, with its journal and what it measured', async () => {
  const folder = await aPlanned()
  const out = join(folder, 'out')
  const nowMs = Date.UTC(2026, 10, 20, 8)
  const run = await startRun({ out, name: 'drill', parameters: {}, by: 'ana', user: 'operator', nowMs })
  await appendToRun({ out, run, actor: () => anActor({ nowMs }) }, walked)

  const { file, frameworks, manifest } = await makeEvidence(await contextOf(folder), wish)

  const texts = await textsOf(file)
  const { runs } = JSON.parse(texts['drills.json'] ?? '') as {
    runs: { state: string; ofThisPlan: boolean; applications: { application: string; within: boolean | null }[] }[]
  }
  expect(runs).toMatchObject([{ state: 'finished', ofThisPlan: true, startedBy: 'ana', steps: { open: 0 } }])
  expect(runs[0]?.applications.find(({ application }) => application === 'storefront')).toMatchObject({ within: true })
  expect(texts[`drills/${run.id}/journal.jsonl`]).toBe(await readFile(join(out, `runs/${run.id}.jsonl`), 'utf8'))
  expect(statusOf(frameworks, 'CP-4')).toBe('partly')
  expect(statusOf(frameworks, 'CP-4(2)')).toBe('shown')
  expect(manifest.leftOut.join(' ')).not.toContain('walked a runbook')
})

test('a simulation counts where it is of this plan', async () => {
  const folder = await aPlanned()
  const context = await contextOf(folder)
  await simulate(context, { scenario: 'site-loss', runs: 20, seed: 7, levers: false })

  const own = await makeEvidence(context, wish)
  const simulation = join(folder, '.drplan/simulation.json')
  await writeFile(simulation, (await readFile(simulation, 'utf8')).replace(/"plan": "\w{8}/, '"plan": "00000000'))
  const other = await makeEvidence(context, wish)

  expect(own.manifest.seeds).toEqual({ simulation: 7 })
  expect(own.manifest.files.map(({ path }) => path)).toContain('simulation.json')
  expect(other.manifest.leftOut.join(' ')).toContain('is of another plan')
})

test('a check of before counts in place of one now, where it is of this plan', async () => {
  const folder = await aPlanned()
  const file = join(folder, 'check.json')
  const report = (await textsOf(first.file))['check.json'] ?? ''
  await writeFile(file, report)
  const context = await contextOf(folder)

  const same = await makeEvidence(context, { ...wish, check: file, today: '2030-01-01' })
  await writeFile(file, report.replace(/"sha256": "\w{4}/, '"sha256": "0000'))

  expect(same.sha256).toBe(first.sha256)
  await expect(makeEvidence(context, { ...wish, check: file })).rejects.toMatchObject({
    code: 'evidence.check-invalid',
  })
  await expect(makeEvidence(context, { ...wish, check: 'none' })).rejects.toMatchObject({ code: 'evidence.missing' })
})

describe('verifying', () => {
  test('names what somebody altered, added and took away', async () => {
    const file = join(await temporaryFolder(), 'pack.zip')
    const { 'promises.json': _gone, ...entries } = unzipSync(await readFile(first.file))
    const changed = { ...entries, 'plan.json': strToU8('{}'), 'runbooks/extra.md': strToU8('x') }
    await writeFile(file, zipSync(changed))

    const { problems } = await verifyEvidence(file)

    expect(problems.map(({ fault, subject }) => `${fault} ${subject}`)).toEqual([
      'altered plan.json',
      'missing promises.json',
      'added runbooks/extra.md',
    ])
  })

  test('knows the same files in another archive, and another archive beside the old sum', async () => {
    const file = join(await temporaryFolder(), 'first.zip')
    await writeFile(file, zipSync(unzipSync(await readFile(first.file))))
    await cp(`${first.file}.sha256`, `${file}.sha256`)

    const { problems } = await verifyEvidence(file)

    expect(problems.map(({ fault }) => fault)).toEqual(['sum', 'repacked'])
  })

  test('an archive of something else is no pack', async () => {
    const file = join(await temporaryFolder(), 'other.zip')
    await writeFile(file, zipSync({ 'a.txt': strToU8('x') }))

    expect(await verifyEvidence(file)).toMatchObject({ manifest: null, problems: [{ subject: 'manifest.json' }] })
  })

  test('bytes behind the archive are seen', async () => {
    const file = join(await temporaryFolder(), 'longer.zip')
    await cp(first.file, file)
    await appendFile(file, 'more')

    const found = await verifyEvidence(file).catch((error: unknown) => error)

    expect(JSON.stringify(found)).toMatch(/repacked|evidence.damaged/)
  })
})
