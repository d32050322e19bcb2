/** Servers and exporters as they are installed, on free ports of the loopback, with data in folders of their own. */
import { spawn, type ChildProcess } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

/** Is there such a program on PATH? */
export const isInstalled = (program: string): boolean =>
  (process.env['PATH'] ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK)
      return true
    } catch {
      return false
    }
  })

export const aFreePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      server.close(() => resolve(port))
    })
  })

export const aDataFolder = (): Promise<string> => mkdtemp(join(tmpdir(), 'drplan-prometheus-'))

export interface Running {
  readonly url: string
  stop(): Promise<void>
}

export interface Starting {
  readonly program: string
  readonly port: number
  readonly arguments: readonly string[]
  /** A path that answers 200 once the program is ready. */
  readonly readyPath: string
  /** Removed when the program has stopped. */
  readonly folder: string
}

export async function start({ program, port, arguments: args, readyPath, folder }: Starting): Promise<Running> {
  const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'pipe'], cwd: folder })
  let said = ''
  child.stderr.on('data', (chunk: Buffer) => (said = (said + chunk.toString('utf8')).slice(-4000)))
  const running = {
    url: `http://127.0.0.1:${port}`,
    stop: async () => {
      await end(child)
      await rm(folder, { recursive: true, force: true, maxRetries: 3 })
    },
  }
  const until = performance.now() + 30_000
  while (performance.now() < until && child.exitCode === null) {
    const response = await fetch(running.url + readyPath).catch(() => null)
    await response?.text()
    if (response?.status === 200) return running
    await sleep(100)
  }
  await running.stop()
  throw new Error(`${program} did not start:\n${said}`)
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGTERM')
  const killing = setTimeout(() => child.kill('SIGKILL'), 10_000)
  await ended
  clearTimeout(killing)
}
