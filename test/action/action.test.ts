/** The GitHub Action, run as the runner runs it; a server on this machine stands for the API of GitHub. */
import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { runPlan } from '../support/run-plan.ts'
import { harbourFoods, temporaryFolder } from '../support/temporary-folder.ts'
import { aProgram, manifest, root, runAction, type Ended, type Wish } from './run-action.ts'

/** Notes what it is called with, writes what it is asked to, and ends as a file beside it says. */
const standIn = `
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
const args = process.argv.slice(2)
const beside = (name) => join(import.meta.dirname, name)
appendFileSync(beside('calls'), JSON.stringify({ args, token: process.env.INPUT_TOKEN ?? null, ci: process.env.CI }) + '\\n')
for (const arg of args) {
  const [, file] = /^--(?:write=[a-z-]+|output)=(.*)$/s.exec(arg) ?? []
  if (file) writeFileSync(file, '# Report\\n')
  const [, out] = /^--out=(.*)$/s.exec(arg) ?? []
  if (out) { mkdirSync(out, { recursive: true }); writeFileSync(join(out, 'plan.json'), '{}') }
}
console.log('::error file=a.ts::said by drplan')
process.exitCode = existsSync(beside('status')) ? Number(readFileSync(beside('status'), 'utf8')) : 0
`

interface Call {
  readonly args: readonly string[]
  readonly token: string | null
}

interface Stage {
  readonly wish: Wish
  readonly calls: () => Promise<readonly Call[]>
}

/** A repository whose drplan (and npx) only notes what it is asked to do. */
async function aStage(inputs: Wish['inputs'] = {}, status = 0): Promise<Stage> {
  const programs = await temporaryFolder()
  for (const name of ['drplan', 'npx']) await aProgram(programs, name, standIn)
  if (status !== 0) await writeFile(join(programs, 'status'), String(status))
  const calls = async (): Promise<readonly Call[]> =>
    existsSync(join(programs, 'calls'))
      ? (await readFile(join(programs, 'calls'), 'utf8'))
          .trim()
          .split('\n')
          .map((line) => JSON.parse(line) as Call)
      : []
  return { wish: { inputs: { version: 'local', ...inputs }, workspace: await temporaryFolder(), programs }, calls }
}

test('check writes annotations, a summary, outputs and the files that are asked for', async () => {
  const { wish, calls } = await aStage({ formats: 'sarif, junit', 'fail-on': 'warning', baseline: 'known.json' })

  const { status, outputs, summary, log } = await runAction(wish)

  expect(status).toBe(0)
  expect(outputs).toMatchObject({ passed: 'true', report: expect.stringMatching(/check\.md$/) })
  expect(await readFile(outputs['sarif']!, 'utf8')).toBe('# Report\n')
  expect(summary).toBe('# Report\n\n')
  expect(log).toMatch(/^::error file=a.ts::said by drplan$/m)
  const [{ args, token } = { args: [], token: '' }] = await calls()
  expect(args.map((arg) => arg.replaceAll(outputs['reports']!, ''))).toEqual([
    'check',
    '--config=drplan.yaml',
    '--fail-on=warning',
    '--format=github',
    '--write=sarif=/check.sarif',
    '--write=junit=/check.xml',
    '--write=markdown=/check.md',
    '--write=github-summary=/summary.md',
    '--baseline=known.json',
  ])
  expect(token).toBeNull()
})

test.each([1, 70])('ends as drplan ends: with %i', async (ending) => {
  const { wish } = await aStage({}, ending)

  const { status, outputs, log } = await runAction(wish)

  expect(status).toBe(ending)
  expect(outputs).toMatchObject({ passed: 'false' })
  expect(log).toContain(`::error title=drplan::drplan check ended with ${ending}: `)
})

test('without a version, the drplan of npm with the version of the action is taken', async () => {
  const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string }
  const { wish, calls } = await aStage({ version: '' })

  await runAction(wish)

  expect((await calls())[0]!.args.slice(0, 4)).toEqual(['--yes', '--', `drplan@${version}`, 'check'])
})

const hostile = '$(touch hacked); `touch hacked`\n::set-output name=passed::true\n--force "\'&|'

