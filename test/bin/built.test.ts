/** The program as users get it: built and packed in a copy, run as processes. */
import { execFileSync, spawnSync } from 'node:child_process'
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { shortHarbourFoods } from '../support/temporary-folder.ts'

const root = join(import.meta.dirname, '../..')
const env = {
  ...process.env,
  FORCE_COLOR: undefined,
  NO_COLOR: undefined,
  PATH: [dirname(process.execPath), join(root, 'node_modules/.bin'), process.env['PATH']].join(delimiter),
}

/** What `npm pack` says it packed. */
interface Packed {
  readonly filename: string
  readonly files: readonly { readonly path: string }[]
}

let copy: string
let configured: readonly string[]
let packed: Packed
let manifestBefore: string
let manifestAfterPacking: string

const manifest = (): Promise<string> => readFile(join(copy, 'package.json'), 'utf8')

beforeAll(async () => {
  copy = await mkdtemp(join(tmpdir(), 'drplan-built-'))
  const parts = ['src', 'commands', 'bin', 'templates', 'schemas', 'package.json', 'tsconfig.json', 'LICENSE']
  for (const part of parts) await cp(join(root, part), join(copy, part), { recursive: true })
  await symlink(join(root, 'node_modules'), join(copy, 'node_modules'))
  manifestBefore = await manifest()
  packed = buildAndPack()
  manifestAfterPacking = await manifest()
  const site = join(copy, 'site')
  await cp(join(root, 'fixtures/scenarios/harbour-foods'), site, { recursive: true })
  configured = ['--config', join(site, 'drplan.yaml')]
  return () => rm(copy, { recursive: true, force: true })
})

/** Packing builds first (`prepare`): what is packed is what the other tests run. */
function buildAndPack(): Packed {
  const output = execFileSync('npm', ['pack', '--json', '--pack-destination', copy], {
    cwd: copy,
    env,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const [only] = JSON.parse(output.slice(output.indexOf('[\n'))) as Packed[]
  return only!
}

const packedFile = (): string => join(copy, packed.filename)

interface Ended {
  readonly status: number | null
  readonly stdout: string
  readonly stderr: string
}

const drplan = (argv: readonly string[], node = process.execPath): Ended =>
  spawnSync(node, [join(copy, 'bin/run.js'), ...argv], { env, encoding: 'utf8', cwd: copy })

test('plan prints its result on stdout, its steps on stderr, and no escapes into either pipe', () => {
  const { status, stdout, stderr } = drplan(['plan', ...configured])

  expect(status).toBe(0)
  expect(stdout).toContain('7 promises are kept')
  expect(stderr).toContain('✔ monitor')
  expect(stdout + stderr).not.toContain('\u001B')
})

test('--json prints one document and nothing else', () => {
  const { stdout, stderr } = drplan(['plan', ...configured, '--json'])

  expect(JSON.parse(stdout)).toMatchObject({ schema: 'drplan/plan-summary@1', site: 'harbour-foods' })
  expect(stderr).toBe('')
})

test.each([
  [['plan', '--fail-on', 'warning'], 1],
  [['plan', '--fail-on', 'error'], 0],
  [['check'], 0],
  [['monitor'], 0],
])('%j ends with %i', (argv, status) => {
  expect(drplan([...argv, ...configured]).status).toBe(status)
})

test.each([[['plan', '--nope']], [['plan', '--config', 'nowhere.yaml']], [['nonsense']]])(
  '%j ends with 2 and without a stack',
  (argv) => {
    const { status, stdout, stderr } = drplan(argv)

    expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
    expect(stderr).not.toContain('    at ')
  },
)

test.each([
  'plan',
  'check',
  'monitor',
  'forecast',
  'map',
  'translate',
  'init',
  'catalogue list',
  'catalogue show',
  'catalogue refresh',
])('%s --help has examples', (command) => {
  const { status, stdout } = drplan([...command.split(' '), '--help'])

  expect(status).toBe(0)
  expect(stdout).toMatch(new RegExp(`EXAMPLES\\s+\\$ drplan ${command}`))
})

test('a pipe that closes early ends quietly', () => {
  const command = `"${process.execPath}" bin/run.js catalogue list --all | head -1; echo "\${PIPESTATUS[0]}"`

  const { stdout, stderr } = spawnSync('bash', ['-c', command], { env, encoding: 'utf8', cwd: copy })

  expect(stderr).toBe('')
  expect(stdout.trim().split('\n').at(-1)).toBe('0')
})

describe('an older Node', () => {
  const found = ['/usr/bin/node', '/usr/local/bin/node', '/opt/node20/bin/node'].find((node) => {
    if (!existsSync(node)) return false
    const major = Number(execFileSync(node, ['--version'], { encoding: 'utf8' }).slice(1).split('.')[0])
    return major >= 18 && major < 22
  })

  test.skipIf(found === undefined)('is replaced by the packaged one, with arguments and exit code', () => {
    const version = drplan(['--version'], found)
    const failing = drplan(['plan', '--fail-on', 'warning', ...configured], found)

    expect(version.stdout).toMatch(/node-v2[2-9]\./)
    expect(failing.status).toBe(1)
  })
})

/** A project that has installed the package, and nothing of drplan else. */
async function aConsumer(): Promise<string> {
  const folder = join(copy, 'consumer')
  const modules = join(folder, 'node_modules')
  await mkdir(join(modules, 'drplan'), { recursive: true })
  execFileSync('tar', ['-xzf', packedFile(), '-C', join(modules, 'drplan'), '--strip-components=1'])
  const manifest = JSON.parse(await readFile(join(modules, 'drplan/package.json'), 'utf8')) as {
    dependencies: Record<string, string>
  }
  for (const name of [...Object.keys(manifest.dependencies), '@types/node', 'yaml']) {
    await mkdir(dirname(join(modules, name)), { recursive: true })
    await symlink(join(root, 'node_modules', name), join(modules, name))
  }
  await shortHarbourFoods(folder)
  await writeFile(join(folder, 'package.json'), '{"name":"consumer","private":true,"type":"module"}')
  const compilerOptions = {
    module: 'nodenext',
    target: 'es2024',
    types: ['node'],
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    skipLibCheck: false,
  }
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['*.ts'] }))
  return folder
}

