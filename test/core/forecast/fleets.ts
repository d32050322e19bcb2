/** Fleets that the fleet tests share. */
import fc from 'fast-check'
import { addFleet } from '../../../src/core/forecast/fleet.ts'
import type { FleetMember } from '../../../src/core/forecast/fleet-sum.ts'
import type { FleetDemand } from '../../../src/model/fleet-demand.ts'
import type { Grid } from '../../../src/model/metric-series.ts'
import { aGrid } from './series.ts'

export const aMember = (vmId: string, values: Iterable<number>, over: Partial<Grid> = {}): FleetMember => ({
  vmId,
  grid: aGrid(values, { vmId, ...over }),
  allocated: null,
})

/** The sum of members of whom something is known. */
export function fleetOf(members: readonly FleetMember[], over: Partial<Parameters<typeof addFleet>[1]> = {}) {
  return addFleet(members, { metric: 'cpu', ...over }) as FleetDemand
}

const usage = fc.oneof(fc.double({ min: 1e-6, max: 1e6, noNaN: true }), fc.constant(0), fc.constant(Number.NaN))

/** Some VMs with one to four days, of which any hour may be missing, one at least is not, and none need begin together. */
export const fleets: fc.Arbitrary<readonly FleetMember[]> = fc
  .array(
    fc.record({
      values: fc
        .array(usage, { minLength: 1, maxLength: 96, size: 'max' })
        .filter((values) => values.some(Number.isFinite)),
      late: fc.nat(48),
    }),
    { minLength: 1, maxLength: 5 },
  )
  .map((vms) =>
    vms.map(({ values, late }, place) =>
      aMember(`vm-${place}`, values, { startMs: Date.UTC(2026, 0, 5) + late * 3_600_000 }),
    ),
  )

/** The same fleet with every figure times `factor`. */
export const scaled = (members: readonly FleetMember[], factor: number): FleetMember[] =>
  members.map(({ vmId, grid, allocated }) => {
    const by = (values: Float64Array): Float64Array => values.map((value) => value * factor)
    return {
      vmId,
      grid: grid && { ...grid, mean: by(grid.mean), p95: by(grid.p95), max: by(grid.max) },
      allocated: allocated === null ? null : allocated * factor,
    }
  })
