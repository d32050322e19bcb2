/** Some VMs at a time: one message there and one back, figures in shared memory. */
import { deriveVm, type DerivedVm } from '../core/forecast/derive-vm.ts'
import type { DemandPolicy } from '../model/config.ts'
import type { Grid } from '../model/metric-series.ts'
import type { Vm } from '../model/site.ts'
import { viewGrids, type SharedGrids } from './shared-grids.ts'

/** A VM and its history, one grid a metric. */
export interface VmHistory {
  readonly vm: Vm
  readonly grids: readonly Grid[]
}

/** What a worker gets: VMs, how many of the shared grids each of them has, in order, and what to size by. */
export interface DeriveLot {
  readonly kind: 'derive'
  readonly vms: readonly Vm[]
  readonly counts: readonly number[]
  readonly grids: SharedGrids
  readonly policy: DemandPolicy
}

export function deriveLot({ vms, counts, grids, policy }: DeriveLot): readonly DerivedVm[] {
  const all = viewGrids(grids)
  let first = 0
  return vms.map((vm, place) => {
    const count = counts[place] ?? 0
    const own = all.slice(first, first + count)
    first += count
    return deriveVm(vm, own, policy)
  })
}
