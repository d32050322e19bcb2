/** Capacity that is paid for while standing by, so that it is there on the day; priced against having none. */
import { z } from 'zod'

const totalShape = { vms: z.int().nonnegative(), perMonth: z.number().nonnegative() }

export const reservationSchema = z.strictObject({
  /** What it costs, or would cost, a month: the recovered component on demand, without a licence. */
  perMonth: z.number().nonnegative(),
  reserved: z.boolean(),
})

export const reservationTotalsSchema = z.strictObject({
  /** As drplan.yaml says; these are in the cost of standing by. */
  chosen: z.strictObject(totalShape),
  /** For nobody, then for more and more tiers from the first to all: what that costs of the components as mapped. */
  steps: z.array(z.strictObject({ tierIds: z.array(z.string()), ...totalShape })),
})
