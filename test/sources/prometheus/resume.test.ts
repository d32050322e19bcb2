import { expect, test } from 'vitest'
import { parseAddress } from '../../../src/model/address.ts'
import { prometheusSettingsSchema } from '../../../src/model/live-settings.ts'
import type { SampleBatch } from '../../../src/model/source.ts'
import { createPrometheusSource } from '../../../src/sources/prometheus/index.ts'
import { aNic, aSite, aVm } from '../../builders.ts'
import { collect } from '../../support/collect.ts'
import { aRequest } from '../../support/source-folder.ts'
import { aServer, everyStep, matrix, sendJson, type Asked } from './stand-in.ts'

const UNTIL = '2026-11-21T00:00:00Z'
const END = Date.parse(UNTIL)
const HOUR = 3_600_000

const site = aSite({
  vms: ['vm-1', 'vm-2'].map((id, index) =>
    aVm({ id, name: `web-${index}`, nics: [aNic({ addresses: [parseAddress(`10.0.0.${index + 1}`)] })] }),
  ),
})

const bothVms = (asked: Asked) =>
  matrix(
    ['10.0.0.1:9100', '10.0.0.2:9100'].map((instance) => ({
      metric: { instance },
      values: everyStep(asked, () => '1'),
    })),
  )

/** Two days of five minutes of both VMs, of which `held` is held. */
async function read(
  held: Readonly<Record<string, number>>,
): Promise<{ batches: SampleBatch[]; asked: readonly Asked[] }> {
  const { url, asked } = await aServer((response, question) => sendJson(response, 200, bothVms(question)))
  const live = prometheusSettingsSchema.parse({
    kind: 'prometheus',
    url,
    presets: [],
    queries: [{ metric: 'cpu_vcpu', query: 'own_cpu' }],
    historyDays: 2,
  })
  const source = createPrometheusSource({ environment: {} })
  const request = { ...aRequest('', { live, until: UNTIL }), heldUntil: (vmId: string) => held[vmId] ?? null }
  const reading = await source.readMetrics?.(request, site)
  if (!reading) throw new Error('the source reads no metrics')
  return { batches: await collect(reading.batches), asked: asked.filter(({ step }) => step === 300) }
}

const coverOf = (batches: readonly SampleBatch[], vm: string) =>
  batches.flatMap(({ vmId, covers }) => (vmId === vm && covers ? [covers] : []))

const firstOf = (batches: readonly SampleBatch[], vm: string): number =>
  Math.min(...batches.filter(({ vmId }) => vmId === vm).flatMap(({ at }) => [...at]))

test('the first time the whole history is asked, and said to be covered', async () => {
  const { batches } = await read({})

  expect(firstOf(batches, 'vm-1')).toBe(END - 48 * HOUR)
  expect(coverOf(batches, 'vm-1')).toEqual([{ from: END - 48 * HOUR, until: END }])
})

test('afterwards only from an hour before what is held', async () => {
  const { batches, asked } = await read({ 'vm-1': END - 2 * HOUR, 'vm-2': END - 4 * HOUR })

  expect(Math.min(...asked.map(({ start }) => start * 1000))).toBe(END - 5 * HOUR + 300_000)
  expect(firstOf(batches, 'vm-1')).toBe(END - 3 * HOUR)
  expect(firstOf(batches, 'vm-2')).toBe(END - 5 * HOUR)
  expect(coverOf(batches, 'vm-2')).toEqual([{ from: END - 5 * HOUR, until: END }])
})

test('a VM that is new has its whole history asked, of which the others give nothing twice', async () => {
  const { batches } = await read({ 'vm-1': END - 2 * HOUR })

  expect(firstOf(batches, 'vm-1')).toBe(END - 3 * HOUR)
  expect(firstOf(batches, 'vm-2')).toBe(END - 48 * HOUR)
})

test('what is held up to now is asked for its last steps again', async () => {
  const { batches } = await read({ 'vm-1': END, 'vm-2': END })

  expect(firstOf(batches, 'vm-1')).toBe(END - HOUR)
})
