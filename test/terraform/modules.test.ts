/** The tests that ship with the hand-written Terraform, run as whoever gets it would run them. */
import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { templatesFolder } from '../support/terraform/templates.ts'
import { hasTerraform, runTerraform, startStandIn, type StandIn } from '../support/terraform/terraform.ts'

const why = hasTerraform ? '' : ' (NOT RUN: there is no terraform on the PATH)'

const paths = readdirSync(templatesFolder, { recursive: true }).map(String).toSorted()
/** Every root and module of every target, as a path in the folder of templates. */
const modules = paths.filter((path) => path.endsWith('versions.tf')).map((path) => dirname(path))

test('every root and module has tests of its own', () => {
  const tested = new Set(paths.filter((path) => path.endsWith('.tftest.hcl')).map((path) => dirname(dirname(path))))

  expect(modules.filter((module) => !tested.has(module))).toEqual([])
  expect(modules.length).toBeGreaterThan(10)
})

describe.skipIf(!hasTerraform)(`terraform test${why}`, () => {
  let standIn: StandIn
  let folder = ''

  beforeAll(async () => {
    standIn = await startStandIn()
    folder = mkdtempSync(join(tmpdir(), 'drplan-modules-'))
    cpSync(templatesFolder, folder, { recursive: true })
    // As it is emitted: the way home has its module inside it.
    for (const root of modules.filter((path) => basename(path) === 'failback'))
      cpSync(join(folder, dirname(root), 'modules/compute'), join(folder, root, 'modules/compute'), { recursive: true })
  })

  afterAll(() => {
    standIn.close()
    rmSync(folder, { recursive: true, force: true })
  })

  test.each(modules)('%s does what its tests say', async (module) => {
    const cwd = join(folder, module)
    await runTerraform(['init', '-input=false'], { cwd, standIn })

    const { code, stdout, stderr } = await runTerraform(['test', '-no-color'], { cwd, standIn })

    expect(`${code} ${stderr}${code === 0 ? '' : stdout}`).toBe('0 ')
    expect(stdout).toMatch(/Success! [1-9]\d* passed, 0 failed/)
  })
})
