/** The facts of one component: what a vendor says today over what was known. */
import { z } from 'zod'
import type { ReadComponent } from '../../model/catalogue-reading.ts'
import { catalogueSchema, type Catalogue, type DrComponent } from '../../model/dr-component.ts'

const componentSchema = catalogueSchema.shape.components.element

/** A reading may say more than the catalogue has a place for; that is left out. */
const openComponentSchema = z.object({
  ...componentSchema.shape,
  capacity: z.object(componentSchema.shape.capacity.shape),
})

/**
 * What the vendor does not say stays as it was, and so do accelerators that are there already: VMs are matched with
 * them by name. Of a fact that the model refuses nothing is taken.
 */
export function updatedFacts(component: DrComponent, read: ReadComponent | undefined): DrComponent {
  if (!read) return component
  const { accelerators, ...said } = stated(read.capacity)
  const isBare = component.capacity.accelerators.length === 0 && accelerators !== undefined
  const updated = openComponentSchema.safeParse({
    ...component,
    current: read.current ?? component.current,
    capacity: { ...component.capacity, ...said, ...(isBare ? { accelerators } : {}) },
  })
  return updated.success ? updated.data : component
}

const stated = (capacity: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(capacity).filter(([, fact]) => fact !== null && fact !== undefined))

/** A component that the catalogue lacks, without prices; or in words what is not known of it. */
export function addedComponent(read: ReadComponent, { target }: Pick<Catalogue, 'target'>): DrComponent | string {
  if (read.missing.length > 0) return `no ${read.missing.join(', no ')}`
  const unsaid = Object.fromEntries(
    Object.entries(componentSchema.shape.capacity.shape).map(([field]) => [field, null]),
  )
  const { id, family, current, specialPurpose } = read
  const made = openComponentSchema.safeParse({
    id,
    target,
    family,
    current: current ?? true,
    specialPurpose,
    capacity: { ...unsaid, ...stated(read.capacity) },
    prices: [],
  })
  if (made.success) return made.data
  return `no usable ${[...new Set(made.error.issues.map(({ path }) => path.join('.')))].join(', no usable ')}`
}
