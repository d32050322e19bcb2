/** Runs the real terraform against the stand-in provider: no plugin, no network, no credentials. */
import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { awsAnswers } from './aws-answers.ts'
import { awsRules } from './aws-rules.ts'
import { serveGrpc } from './grpc-server.ts'
import { createHandlers, type StandInParts } from './provider.ts'
import { awsSchema } from './provider-schema.ts'

export interface StandIn {
  /** What tells terraform to use the stand-in as hashicorp/aws. */
  readonly environment: Readonly<Record<string, string>>
  close(): void
}

export interface TerraformRun {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/** Nothing of the user's terraform settings, and no question to a server whether there is a newer version. */
const QUIET = { TF_CLI_CONFIG_FILE: '/dev/null', CHECKPOINT_DISABLE: '1', TF_IN_AUTOMATION: '1' }

export const hasTerraform = spawnSync('terraform', ['version'], { env: { ...process.env, ...QUIET } }).status === 0

/** One stand-in serves any number of runs. */
export async function startStandIn(over: Partial<StandInParts> = {}): Promise<StandIn> {
  const folder = mkdtempSync(join(tmpdir(), 'drplan-stand-in-'))
  const socket = join(folder, 'aws.sock')
  const handlers = createHandlers({ schema: awsSchema(), rules: awsRules, answers: awsAnswers, ...over })
  const server = await serveGrpc(handlers, socket)
  const reattach = {
    'hashicorp/aws': {
      Protocol: 'grpc',
      ProtocolVersion: 6,
      Pid: process.pid,
      Test: true,
      Addr: { Network: 'unix', String: socket },
    },
  }
  return {
    environment: { TF_REATTACH_PROVIDERS: JSON.stringify(reattach) },
    close: () => {
      server.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

export interface RunOptions {
  readonly cwd: string
  readonly standIn?: StandIn
  readonly environment?: Readonly<Record<string, string>>
}

export function runTerraform(args: readonly string[], options: RunOptions): Promise<TerraformRun> {
  const { cwd, standIn, environment = {} } = options
  const env = { ...process.env, ...QUIET, ...standIn?.environment, ...environment }
  return new Promise((resolve, reject) => {
    const child = spawn('terraform', args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] })
    const stdout: Buffer[] = []
    const stderr: Buffer[] = []
    child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk))
    child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk))
    child.on('error', reject)
    child.on('close', (code) =>
      resolve({
        code: code ?? -1,
        stdout: Buffer.concat(stdout).toString('utf8'),
        stderr: Buffer.concat(stderr).toString('utf8'),
      }),
    )
  })
}
