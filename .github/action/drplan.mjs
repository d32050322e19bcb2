// The three commands of the action, as arguments of drplan. Values are joined to their flags, so that none becomes a flag.
import { spawn } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative, resolve } from 'node:path'
import { fileOf, InputError } from './inputs.mjs'
import { asText } from './runner.mjs'

/** Each gives drplan's exit code, and the paths of what there is to show (which may be missing). */
export const commands = { check, plan, diff }

async function check(inputs, reports) {
  const at = (format) => join(reports, fileOf[format])
  const summary = join(reports, 'summary.md')
  const written = [...new Set([...inputs.formats, 'markdown'])].map((format) => `--write=${format}=${at(format)}`)
  const args = [
    'check',
    `--config=${inputs.config}`,
    `--fail-on=${inputs.failOn ?? 'error'}`,
    '--format=github',
    ...written,
    `--write=github-summary=${summary}`,
    ...(inputs.baseline === null ? [] : [`--baseline=${inputs.baseline}`]),
    ...(inputs.recovery ? ['--recovery'] : []),
  ]
  // Its annotations, which it escapes, are meant for the runner; what it says about faults is not.
  const { status, stdout } = await asText(() => run(inputs, args))
  process.stdout.write(stdout)
  return { status, summary, report: at('markdown'), sarif: at('sarif') }
}

async function plan(inputs) {
  const out = join(besides(inputs), 'out')
  const failOn = inputs.failOn === null ? [] : [`--fail-on=${inputs.failOn}`]
  const status = await shown(inputs, ['plan', `--config=${inputs.config}`, `--out=${out}`, ...failOn])
  const summary = join(out, 'reports', 'summary.md')
  return { status, summary, report: summary, sarif: null }
}

async function diff(inputs, reports) {
  const out = join(reports, 'out')
  const report = join(reports, 'diff.md')
  const found = { summary: report, report, sarif: null }
  const args = ['plan', `--config=${inputs.config}`, `--workspace=${join(reports, 'workspace')}`, `--out=${out}`]
  const planned = await shown(inputs, args)
  if (planned !== 0) return { status: planned, ...found }
  const base = await basePlan(inputs)
  if (base === null) {
    writeFileSync(report, 'There is no committed plan to compare with yet.\n')
    return { status: 0, ...found }
  }
  const old = join(reports, 'base.json')
  writeFileSync(old, base)
  const failOn = inputs.failOn === null ? [] : [`--fail-on=${inputs.failOn}`]
  const compared = ['diff', old, join(out, 'plan.json'), '--format=markdown', `--output=${report}`, ...failOn]
  return { status: await shown(inputs, compared), ...found }
}

/**
 * What is checked out for a pull request is the merge of its branch into the base: its first parent is the base. For
 * any other event the committed plan is compared. Null = none is committed there.
 */
async function basePlan(inputs) {
  const { folder } = inputs
  const revision = process.env.GITHUB_EVENT_NAME === 'pull_request' ? 'HEAD^1' : 'HEAD'
  const git = (...args) => programEnds(['git', args], { cwd: folder, env: process.env, stderr: 'ignore' })
  if ((await git('rev-parse', '--verify', '--quiet', revision)).status !== 0)
    throw new InputError(`There is no ${revision} to compare with: check out with fetch-depth: 2.`)
  const path = relative(folder, join(besides(inputs), 'out', 'plan.json'))
  const { status, stdout } = await git('show', `${revision}:./${path}`)
  return status === 0 ? stdout : null
}

/** The folder of drplan.yaml. */
const besides = ({ folder, config }) => dirname(resolve(folder, config))

const shown = (inputs, args) =>
  asText(async () => {
    const { status, stdout } = await run(inputs, args)
    process.stdout.write(stdout)
    return status
  })

function run({ program: [name, ...before], folder }, args) {
  const { INPUT_TOKEN: _, ...env } = process.env
  // npx looks into node_modules by itself; a drplan that the repository brings is taken only where it is asked for.
  const own = [folder, process.env.GITHUB_WORKSPACE ?? folder].map((one) => join(one, 'node_modules/.bin'))
  const path = name === 'drplan' ? [...own, env.PATH].join(':') : env.PATH
  const settings = { cwd: folder, env: { ...env, PATH: path, CI: 'true', NO_COLOR: '1' }, stderr: 'inherit' }
  return programEnds([name, [...before, ...args]], settings)
}

/** No shell in between: every argument arrives as it is. What is said on stderr goes to the log as it comes. */
function programEnds([name, args], { cwd, env, stderr }) {
  return new Promise((ended, failed) => {
    const child = spawn(name, args, { cwd, env, stdio: ['ignore', 'pipe', stderr] })
    const chunks = []
    child.stdout.on('data', (chunk) => chunks.push(chunk))
    child.on('error', failed)
    child.on('close', (status) => ended({ status: status ?? 70, stdout: Buffer.concat(chunks) }))
  })
}

/** A new one each time: the action may be used twice in a job. */
export const folderForReports = () => mkdtempSync(join(process.env.RUNNER_TEMP ?? tmpdir(), 'drplan-'))
