/** A real emulator of AWS, when the machine has one: moto_server, found by DRPLAN_MOTO or on the PATH. */
import { spawn } from 'node:child_process'
import { createServer, type AddressInfo } from 'node:net'
import { findProgram } from './find-program.ts'

export const motoPath = (): string | null => findProgram('moto_server', process.env['DRPLAN_MOTO'])

export interface Moto {
  readonly endpoint: string
  stop(): Promise<void>
}

/** The files of a worker come one after another and share its process, so one emulator serves them all. */
const shared = globalThis as { drplanMoto?: Promise<string> }

/** An emulator in which nothing was made yet; only one at a time, as the next one is the same, emptied. */
export async function startMoto(path: string): Promise<Moto> {
  shared.drplanMoto ??= launch(path)
  const endpoint = await shared.drplanMoto
  await empty(endpoint)
  return { endpoint, stop: () => empty(endpoint) }
}

async function empty(endpoint: string): Promise<void> {
  const { ok } = await fetch(`${endpoint}/moto-api/reset`, { method: 'POST' })
  if (!ok) throw new Error('moto_server did not forget what was made')
}

/** It ends with the worker, however that ends: the shell reads until this process no longer holds the other end. */
const untilAbandoned = '"$@" >/dev/null 2>&1 </dev/null & read -r _; kill $!'

async function launch(path: string): Promise<string> {
  const port = await freePort()
  const command = ['-c', untilAbandoned, 'sh', path, '-H', '127.0.0.1', '-p', String(port)]
  const server = spawn('sh', command, { stdio: ['pipe', 'ignore', 'ignore'] })
  server.unref()
  const endpoint = `http://127.0.0.1:${port}`
  await waitFor(`${endpoint}/moto-api/data.json`)
  return endpoint
}

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo
      probe.close(() => resolve(port))
    })
  })

async function waitFor(url: string): Promise<void> {
  for (let attempt = 0; attempt < 300; attempt++) {
    const answer = await fetch(url).catch(() => null)
    if (answer?.ok) return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error('moto_server did not start')
}
