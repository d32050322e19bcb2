/**
 * What VMs share at the recovery site: quotas of an account, stock that somebody promised, licences, money. A limit
 * counts what is there at the peak, while everything fails over and what stood by is still beside it.
 */
import { z } from 'zod'
import type { DrComponent } from './dr-component.ts'
import type { Immutable } from './immutable.ts'

/** With the unit that its amounts have. */
export const measureUnits = {
  vcpus: 'vCPU',
  'memory-gib': 'GiB of memory',
  vms: 'VMs',
  accelerators: 'accelerators',
  'volume-tib': 'TiB of volumes',
  volumes: 'volumes',
  'replicated-vms': 'replicated VMs',
  'network-interfaces': 'network interfaces',
  'public-addresses': 'public addresses',
} as const
export type Measure = keyof typeof measureUnits
const measures = Object.keys(measureUnits) as [Measure, ...Measure[]]
export const measureSchema = z.enum(measures)

/** A quota as the platform counts it. */
export interface Quota {
  /** The platform's own code or name; what `mapping.quotas` of drplan.yaml is keyed by. */
  readonly id: string
  readonly name: string
  readonly of: Measure
  /** Does it count components of this kind (machines), or disk classes of this id (volumes)? */
  readonly covers: (what: { readonly component: DrComponent } | { readonly diskClass: string }) => boolean
  /** What a new account has; null = not known. Nothing is refused by it: an account's own figure must be stated. */
  readonly initially: number | null
  readonly source: string
  readonly asOf: string
}

const ledgerRowSchema = z.strictObject({
  /** Of the quota; the name where drplan.yaml states the limit itself. */
  id: z.string(),
  name: z.string(),
  unit: z.string(),
  /** What the mapping takes of it. */
  needed: z.number().nonnegative(),
  /** What there is for this mapping; null = nobody has said, or it has no end. */
  most: z.number().nonnegative().nullable(),
  /** What others use of the quota of the account already, which `most` is without; null = not known, or not asked. */
  used: z.number().nonnegative().nullable(),
  /** What a new account of the platform has of a quota; null = not known, or no quota. */
  initially: z.number().nonnegative().nullable(),
  /** What it would take if every VM came to its second target, its third …, or to its last where it has fewer. */
  ladder: z.array(z.number().nonnegative()).optional(),
  /** How many VMs take of it. */
  vms: z.int().nonnegative(),
  /** Who says how much there is, or how much a new account has; null = nobody. */
  source: z.string().nullable(),
})
export const ledgerSchema = z.array(ledgerRowSchema)
export type LedgerRow = Immutable<z.infer<typeof ledgerRowSchema>>
