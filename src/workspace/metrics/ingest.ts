/** Batches to parts: collected into slices in memory, while the slice before is written. */
import type { SampleBatch } from '../../model/source.ts'
import type { OpenStore } from './parts.ts'
import type { OpenSection } from './section.ts'
import { createSlice } from './slice.ts'
import { writeSlice } from './write-slice.ts'

export interface Ingestion {
  readonly batches: AsyncIterable<SampleBatch>
  /** About how many samples go into one part; a batch is never cut. */
  readonly samplesPerPart: number
  /** Called after each slice; what it commits survives whatever comes. */
  readonly afterSlice: () => Promise<void>
}

/**
 * Reads `batches` to their end. Of a live source, what came before a failure is written before the failure is thrown.
 * Throws what `batches` throws.
 */
export async function ingest(
  store: OpenStore,
  section: OpenSection,
  { batches, samplesPerPart, afterSlice }: Ingestion,
): Promise<void> {
  const slice = createSlice()
  const begun = new Set<number>()
  let writing: Promise<void> = Promise.resolve()
  const flush = async (): Promise<void> => {
    await writing
    const taken = slice.take()
    writing = writeSlice(store, section, { slice: taken, begun }).then(afterSlice)
    // Its failure is thrown where it is waited for.
    writing.catch(() => undefined)
  }
  try {
    for await (const batch of batches) {
      slice.add(batch)
      if (slice.size() >= samplesPerPart) await flush()
    }
  } catch (error) {
    if (section.live) await flush()
    await writing
    throw error
  }
  await flush()
  await writing
}
