/** The script of action.yml as the runner starts it: with the environment that action.yml gives it, and nothing else. */
import { spawn } from 'node:child_process'
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises'
import { delimiter, dirname, join } from 'node:path'
import { parse } from 'yaml'
import { temporaryFolder } from '../support/temporary-folder.ts'

export const root = join(import.meta.dirname, '../..')

interface Manifest {
  readonly inputs: Readonly<Record<string, { description: string; default: string }>>
  readonly outputs: Readonly<Record<string, { description: string; value: string }>>
  readonly runs: { using: string; steps: readonly Step[] }
}

interface Step {
  readonly id?: string
  readonly uses?: string
  readonly run?: string
  readonly shell?: string
  readonly env?: Readonly<Record<string, string>>
  readonly with?: Readonly<Record<string, unknown>>
}

export const manifest = parse(await readFile(join(root, 'action.yml'), 'utf8')) as Manifest

export interface Ended {
  readonly status: number | null
  readonly log: string
  readonly outputs: Readonly<Record<string, string>>
  readonly summary: string
}

export interface Wish {
  readonly inputs?: Readonly<Record<string, string>>
  /** The repository as it is checked out. */
  readonly workspace: string
  /** Where `drplan` and `npx` are found first. */
  readonly programs: string
  readonly env?: Readonly<Record<string, string>>
  readonly event?: object
}

/** What the runner makes of the inputs: given ones over defaults, into the environment of the step with the script. */
function stepEnvironment(given: Readonly<Record<string, string>>): Record<string, string> {
  const env = manifest.runs.steps.find(({ id }) => id === 'drplan')?.env ?? {}
  return Object.fromEntries(
    Object.entries(env).map(([name, value]) => {
      const [, input = ''] = /^\$\{\{ inputs\.([a-z-]+) \}\}$/.exec(value) ?? []
      return [name, given[input] ?? (input === 'token' ? 'a-token' : manifest.inputs[input]!.default)]
    }),
  )
}

export async function runAction({ inputs = {}, workspace, programs, env = {}, event = {} }: Wish): Promise<Ended> {
  const temporary = await temporaryFolder()
  const at = (name: string): string => join(temporary, name)
  for (const name of ['output', 'summary']) await writeFile(at(name), '')
  await writeFile(at('event.json'), JSON.stringify(event))
  await mkdir(at('temp'))
  const step = manifest.runs.steps.find(({ id }) => id === 'drplan')!
  const child = spawn('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', step.run!], {
    cwd: workspace,
    env: {
      PATH: [programs, dirname(process.execPath), process.env['PATH']].join(delimiter),
      HOME: temporary,
      GITHUB_ACTION_PATH: root,
      GITHUB_ACTIONS: 'true',
      GITHUB_EVENT_NAME: 'pull_request',
      GITHUB_EVENT_PATH: at('event.json'),
      GITHUB_OUTPUT: at('output'),
      GITHUB_REPOSITORY: 'harbour/recovery',
      GITHUB_STEP_SUMMARY: at('summary'),
      GITHUB_WORKSPACE: workspace,
      RUNNER_TEMP: at('temp'),
      ...(process.env['NODE_COMPILE_CACHE'] && { NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'] }),
      ...stepEnvironment(inputs),
      ...env,
    },
  })
  let log = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (log += chunk.toString()))
  const status = await new Promise<number | null>((resolve) => child.on('close', resolve))
  const outputs = outputsOf(await readFile(at('output'), 'utf8'))
  return { status, log, outputs, summary: await readFile(at('summary'), 'utf8') }
}

/** As the runner reads $GITHUB_OUTPUT: `name<<delimiter`, lines, the delimiter alone on its line. */
function outputsOf(text: string): Record<string, string> {
  const outputs: Record<string, string> = {}
  const lines = text.split('\n')
  while (lines.length > 1) {
    const [, name, end] = /^([a-z]+)<<(.+)$/.exec(lines.shift()!) ?? []
    if (!name) throw new Error('An output that the runner refuses.')
    outputs[name] = lines.splice(0, lines.indexOf(end!)).join('\n')
    lines.shift()
  }
  return outputs
}

/** A program of this name that runs `script` (JavaScript, a module) with its arguments. */
export async function aProgram(folder: string, name: string, script: string): Promise<void> {
  await writeFile(join(folder, `${name}.mjs`), script)
  await writeFile(join(folder, name), `#!/bin/sh\nexec "${process.execPath}" "$(dirname "$0")/${name}.mjs" "$@"\n`)
  await chmod(join(folder, name), 0o755)
}
