/**
 * Writes fixtures/scenarios/harbour-foods: `node test/support/make-harbour-foods.ts`. Everything in it is
 * invented; the same bytes every time (gzip without a time stamp).
 */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { harbourFoodsHours, harbourFoodsStart, makeHarbourFoodsMetrics } from './harbour-foods-metrics.ts'
import { harbourFoodsNetwork } from './harbour-foods-network.ts'
import { harbourFoodsVms } from './harbour-foods-vms.ts'

export const harbourFoodsFolder = join(import.meta.dirname, '../../fixtures/scenarios/harbour-foods')

/** The inventory as text: drplan/inventory@1, taken when the samples end. */
export function makeHarbourFoodsInventory(): string {
  const capturedAt = new Date(Date.parse(harbourFoodsStart) + harbourFoodsHours * 3_600_000)
  const inventory = {
    schema: 'drplan/inventory@1',
    capturedAt: capturedAt.toISOString(),
    region: null,
    vms: harbourFoodsVms,
    network: harbourFoodsNetwork,
  }
  return `${JSON.stringify(inventory, null, 2)}\n`
}

if (import.meta.main) {
  await writeFile(join(harbourFoodsFolder, 'inventory.json'), makeHarbourFoodsInventory())
  await writeFile(join(harbourFoodsFolder, 'metrics.csv.gz'), gzipSync(makeHarbourFoodsMetrics(), { level: 9 }))
}