describe('hostile inputs', () => {
  test('arrive as one argument each, whatever they hold', async () => {
    const { wish, calls } = await aStage({ config: hostile, baseline: hostile })

    const { outputs } = await runAction(wish)

    expect((await calls())[0]!.args).toEqual(expect.arrayContaining([`--config=${hostile}`, `--baseline=${hostile}`]))
    expect(outputs).toMatchObject({ passed: 'true' })
    expect(existsSync(join(wish.workspace, 'hacked'))).toBe(false)
  })

  test('end with 2 before anything runs where only some values make sense, and are no command to the runner', async () => {
    const { wish, calls } = await aStage({ command: hostile })

    const { status, outputs, log } = await runAction(wish)

    expect({ status, outputs }).toEqual({ status: 2, outputs: { passed: 'false' } })
    expect(log).toMatch(/^::error title=drplan::command: .*\n$/)
    expect(await calls()).toEqual([])
  })

  test.each([
    ...['COMMAND', 'FAIL_ON', 'FORMATS', 'VERSION', 'WORKING_DIRECTORY', 'COMMENT', 'RECOVERY'].map((name) => [
      name,
      hostile,
    ]),
    ...['file:../x', 'npm:other@1', '../drplan', '-g'].map((version) => ['VERSION', version]),
  ])('%s is refused: %j', async (name, value) => {
    const script = join(root, '.github/action/inputs.mjs')
    const { readInputs } = (await import(script)) as { readInputs: (env: object) => unknown }

    expect(() => readInputs({ GITHUB_WORKSPACE: root, [`INPUT_${name}`]: value })).toThrow(
      new RegExp(`^${name.toLowerCase().replaceAll('_', '-')}: `),
    )
    expect(() => readInputs({ GITHUB_WORKSPACE: root })).not.toThrow()
  })

  test('what drplan prints about a plan is never a command to the runner', async () => {
    const { wish } = await aStage({ command: 'plan' })

    const { log } = await runAction(wish)

    const [, token, printed] = /^::stop-commands::([0-9a-f-]{36})\n([^]*)\n::\1::\n$/.exec(log) ?? []
    expect(token).toBeDefined()
    expect(printed).toBe('::error file=a.ts::said by drplan\n')
  })
})

const git = (folder: string, ...args: readonly string[]): string =>
  execFileSync('git', ['-c', 'user.name=drplan', '-c', 'user.email=drplan@example.com', ...args], {
    cwd: folder,
    encoding: 'utf8',
  })

describe('diff', () => {
  async function aRepository(folder: string): Promise<void> {
    await mkdir(join(folder, 'north/out'), { recursive: true })
    git(folder, 'init', '--quiet')
    for (const plan of ['base', 'branch']) {
      await writeFile(join(folder, 'north/out/plan.json'), plan)
      git(folder, 'add', '--all')
      git(folder, 'commit', '--quiet', '--message', plan)
    }
  }

  test('plans into a folder of its own and compares with the plan of the base', async () => {
    const { wish, calls } = await aStage({ command: 'diff', config: 'north/drplan.yaml', 'fail-on': 'worse' })
    await aRepository(wish.workspace)

    const { outputs, summary } = await runAction(wish)

    const [plan, diff] = await calls()
    expect(plan!.args).toContain(`--out=${outputs['reports']}/out`)
    expect(diff!.args[0]).toBe('diff')
    expect(await readFile(diff!.args[1]!, 'utf8')).toBe('base')
    expect(diff!.args.slice(2)).toEqual([
      `${outputs['reports']}/out/plan.json`,
      '--format=markdown',
      `--output=${outputs['reports']}/diff.md`,
      '--fail-on=worse',
    ])
    expect(summary).toContain('# Report')
    expect(git(wish.workspace, 'status', '--porcelain')).toBe('')
  })

  test('says what to do where the base was not checked out, and compares nothing where it has no plan', async () => {
    const shallow = await aStage({ command: 'diff' })
    const first = await aStage({ command: 'diff', config: 'south/drplan.yaml' })
    git(shallow.wish.workspace, 'init', '--quiet')
    await aRepository(first.wish.workspace)

    const [without, withBase] = await Promise.all([runAction(shallow.wish), runAction(first.wish)])

    expect(without).toMatchObject({ status: 2, log: expect.stringContaining('fetch-depth: 2') })
    expect(withBase).toMatchObject({ status: 0, summary: expect.stringContaining('no committed plan') })
  })
})

interface Request {
  readonly line: string
  readonly token: string | undefined
  readonly body: string
}

/** GitHub, as far as comments go. `refuses` = the token may only read. */
async function aGitHub(comments: object[], refuses = false): Promise<{ url: string; requests: Request[] }> {
  const requests: Request[] = []
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += String(chunk)
    requests.push({ line: `${request.method} ${request.url}`, token: request.headers.authorization, body })
    const page = Number(new URL(request.url!, 'http://x').searchParams.get('page') ?? 1)
    response.writeHead(refuses && request.method !== 'GET' ? 403 : 200, { 'content-type': 'application/json' })
    response.end(JSON.stringify(request.method === 'GET' ? comments.slice((page - 1) * 100, page * 100) : {}))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests }
}

