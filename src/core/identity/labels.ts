/** What findings about several sources call them. */
import type { SiteReading } from '../../model/source.ts'

export interface Labelled {
  /** The source's kind, with its number among those of its kind in drplan.yaml where there are several. */
  readonly label: string
}

/** One label a reading, in their order. A reading without VMs has no kind to be called by. */
export function labelsOf(readings: readonly SiteReading[]): readonly string[] {
  const kinds = readings.map(({ vms }) => vms[0]?.source ?? 'source without VMs')
  return kinds.map((kind, position) => {
    const isOnly = kinds.indexOf(kind) === kinds.lastIndexOf(kind)
    return isOnly ? kind : `${kind} #${kinds.slice(0, position + 1).filter((other) => other === kind).length}`
  })
}
