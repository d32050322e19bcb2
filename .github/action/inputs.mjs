// What the action is asked to do: the inputs of action.yml, each checked before anything is run.
import { readFileSync, statSync } from 'node:fs'
import { resolve } from 'node:path'

/** A fault of the workflow's author. */
export class InputError extends Error {}

const commands = ['check', 'plan', 'diff']
const failOn = { check: ['error', 'warning', 'info'], plan: ['error', 'warning', 'info'], diff: ['worse', 'any'] }
/** The formats of `drplan check --write`, and what their files are called. */
export const fileOf = {
  json: 'check.json',
  sarif: 'check.sarif',
  junit: 'check.xml',
  gitlab: 'check-code-quality.json',
  markdown: 'check.md',
}

export function readInputs(env) {
  const of = (name) => (env[`INPUT_${name}`] ?? '').trim()
  const command = oneOf('command', of('COMMAND') || 'check', commands)
  return {
    command,
    config: of('CONFIG') || 'drplan.yaml',
    failOn: of('FAIL_ON') === '' ? null : oneOf('fail-on', of('FAIL_ON'), failOn[command]),
    baseline: of('BASELINE') || null,
    recovery: isTrue('recovery', of('RECOVERY') || 'false'),
    formats: of('FORMATS')
      .split(/[\s,]+/)
      .filter((format) => format !== '')
      .map((format) => oneOf('formats', format, Object.keys(fileOf))),
    program: programOf(of('VERSION')),
    folder: folderOf(env.GITHUB_WORKSPACE ?? process.cwd(), of('WORKING_DIRECTORY') || '.'),
    comment: isTrue('comment', of('COMMENT') || 'true'),
    token: of('TOKEN'),
  }
}

function oneOf(name, value, allowed) {
  if (allowed.includes(value)) return value
  throw new InputError(`${name}: ${JSON.stringify(value)} is none of ${allowed.join(', ')}.`)
}

const isTrue = (name, value) => oneOf(name, value, ['true', 'false']) === 'true'

/** Program and first arguments. A version is only ever one: no path, no address, no other package by an alias. */
function programOf(asked) {
  if (asked === 'local') return ['drplan']
  const version = asked || JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')).version
  if (/^[0-9a-z][0-9a-z.+-]*$/i.test(version)) return ['npx', '--yes', '--', `drplan@${version}`]
  throw new InputError(`version: ${JSON.stringify(version)} is no version.`)
}

function folderOf(workspace, below) {
  const folder = resolve(workspace, below)
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return folder
  throw new InputError(`working-directory: there is no folder ${JSON.stringify(below)}.`)
}
