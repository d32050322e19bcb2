/** What one region sells, made ready for many VMs: components from the cheapest up, disk classes, services. */
import { InputError } from '../../errors.ts'
import type { Catalogue, DiskClass, DrComponent, ServiceId } from '../../model/dr-component.ts'
import { isLargeEnough, suits } from './constraints.ts'
import { componentsById } from './needs.ts'
import type { Needs } from './needs.ts'
import { compareText } from '../../model/text-order.ts'

/** A component with its price in the region. */
export interface Candidate {
  readonly component: DrComponent
  readonly perHour: number
  readonly asOf: string
  readonly estimated: boolean
}

export interface DiskOffer {
  readonly diskClass: DiskClass
  readonly price: DiskClass['prices'][number]
}

export interface Market {
  readonly region: string
  readonly currency: string
  /** From the cheapest up; then the smaller; then by id. */
  readonly candidates: readonly Candidate[]
  readonly disks: readonly DiskOffer[]
  /** The catalogue's component of this id, sold in the region or not. */
  componentOf(id: string | null): DrComponent | null
  /** The candidates of the kind that is needed, whatever their size, in the same order. */
  suited(needs: Needs): readonly Candidate[]
  /** Throws InputError `catalogue.damaged` when the region has no price for it. */
  service(id: ServiceId): { readonly price: number; readonly asOf: string }
}

export function openMarket(catalogue: Catalogue, region: string): Market {
  const candidates = catalogue.components.flatMap((component) => candidateOf(component, region)).sort(compareCandidates)
  const components = componentsById(catalogue)
  const suitedByKey = new Map<string, readonly Candidate[]>()
  return {
    region,
    currency: catalogue.currency,
    candidates,
    disks: catalogue.diskClasses.flatMap((diskClass) => {
      const price = diskClass.prices.find((one) => one.region === region)
      return price ? [{ diskClass, price }] : []
    }),
    componentOf: (id) => (id === null ? null : (components.get(id) ?? null)),
    suited(needs) {
      const key = kindKey(needs)
      const known = suitedByKey.get(key)
      if (known) return known
      const made = candidates.filter(({ component }) => suits(component, needs))
      suitedByKey.set(key, made)
      return made
    },
    service(id) {
      const row = catalogue.services.find((one) => one.id === id && one.region === region)
      if (row) return row
      throw new InputError('catalogue.damaged', `The catalogue has no price of ${id} in ${region}.`, {
        suggestions: ['Choose another region, or strategies that do not need the service.'],
      })
    },
  }
}

function candidateOf(component: DrComponent, region: string): Candidate[] {
  const price = component.prices.find((one) => one.region === region)
  return price ? [{ component, perHour: price.perHour, asOf: price.asOf, estimated: price.estimated }] : []
}

/** Total: no two candidates of a market are equal, so the choice never depends on the order of the catalogue. */
export const compareCandidates = (a: Candidate, b: Candidate): number =>
  a.perHour - b.perHour || compareSize(a, b) || compareText(a.component.id, b.component.id)

const compareSize = (a: Candidate, b: Candidate): number =>
  a.component.capacity.vcpus - b.component.capacity.vcpus ||
  a.component.capacity.memoryGiB - b.component.capacity.memoryGiB

/** Every need that `suits` reads, and no other: VMs of one key share one list. */
function kindKey(needs: Needs): string {
  const { architecture, bootModes, accelerators, bareMetal, burstableAllowed, previousAllowed } = needs
  return JSON.stringify([architecture, bootModes, accelerators, bareMetal, burstableAllowed, previousAllowed])
}

/** The cheapest candidate that holds the needs; null when none does. */
export const cheapestFor = (market: Market, needs: Needs): Candidate | null =>
  market.suited(needs).find(({ component }) => isLargeEnough(component, needs)) ?? null
