/** What one region sells, made ready for many VMs: components from the cheapest up, disk classes, services. */
import { InputError } from '../../errors.ts'
import type { Catalogue, DiskClass, DrComponent, ServiceId } from '../../model/dr-component.ts'
import { isLargeEnough, suits } from './constraints.ts'
import { componentsById } from './needs.ts'
import type { Needs } from './needs.ts'
import { transferPriceOf, type TransferPrice } from './transfer-price.ts'
import type { MonthHours } from '../../model/month.ts'
import { compareText } from '../../model/text-order.ts'

/** A component with its price in the region. */
export interface Candidate {
  readonly component: DrComponent
  readonly perHour: number
  readonly asOf: string
  readonly estimated: boolean
  /** What is paid on top for the operating system's licence; null = the VM needs none from the vendor. */
  readonly licence: Licence | null
}

interface Licence {
  /** Null = not known. */
  readonly perHour: number | null
  readonly estimated: boolean
}

export interface DiskOffer {
  readonly diskClass: DiskClass
  readonly price: DiskClass['prices'][number]
}

export interface Market {
  readonly region: string
  readonly currency: string
  /** What a month of anything that is paid by the hour counts. */
  readonly hoursPerMonth: MonthHours
  /** From the cheapest up; then the smaller; then by id. Without licences. */
  readonly candidates: readonly Candidate[]
  readonly disks: readonly DiskOffer[]
  /** No component that is sold here states how much network it has, so that no demand can be compared with it. */
  readonly networkUnstated: boolean
  /** The catalogue's component of this id, sold in the region or not. */
  componentOf(id: string | null): DrComponent | null
  /** All candidates, with the licence that is needed; in the order of their price with it. */
  sold(needs: Pick<Needs, 'windowsLicence'>): readonly Candidate[]
  /** Those of the kind that is needed, whatever their size, in the same order. */
  suited(needs: Needs): readonly Candidate[]
  /** The first of these that has a price in the region. Throws InputError `catalogue.damaged` when none has. */
  service(...ids: readonly [ServiceId, ...ServiceId[]]): Catalogue['services'][number]
  /** Of data that comes from the primary site; null = free, or not known. */
  readonly transfer: TransferPrice | null
}

export interface MarketSettings {
  readonly region: string
  readonly hoursPerMonth: MonthHours
  /** Of the primary site, where it has one. */
  readonly primaryRegion: string | null
}

export function openMarket(catalogue: Catalogue, { region, hoursPerMonth, primaryRegion }: MarketSettings): Market {
  const candidates = candidatesIn(catalogue, region, () => null)
  const licensed = candidatesIn(catalogue, region, windowsLicenceOf)
  const sold = (needs: Pick<Needs, 'windowsLicence'>): readonly Candidate[] =>
    needs.windowsLicence ? licensed : candidates
  const components = componentsById(catalogue)
  const suitedByKey = new Map<string, readonly Candidate[]>()
  return {
    region,
    currency: catalogue.currency,
    hoursPerMonth,
    transfer: transferPriceOf(catalogue, primaryRegion, region),
    candidates,
    disks: catalogue.diskClasses.flatMap((diskClass) => {
      const price = diskClass.prices.find((one) => one.region === region)
      return price ? [{ diskClass, price }] : []
    }),
    networkUnstated:
      candidates.length > 0 && candidates.every(({ component }) => component.capacity.networkMbps === null),
    componentOf: (id) => (id === null ? null : (components.get(id) ?? null)),
    sold,
    suited(needs) {
      const key = kindKey(needs)
      const known = suitedByKey.get(key)
      if (known) return known
      const made = sold(needs).filter(({ component }) => suits(component, needs))
      suitedByKey.set(key, made)
      return made
    },
    service(...ids) {
      const row = catalogue.services.find((one) => ids.includes(one.id) && one.region === region)
      if (row) return row
      throw new InputError('catalogue.damaged', `The catalogue has no price of ${ids[0]} in ${region}.`, {
        suggestions: ['Choose another region, or strategies that do not need the service.'],
      })
    },
  }
}

type Price = DrComponent['prices'][number]

function candidatesIn(
  { components }: Catalogue,
  region: string,
  licenceOf: (price: Price) => Licence | null,
): Candidate[] {
  const candidates = components.flatMap((component): Candidate[] => {
    const price = component.prices.find((one) => one.region === region)
    if (!price) return []
    const { perHour, asOf, estimated } = price
    return [{ component, perHour, asOf, estimated, licence: licenceOf(price) }]
  })
  return candidates.sort(compareCandidates)
}

const windowsLicenceOf = ({ windowsPerHour, windowsEstimated }: Price): Licence => ({
  perHour: windowsPerHour,
  estimated: windowsEstimated,
})

/**
 * Total: no two candidates of a market are equal, so the choice never depends on the order of the catalogue. Those
 * whose licence has no known price come last: what is not known is not free.
 */
export const compareCandidates = (a: Candidate, b: Candidate): number =>
  Number(isUnpriced(a)) - Number(isUnpriced(b)) ||
  perHourWithLicence(a) - perHourWithLicence(b) ||
  compareSize(a, b) ||
  compareText(a.component.id, b.component.id)

export const isUnpriced = ({ licence }: Candidate): boolean => licence?.perHour === null

const perHourWithLicence = ({ perHour, licence }: Candidate): number => perHour + (licence?.perHour ?? 0)

const compareSize = (a: Candidate, b: Candidate): number =>
  a.component.capacity.vcpus - b.component.capacity.vcpus ||
  a.component.capacity.memoryGiB - b.component.capacity.memoryGiB

/** Every need that `suits` reads, and no other: VMs of one key share one list. */
function kindKey(needs: Needs): string {
  const { architecture, bootModes, accelerators, bareMetal, ownFamily, burstableAllowed, previousAllowed } = needs
  const { premiumStorage, windowsLicence } = needs
  const machine = [architecture, bootModes, accelerators, bareMetal, ownFamily, burstableAllowed, previousAllowed]
  return JSON.stringify([...machine, premiumStorage, windowsLicence])
}

/** The cheapest candidate that holds the needs; null when none does. */
export const cheapestFor = (market: Market, needs: Needs): Candidate | null =>
  market.suited(needs).find(({ component }) => isLargeEnough(component, needs)) ?? null
