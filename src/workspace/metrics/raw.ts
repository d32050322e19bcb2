/** Single samples of one VM out of the store, for rules that go by samples and not by hours. */
import { join } from 'node:path'
import type { MetricId } from '../../model/metric-series.ts'
import { openEngine } from '../engine.ts'
import { damaged, findPart, readManifest, temporaryFolder, type MetricSection } from './manifest.ts'
import { meets, readRaw, type OpenStore } from './parts.ts'
import { mergeSamples, type Samples } from './samples.ts'

/**
 * By metric, ascending in time, each time once; a metric without raw samples is not there. Where several active sections
 * have a series, the one with more samples of it counts, the later one where they have equally many. Older samples than
 * `retention.rawDays` may be gone. Throws InputError `artifact.damaged` when a part is missing.
 */
export async function readSamples(
  folder: string,
  vmId: string,
  metrics: readonly MetricId[],
): Promise<ReadonlyMap<MetricId, Samples>> {
  const sections = (await readManifest(folder))?.sections.filter(({ active }) => active) ?? []
  const chosen = metrics.flatMap((metric) => choose(sections, vmId, metric) ?? [])
  const found = new Map<MetricId, Samples>()
  if (chosen.length === 0) return found
  const engine = await openEngine(join(temporaryFolder(folder), 'spill'))
  try {
    for (const one of chosen) {
      const samples = await samplesOf({ engine, folder }, one)
      if (samples.at.length > 0) found.set(one.metric, samples)
    }
  } catch (error) {
    if (!(error instanceof Error) || !error.message.startsWith('IO Error')) throw error
    throw damaged(folder, 'a part is gone, or was removed while it was read', error)
  } finally {
    engine.close()
  }
  return found
}

interface Chosen {
  readonly metric: MetricId
  readonly section: MetricSection
  readonly id: number
  readonly count: number
}

function choose(sections: readonly MetricSection[], vmId: string, metric: MetricId): Chosen | null {
  let best: Chosen | null = null
  for (const section of sections) {
    const id = section.series.findIndex((one) => one.vmId === vmId && one.metric === metric)
    const count = section.series[id]?.count ?? 0
    if (count > 0 && count >= (best?.count ?? 0)) best = { metric, section, id, count }
  }
  return best
}

async function samplesOf(store: OpenStore, { section, id }: Chosen): Promise<Samples> {
  const range = { series: [id, id], ms: [-Infinity, Infinity] } as const
  const lots: Samples[] = []
  for (const part of section.raw.filter((each) => meets(each, range))) {
    await findPart(store.folder, part)
    const own = { series: [id, id], ms: [part.firstMs, part.lastMs] } as const
    for await (const { at, values } of readRaw(store, part, own)) lots.push({ at, values })
  }
  return mergeSamples(lots)
}
