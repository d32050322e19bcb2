/** Many VMs of one series each, through the threads that a plan uses. */
import type { Vm } from '../../src/model/site.ts'
import type { VmHistory } from '../../src/workers/forecast-lot.ts'
import { deriveAll } from '../../src/workers/forecast-pool.ts'
import { gridOf, policy } from './drplan.ts'

const THREADS = 2

export interface PoolTime {
  readonly series: number
  readonly threads: number
  readonly seconds: number
  /** Of all threads together. */
  readonly cpuSeconds: number
}

/** With the default policy: a week ahead, four quantiles, and the demand of every VM. */
export async function timePool(series: readonly Float64Array[]): Promise<PoolTime> {
  const start = performance.now()
  const before = process.cpuUsage()
  let derived = 0
  for await (const { forecasts } of deriveAll(historiesOf(series), { policy, threads: THREADS }))
    derived += forecasts.length
  if (derived !== series.length) throw new Error(`${derived} forecasts of ${series.length} series`)
  const { user, system } = process.cpuUsage(before)
  return {
    series: derived,
    threads: THREADS,
    seconds: (performance.now() - start) / 1000,
    cpuSeconds: (user + system) / 1e6,
  }
}

async function* historiesOf(series: readonly Float64Array[]): AsyncGenerator<VmHistory> {
  for (const [place, y] of series.entries()) {
    const vm = machine(`vm-${place}`)
    yield { vm, grids: [gridOf(vm.id, y)] }
  }
}

const machine = (id: string): Vm => ({
  id,
  name: id,
  source: 'inventory',
  kind: 'workload',
  power: 'on',
  vcpus: 4,
  memoryGiB: 16,
  architecture: 'x86_64',
  firmware: 'uefi',
  os: { name: 'Debian 12', family: 'linux' },
  sourceType: null,
  disks: [],
  nics: [],
  accelerators: [],
  placement: { datacenter: null, cluster: null, host: null, zone: null },
  application: null,
  protectionGroup: null,
  tier: null,
  dependsOn: [],
  tags: {},
})
