/** Which components of a catalogue a person asks for, in the order they ask for. */
import { isWithin, type ComponentFilter, type Range, type SortOrder } from '../../model/component-filter.ts'
import type { Catalogue, DrComponent } from '../../model/dr-component.ts'
import { glob } from '../../model/glob.ts'
import { compareText } from '../../model/text-order.ts'

export interface PricedComponent {
  readonly component: DrComponent
  /** In the region that was asked for, else in the cheapest one. */
  readonly price: DrComponent['prices'][number]
}

/** Components with a price in `region`, or anywhere where it is null. What is not known of a component does not hold. */
export function selectComponents(
  { components }: Pick<Catalogue, 'components'>,
  region: string | null,
  filter: ComponentFilter,
): readonly PricedComponent[] {
  return components
    .filter((component) => holds(component, filter))
    .flatMap((component): readonly PricedComponent[] => {
      const price = priceOf(component, region)
      return price && (filter.maxPerHour === null || price.perHour <= filter.maxPerHour) ? [{ component, price }] : []
    })
    .sort((a, b) => orders[filter.sort](a, b) || compareText(a.component.id, b.component.id))
}

function priceOf({ prices }: DrComponent, region: string | null): DrComponent['prices'][number] | undefined {
  const there = region === null ? prices : prices.filter((price) => price.region === region)
  const [first, ...rest] = there
  return rest.reduce((least, price) => (least && least.perHour <= price.perHour ? least : price), first)
}

const holds = (component: DrComponent, filter: ComponentFilter): boolean =>
  isBigEnough(component, filter) &&
  hasGpus(component, filter) &&
  (filter.family === null || glob(filter.family, component.family)) &&
  isAsAsked(component.current, filter.current)

const isBigEnough = ({ capacity }: DrComponent, filter: ComponentFilter): boolean =>
  isInRange(capacity.vcpus, filter.vcpus) &&
  isInRange(capacity.memoryGiB, filter.memoryGiB) &&
  isAsAsked(capacity.architecture, filter.architecture) &&
  isAsAsked(capacity.burstableBaseline !== null, filter.burstable) &&
  isAsAsked(capacity.bareMetal, filter.bareMetal)

function hasGpus({ capacity }: DrComponent, filter: ComponentFilter): boolean {
  const gpus = capacity.accelerators.filter(({ kind }) => kind === 'gpu')
  const memoryGiB = sum(gpus.map(({ count, memoryGiB: each }) => times(count, each)))
  return (
    isInRange(sum(gpus.map(({ count }) => count)), filter.gpus) &&
    isInRange(gpus.length === 0 ? null : memoryGiB, filter.gpuMemoryGiB)
  )
}

const isInRange = (value: number | null, range: Range | null): boolean =>
  range === null || (value !== null && isWithin(value, range))

const isAsAsked = <Value>(value: Value, asked: Value | null): boolean => asked === null || value === asked

const times = (a: number, b: number | null): number | null => (b === null ? null : a * b)

/** Null when one of them is not known. */
const sum = (values: readonly (number | null)[]): number | null =>
  values.reduce((total, value) => (total === null || value === null ? null : total + value), 0)

type Order = (a: PricedComponent, b: PricedComponent) => number

const orders: Readonly<Record<SortOrder, Order>> = {
  price: (a, b) => a.price.perHour - b.price.perHour,
  vcpus: (a, b) => a.component.capacity.vcpus - b.component.capacity.vcpus,
  memory: (a, b) => a.component.capacity.memoryGiB - b.component.capacity.memoryGiB,
  id: () => 0,
}
