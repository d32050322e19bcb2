/** Forecasts on several threads, the same for any number of them (in-lots.ts). */
import type { DerivedVm } from '../core/forecast/derive-vm.ts'
import type { DemandPolicy } from '../model/config.ts'
import { deriveLot, type DeriveLot, type VmHistory } from './forecast-lot.ts'
import { workInLots } from './in-lots.ts'
import { shareGrids } from './shared-grids.ts'

export interface PoolSettings {
  readonly policy: DemandPolicy
  /** Threads beside the present one; 0 does all of it here. */
  readonly threads: number
}

/** Some dozen milliseconds of work. */
const LOT_SERIES = 48

/** Derives every VM, in order. */
export const deriveAll = (
  histories: AsyncIterable<VmHistory>,
  { policy, threads }: PoolSettings,
): AsyncGenerator<DerivedVm> =>
  workInLots<VmHistory, DeriveLot, DerivedVm>(
    histories,
    {
      series: LOT_SERIES,
      seriesOf: ({ grids }) => grids.length,
      pack: (some) => ({
        kind: 'derive',
        vms: some.map(({ vm }) => vm),
        counts: some.map(({ grids }) => grids.length),
        grids: shareGrids(some.flatMap(({ grids }) => grids)),
        policy,
      }),
      work: deriveLot,
    },
    threads,
  )