const pullRequest = (repository: string): object => ({
  pull_request: { number: 7, head: { repo: { full_name: repository } } },
})

describe('the comment', () => {
  const onPullRequest = async (github: { url: string }, repository = 'harbour/recovery'): Promise<Ended> =>
    runAction({
      ...(await aStage()).wish,
      env: { GITHUB_API_URL: github.url },
      event: pullRequest(repository),
    })

  test('is made once, and brought up to date from then on, wherever it stands among others', async () => {
    const first = await aGitHub([])
    await onPullRequest(first)
    const { body } = JSON.parse(first.requests[1]!.body) as { body: string }
    const others = Array.from({ length: 100 }, (_, id) => ({ id, user: { type: 'User' }, body }))
    const second = await aGitHub([...others, { id: 4711, user: { type: 'Bot' }, body }])

    const { status } = await onPullRequest(second)

    expect(status).toBe(0)
    expect(body).toMatch(/^<!-- drplan-action check [0-9a-f]{12} -->\n# Report\n$/)
    expect(first.requests.map(({ line }) => line)).toEqual([
      'GET /repos/harbour/recovery/issues/7/comments?per_page=100&page=1',
      'POST /repos/harbour/recovery/issues/7/comments',
    ])
    expect(second.requests.at(-1)).toMatchObject({
      line: 'PATCH /repos/harbour/recovery/issues/comments/4711',
      token: 'Bearer a-token',
    })
  })

  test('is not tried for a fork, and not missed where the token may only read', async () => {
    const github = await aGitHub([], true)

    const fork = await onPullRequest(github, 'somebody/recovery')
    const asked = github.requests.length
    const refused = await onPullRequest(github)

    expect({ asked, status: fork.status }).toEqual({ asked: 0, status: 0 })
    expect(fork.log).toContain('::notice title=drplan::A pull request of a fork')
    expect(refused).toMatchObject({ status: 0, log: expect.stringContaining('GitHub answered 403') })
    expect(refused.log).not.toContain('a-token')
  })
})

test('runs the real drplan on a committed plan', async () => {
  const programs = await temporaryFolder()
  const workspace = await temporaryFolder()
  const dev = join(root, 'bin/dev.js')
  await aProgram(programs, 'drplan', `await import(${JSON.stringify(dev)})\n`)
  await cp(harbourFoods, workspace, {
    recursive: true,
    filter: (path) => !/expected|what-if|metrics/.test(path.slice(harbourFoods.length)),
  })
  const file = join(workspace, 'drplan.yaml')
  const text = await readFile(file, 'utf8')
  await writeFile(file, text.replace(/ {2}- kind: metrics-csv\n {4}path: metrics.csv.gz\n/, ''))
  await runPlan(workspace)

  const { status, outputs } = await runAction({ inputs: { version: 'local' }, workspace, programs })

  expect(status).toBe(0)
  expect(outputs['passed']).toBe('true')
  expect(existsSync(outputs['sarif'] ?? '')).toBe(true)
})

describe('action.yml', () => {
  const { inputs, outputs, runs } = manifest
  const text = JSON.stringify(runs)

  test('every input is used and described, and no other is', () => {
    const used = [...text.matchAll(/inputs\.([a-z-]+)/g)].map(([, name]) => name)

    expect(new Set(used)).toEqual(new Set(Object.keys(inputs)))
    expect(Object.values(inputs).every(({ description }) => description.length > 10)).toBe(true)
  })

  test('nothing is interpolated into a shell, and every script has a shell', () => {
    const scripts = runs.steps.filter(({ run }) => run !== undefined)

    expect(scripts).toHaveLength(1)
    for (const { run, shell } of scripts) {
      expect(shell).toBe('bash')
      expect(run).not.toContain('${{')
    }
  })

  test('every output is set by the script', async () => {
    const values = Object.values(outputs).map(
      ({ value }) => /^\$\{\{ steps\.drplan\.outputs\.([a-z]+) \}\}$/.exec(value)?.[1],
    )
    const script = await readFile(join(root, '.github/action/main.mjs'), 'utf8')

    expect(values).toEqual(Object.keys(outputs))
    for (const name of values) expect(script).toContain(`setOutput('${name}'`)
  })

  test('other actions are pinned to a major version at least', () => {
    const others = runs.steps.flatMap(({ uses }) => uses ?? [])

    expect(others.every((uses) => /^actions\/[a-z-]+@v\d+$/.test(uses))).toBe(true)
  })
})
