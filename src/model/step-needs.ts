/** What people and programs need to walk a runbook, besides what the plan brings back; and where it stands. */
import { z } from 'zod'
import { runbookStages } from './runbook.ts'
import type { Immutable } from './immutable.ts'

export const needKinds = [
  'identity',
  'dns-zone',
  'state',
  'key',
  'secret',
  'registry',
  'licence',
  'network',
  'control-plane',
  'other',
] as const
export type NeedKind = (typeof needKinds)[number]

/**
 * Places with the larger one first, parted by slashes: `on-premises`, `on-premises/hall-1`, `aws`, `aws/eu-west-1`,
 * `aws/eu-west-1/a`, `azure/westeurope`, `account:111122223333`. What takes down a place takes down all that is in it.
 */
const placeSchema = z.string().regex(/^[^\s/]+(\/[^\s/]+)*$/, 'places parted by slashes, such as aws/eu-west-1')

export const stepNeedSchema = z.strictObject({
  name: z.string().min(1),
  kind: z.enum(needKinds),
  /** It is there as long as one of them is. */
  standsIn: z.array(placeSchema).min(1),
  /** Which stages cannot be walked without it; none = all of them. */
  stages: z.array(z.enum(runbookStages)).default([]),
  /** It rests on other ones, by name: sign-in that needs DNS, say. */
  needs: z.array(z.string().min(1)).default([]),
})
export type StepNeed = Immutable<z.infer<typeof stepNeedSchema>>

/** One thing that fails as a whole, and the places that go with it. */
export interface FailedDomain {
  readonly name: string
  readonly places: readonly string[]
}

export const isDown = (place: string, { places }: FailedDomain): boolean =>
  places.some((down) => place === down || place.startsWith(`${down}/`))
