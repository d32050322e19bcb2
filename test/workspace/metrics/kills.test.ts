import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readGrids, readHeldUntil, readMetricSummary } from '../../../src/workspace/metrics/store.ts'
import { collect } from '../../support/collect.ts'
import { collectionAsking, collectRound, endOfRound } from '../../support/long-collection.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'drplan-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const script = join(import.meta.dirname, '../../support/long-collection.ts')
const stores = 4
/** A kill costs a start of Node with the engine; `npm run test:crash` asks for more. */
const killsEach = process.env['DRPLAN_CRASHES'] === 'all' ? 50 : 12
const rounds = 400

const begin = (store: string, untilRound: number): ChildProcess =>
  spawn(process.execPath, [script, store, String(untilRound)], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NODE_COMPILE_CACHE: join(folder, 'compiled') },
  })

/** Node writes what it compiled when a process ends by itself: without this, every one that is killed compiles all anew. */
async function leaveCompiledModules(): Promise<void> {
  const [code] = await once(begin(join(folder, 'first'), 1), 'exit')
  expect(code).toBe(0)
}

/** The last round that the process said was done before it was killed, within `patience` ms; null for none. */
async function killSoon(store: string, patience: number): Promise<number | null> {
  const child = begin(store, rounds)
  const said: string[] = []
  child.stdout?.on('data', (text) => said.push(String(text)))
  const ended = once(child, 'close')
  if (child.stdout) await Promise.race([once(child.stdout, 'data'), ended])
  await wait(Math.random() * patience)
  child.kill('SIGKILL')
  await ended
  const last = said.join('').trim().split('\n').at(-1) ?? ''
  return /^\d+$/.test(last) ? Number(last) : null
}

/** The least time up to which all series are held. */
async function heldBy(store: string): Promise<number> {
  const held = await readHeldUntil(store, collectionAsking)
  return Math.min(...Array.from({ length: 12 }, (_, vm) => held(`vm-${vm}`, 'cpu') ?? Number.NEGATIVE_INFINITY))
}

/** How far the collection was said to be. */
async function killOften(store: string): Promise<void> {
  let [done, patience] = [-1, 300]
  // However busy the machine is, at least one round was done when the last kill comes.
  for (let kill = 0; kill < killsEach || done < 0; kill++) {
    const last = (await killSoon(store, patience)) ?? -1
    // On a busy machine no round may end within that: a collection that never gets anywhere would prove nothing.
    patience = last > done ? 300 : patience * 1.2
    done = Math.max(done, last)
    expect(await heldBy(store)).toBeGreaterThanOrEqual(done < 0 ? Number.NEGATIVE_INFINITY : endOfRound(done))
  }
}

describe(`a collection that is killed ${stores * killsEach} times or more at random moments`, () => {
  it('has lost nothing it said was done, and ends as one that was never killed', { timeout: 600_000 }, async () => {
    const killed = Array.from({ length: stores }, (_, index) => join(folder, `killed-${index}`))
    const whole = join(folder, 'whole')

    await leaveCompiledModules()
    await Promise.all(killed.map(killOften))
    const reached = await Promise.all(killed.map(async (store) => Math.round((await heldBy(store)) - endOfRound(-1))))
    const last = Math.max(...reached) / (endOfRound(1) - endOfRound(0)) + 1
    expect(last).toBeGreaterThan(0)
    for (let round = 0; round <= last; round++) await collectRound(whole, round, last)
    const expected = { series: (await readMetricSummary(whole))?.series, grids: await collect(readGrids(whole)) }

    for (const store of killed) {
      const child = begin(store, last + 1)
      await once(child, 'exit')
      expect({ series: (await readMetricSummary(store))?.series, grids: await collect(readGrids(store)) }).toEqual(
        expected,
      )
    }
  })
})
