/** What the tabs say of a VM that a recovery site may not have. */
import type { Vm, VmTraits } from '../../model/site.ts'
import type { Machine } from './machines.ts'
import type { Column, TabName } from './columns.ts'
import { isTrue, textOf, type Row } from './rows.ts'

export interface TraitRows {
  readonly machine: Machine
  readonly cpuRow: Row<'vCPU'> | undefined
  readonly memoryRow: Row<'vMemory'> | undefined
  readonly usbRows: readonly Row<'vUSB'>[]
}

/** Empty where no cell says anything. */
export function readTraits({ machine: { row }, cpuRow, memoryRow, usbRows }: TraitRows): Pick<Vm, 'traits'> {
  const faultTolerance = textOf(row, 'faultTolerance')
  const latency = textOf(row, 'latency')
  const hotAdds = [truthOf(cpuRow, 'hotAdd'), truthOf(memoryRow, 'hotAdd')].filter((truth) => truth !== null)
  const stated = {
    secureBoot: truthOf(row, 'secureBoot'),
    usb: usbRows.length > 0 ? usbRows.some(isDevice) : null,
    faultTolerant: faultTolerance && !/^(notconfigured|disabled|none)$/i.test(faultTolerance),
    // RVTools 3.x writes the place in the list low, normal, medium, high.
    latencySensitive: latency && /^(high|3)$/i.test(latency),
    memoryReserved: truthOf(memoryRow, 'reserved'),
    hotAdd: hotAdds.length > 0 ? hotAdds.includes(true) : null,
  }
  const traits: VmTraits = Object.fromEntries(Object.entries(stated).filter(([, value]) => typeof value === 'boolean'))
  return Object.keys(traits).length > 0 ? { traits } : {}
}

const truthOf = <Tab extends TabName>(row: Row<Tab> | undefined, column: Column<Tab>): boolean | null =>
  row === undefined || textOf(row, column) === null ? null : isTrue(row, column)

/** The tab lists controllers too, which need no port. */
const isDevice = (row: Row<'vUSB'>): boolean =>
  !/controller|hub/i.test(textOf(row, 'type') ?? textOf(row, 'node') ?? '')
