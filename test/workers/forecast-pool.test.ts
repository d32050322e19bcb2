import { beforeAll, describe, expect, it } from 'vitest'
import { configSchema } from '../../src/model/config.ts'
import type { VmHistory } from '../../src/workers/forecast-lot.ts'
import { deriveAll } from '../../src/workers/forecast-pool.ts'
import { shareGrids, viewGrids } from '../../src/workers/shared-grids.ts'
import { aVm } from '../builders.ts'
import { aGrid, noise, rhythm } from '../core/forecast/series.ts'
import { collect } from '../support/collect.ts'

const policy = configSchema.shape.demand.parse({})

const historyOf = (place: number): VmHistory => {
  const id = `vm-${String(place).padStart(3, '0')}`
  const jitter = noise(400, place)
  const cpu = rhythm(200 + place).map((value, hour) => value + (jitter[hour] ?? 0))
  const grids = [
    aGrid(cpu, { vmId: id }),
    aGrid(
      rhythm(100).map((value) => value * 2 ** 30),
      { vmId: id, metric: 'memory' },
    ),
  ]
  return { vm: aVm({ id, name: id }), grids: place % 7 === 3 ? [] : grids }
}

async function* histories(count: number): AsyncGenerator<VmHistory> {
  for (let place = 0; place < count; place++) yield historyOf(place)
}

/** Enough series for threads to be started. */
const VMS = 150

const derive = (threads: number, count = VMS) => collect(deriveAll(histories(count), { policy, threads }))

/** All of it, bit by bit; a comparison number by number would take longer than the forecasts. */
const bytesOf = (value: unknown): string =>
  JSON.stringify(value, (_, inner: unknown) =>
    inner instanceof Float64Array
      ? Buffer.from(inner.buffer, inner.byteOffset, inner.byteLength).toString('base64')
      : inner,
  )

describe('forecasts on several threads', () => {
  let alone: Awaited<ReturnType<typeof derive>>
  beforeAll(async () => {
    alone = await derive(0)
  })

  it('are those of one thread, in the same order, for any number of them', { timeout: 60_000 }, async () => {
    const bytes = bytesOf(alone)

    for (const threads of [1, 2, 3]) expect(bytesOf(await derive(threads)) === bytes).toBe(true)
    expect(alone.map(({ demand }) => demand.vmId)).toEqual(
      Array.from({ length: VMS }, (_, place) => historyOf(place).vm.id),
    )
  })

  it('do not depend on the order of the VMs', async () => {
    async function* backwards(): AsyncGenerator<VmHistory> {
      for (let place = VMS - 1; place >= 0; place--) yield historyOf(place)
    }

    const turned = await collect(deriveAll(backwards(), { policy, threads: 2 }))

    expect(bytesOf(turned.toReversed()) === bytesOf(alone)).toBe(true)
  })

  it('are made on the present thread where there are few', async () => {
    expect(await derive(2, 3)).toEqual(await derive(0, 3))
  })

  it('fail with what the histories failed with', async () => {
    async function* failing(): AsyncGenerator<VmHistory> {
      yield* histories(VMS)
      throw new Error('the store is gone')
    }

    await expect(collect(deriveAll(failing(), { policy, threads: 2 }))).rejects.toThrow('the store is gone')
  })

  it('say which thread failed instead of waiting for it for ever', async () => {
    async function* spoilt(): AsyncGenerator<VmHistory> {
      yield* histories(VMS)
      yield { vm: null as unknown as VmHistory['vm'], grids: [] }
    }

    await expect(collect(deriveAll(spoilt(), { policy, threads: 2 }))).rejects.toMatchObject({ code: 'bug.unknown' })
  })

  it('end their threads when nobody asks for more', async () => {
    const derived = deriveAll(histories(400), { policy, threads: 2 })

    const first = await derived.next()
    await derived.return(undefined)

    expect(first.value?.demand.vmId).toBe('vm-000')
    expect(await derived.next()).toEqual({ done: true, value: undefined })
  })
})

describe('grids in shared memory', () => {
  it('come out as they went in', () => {
    const grids = [
      aGrid(rhythm(10), { vmId: 'a' }),
      aGrid([], { vmId: 'b' }),
      aGrid([NaN, 2], { metric: 'gpu', startMs: 7 }),
    ]

    expect(viewGrids(shareGrids(grids))).toEqual(grids)
  })
})
