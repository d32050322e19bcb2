/** A real emulator of AWS, when the machine has one: moto_server, found by DRPLAN_MOTO or on the PATH. */
import { spawn } from 'node:child_process'
import { createServer, type AddressInfo } from 'node:net'
import { findProgram } from './find-program.ts'

export const motoPath = (): string | null => findProgram('moto_server', process.env['DRPLAN_MOTO'])

export interface Moto {
  readonly endpoint: string
  stop(): Promise<void>
}

export async function startMoto(path: string): Promise<Moto> {
  const port = await freePort()
  const server = spawn(path, ['-H', '127.0.0.1', '-p', String(port)], { stdio: 'ignore' })
  const ended = new Promise<void>((resolve) => server.once('exit', () => resolve()))
  const endpoint = `http://127.0.0.1:${port}`
  await waitFor(`${endpoint}/moto-api/data.json`)
  return {
    endpoint,
    stop: async () => {
      server.kill()
      await ended
    },
  }
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
