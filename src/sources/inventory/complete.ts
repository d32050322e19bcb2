/** From what an inventory states to a VM in which nothing is left out. */
import type { Vm } from '../../model/site.ts'
import type { InventoryVm } from './schema.ts'

/** Unnamed disks and adapters are counted from 1 in the order of the file. */
export function completeVm(stated: InventoryVm): Vm {
  const boots = stated.disks.some((disk) => disk.boot === true)
  return {
    ...stated,
    name: stated.name ?? stated.id,
    source: 'inventory',
    disks: stated.disks.map((disk, index) => {
      const id = disk.id ?? `disk-${index + 1}`
      return { ...disk, id, name: disk.name ?? id, boot: disk.boot ?? (!boots && index === 0) }
    }),
    nics: stated.nics.map((nic, index) => ({ ...nic, id: nic.id ?? `nic-${index + 1}` })),
  }
}
