/**
 * Whole runs: every folder of fixtures/scenarios is planned, and what drplan made itself is compared with
 * expected/, file by file. UPDATE_GOLDEN=1 rewrites expected/; the difference is reviewed like code.
 */
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { openContext } from '../src/pipeline/open.ts'
import { plan } from '../src/pipeline/plan.ts'
import { loadSource } from '../src/sources/index.ts'
import { loadTarget } from '../src/targets/index.ts'

const scenarios = join(import.meta.dirname, '../fixtures/scenarios')

/** Terraform modules are copied as they are; only the values are made. */
const isMade = (path: string): boolean => !path.startsWith('terraform/') || path.endsWith('terraform.tfvars.json')

const filesUnder = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .filter(isMade)
    .sort()

async function planScenario(name: string): Promise<ReadonlyMap<string, string>> {
  const folder = mkdtempSync(join(tmpdir(), 'drplan-scenario-'))
  try {
    cpSync(join(scenarios, name), folder, { recursive: true, filter: (path) => !path.endsWith('/expected') })
    const folders = { workspace: join(folder, '.drplan'), out: join(folder, 'out') }
    const options = {
      configFile: join(folder, 'drplan.yaml'),
      folders,
      madeBy: 'drplan golden',
      threads: 0,
      now: '2026-11-21T00:00:00.000Z',
      report: () => {},
    }
    await plan(await openContext({ ...options, loadSource, loadTarget }))
    return readFiles(folders.out)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const readFiles = (folder: string): ReadonlyMap<string, string> =>
  new Map(filesUnder(folder).map((path) => [path, readFileSync(join(folder, path), 'utf8')]))

function rewrite(expected: string, made: ReadonlyMap<string, string>): void {
  rmSync(expected, { recursive: true, force: true })
  for (const [path, text] of made) {
    mkdirSync(dirname(join(expected, path)), { recursive: true })
    writeFileSync(join(expected, path), text)
  }
}

describe.each(readdirSync(scenarios))('scenario %s', (name) => {
  test('gives the plan, values, runbook and report that were reviewed', async () => {
    const expected = join(scenarios, name, 'expected')
    const made = await planScenario(name)

    if (process.env['UPDATE_GOLDEN'] === '1') rewrite(expected, made)

    expect(existsSync(expected)).toBe(true)
    expect(Object.fromEntries(made)).toEqual(Object.fromEntries(readFiles(expected)))
  })
})