describe('the library', () => {
  test('compiles and runs in another project as docs/library.md shows it', async () => {
    const folder = await aConsumer()
    const page = await readFile(join(root, 'docs/library.md'), 'utf8')
    const [, example = ''] = /```ts\n([\s\S]*?)```/.exec(page) ?? []
    await writeFile(join(folder, 'example.ts'), example)
    await writeFile(
      join(folder, 'refused.ts'),
      `import { check } from 'drplan'
       // @ts-expect-error a severity that there is not
       await check({ config: 'drplan.yaml', failOn: 'dreadful' }).catch(({ code }) => console.log(code))
       await check({ config: 'nowhere.yaml' }).catch(({ code, exitCode }) => console.log(code, exitCode))`,
    )

    const compiled = spawnSync(join(root, 'node_modules/.bin/tsc'), ['-p', folder], { env, encoding: 'utf8' })
    const run = (file: string): Ended => spawnSync(process.execPath, [file], { cwd: folder, env, encoding: 'utf8' })
    const ended = run('example.js')
    const refused = run('refused.js')

    expect(compiled.stdout).toBe('')
    expect(ended.status).toBe(0)
    expect(ended.stdout).toContain("'storefront kept'")
    expect(ended.stdout).toMatch(/^true \d+$/m)
    expect(ended.stdout).toMatch(/^better standing by −/m)
    expect(ended.stderr).toMatch(/^monitor 26\sVMs/m)
    expect(refused.stdout).toBe('library.option-invalid\nconfig.missing 2\n')
  }, 120_000)

  test('has types for every way of resolving that reads ESM (attw)', () => {
    const { status, stdout } = spawnSync(
      join(root, 'node_modules/.bin/attw'),
      [packedFile(), '--profile', 'esm-only', '--format', 'ascii', '--no-emoji', '--no-color'],
      { env, encoding: 'utf8' },
    )

    expect(stdout).toMatch(/node16 \(from ESM\)\W+OK \(ESM\)/)
    expect(status).toBe(0)
  }, 120_000)
})

test('a start that fails is a fault of drplan, not a finding', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'drplan-empty-'))
  await cp(join(copy, 'bin/run.js'), join(folder, 'bin/run.js'))
  await writeFile(join(folder, 'package.json'), '{"type":"module"}')

  const { status, stderr } = spawnSync(process.execPath, [join(folder, 'bin/run.js'), 'plan'], { encoding: 'utf8' })
  await rm(folder, { recursive: true })

  expect(status).toBe(70)
  expect(stderr).not.toContain('    at ')
})

describe('packing', () => {
  const script = (action: string): Ended =>
    spawnSync(process.execPath, ['bin/pack-manifest.mjs', action], { cwd: copy, encoding: 'utf8' })

  test('ships no Node and leaves package.json as it was', async () => {
    const shipped = execFileSync('tar', ['-xzOf', packedFile(), 'package/package.json'], {
      encoding: 'utf8',
    })

    const paths = packed.files.map(({ path }) => path)
    expect(paths).toContain('bin/run.js')
    expect(paths).toContain('dist/src/index.d.ts')
    expect(paths).toContain('schemas/documents.d.ts')
    expect(paths).toContain('templates/controls/nist-800-53.yaml')
    expect(paths.filter((path) => /node_modules|bin\/node|^src\/|^test\/|\.kept$/.test(path))).toEqual([])
    expect(JSON.parse(shipped)).not.toHaveProperty('optionalDependencies')
    expect(JSON.parse(shipped)).toHaveProperty('dependencies')
    expect(manifestAfterPacking).toBe(manifestBefore)
  })

  test('a packing that was killed is put right by the next one', async () => {
    const before = await manifest()
    script('strip')

    script('strip')
    script('restore')

    expect(await manifest()).toBe(before)
  })

  test('a build that fails while packing puts package.json back', async () => {
    const before = await manifest()
    await writeFile(join(copy, 'bin/rolldown.config.mjs'), 'throw new Error("broken")')

    const { status } = spawnSync('npm', ['pack', '--dry-run'], { cwd: copy, env, encoding: 'utf8' })
    await cp(join(root, 'bin/rolldown.config.mjs'), join(copy, 'bin/rolldown.config.mjs'))

    expect(status).not.toBe(0)
    expect(await manifest()).toBe(before)
  })
})
