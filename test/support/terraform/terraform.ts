/** Runs the real terraform against the stand-in provider: no plugin, no network, no credentials. */
import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { awsAnswers } from './aws-answers.ts'
import { awsRules } from './aws-rules.ts'
import { azurermAnswers } from './azurerm-answers.ts'
import { azurermRules } from './azurerm-rules.ts'
import { serveGrpc } from './grpc-server.ts'
import { createHandlers, type StandInParts } from './provider.ts'
import { committedSchema, providerIds, type ProviderId } from './provider-schema.ts'

export interface StandIn {
  /** What tells terraform to use the stand-in as the real providers. */
  readonly environment: Readonly<Record<string, string>>
  close(): void
}

export interface TerraformRun {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/**
 * Nothing of the user's terraform settings, and no question to a server whether there is a newer version. Its runs are short:
 * collecting garbage less often saves a third of their time.
 */
const QUIET = {
  TF_CLI_CONFIG_FILE: '/dev/null',
  CHECKPOINT_DISABLE: '1',
  TF_IN_AUTOMATION: '1',
  GOGC: '400',
}

export const hasTerraform = spawnSync('terraform', ['version'], { env: { ...process.env, ...QUIET } }).status === 0

const parts: Readonly<Record<ProviderId, () => StandInParts>> = {
  aws: () => ({ schema: committedSchema('aws'), rules: awsRules, answers: awsAnswers }),
  azurerm: () => ({ schema: committedSchema('azurerm'), rules: azurermRules, answers: azurermAnswers }),
}

/** One stand-in serves any number of runs, as every provider that we use. */
export async function startStandIn(): Promise<StandIn> {
  const folder = mkdtempSync(join(tmpdir(), 'drplan-stand-in-'))
  const servers = await Promise.all(
    providerIds.map(async (id) => {
      const socket = join(folder, `${id}.sock`)
      return { id, socket, server: await serveGrpc(createHandlers(parts[id]()), socket) }
    }),
  )
  const reattach = Object.fromEntries(servers.map(({ id, socket }) => [`hashicorp/${id}`, reattachment(socket)]))
  return {
    environment: { TF_REATTACH_PROVIDERS: JSON.stringify(reattach) },
    close: () => {
      for (const { server } of servers) server.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

const reattachment = (socket: string): object => ({
  Protocol: 'grpc',
  ProtocolVersion: 6,
  Pid: process.pid,
  Test: true,
  Addr: { Network: 'unix', String: socket },
})

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
