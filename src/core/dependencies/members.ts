/** Which VMs a security group, a small block, an adapter or the id of another source stands for. */
import { compareAddresses, type Address } from '../../model/address.ts'
import { containsAddress, type Cidr } from '../../model/cidr.ts'
import { objectsOf } from '../../model/network-objects.ts'
import type { Site } from '../../model/site.ts'

export interface Members {
  /** Sorted ids of the VMs with an adapter in the group. */
  ofGroup(groupId: string): readonly string[]
  /** Sorted ids of the VMs with an address in the block. */
  inBlock(block: Cidr): readonly string[]
  ofNic(nicId: string): string | null
  /** The site's id of a VM that a source calls so. */
  byId(id: string): string | null
}

interface Placed {
  readonly address: Address
  readonly vmId: string
}

export function createMembers({ vms, network }: Pick<Site, 'vms' | 'network'>): Members {
  const groups = new Map<string, Set<string>>()
  const nics = new Map<string, string>()
  const ids = new Map(vms.flatMap(({ id, otherIds = [] }) => otherIds.map((other) => [other, id] as const)))
  for (const { id } of vms) ids.set(id, id)
  const placed: Placed[] = []
  const join = (groupId: string, vmId: string): void => {
    const known = groups.get(groupId)
    if (known) known.add(vmId)
    else groups.set(groupId, new Set([vmId]))
  }
  for (const { id: vmId, nics: own } of vms)
    for (const nic of own) {
      nics.set(nic.id, vmId)
      for (const address of nic.addresses) placed.push({ address, vmId })
      for (const groupId of nic.securityGroupIds) join(groupId, vmId)
    }
  for (const { id, nicIds } of objectsOf(network.objects, 'member-group'))
    for (const nicId of nicIds) {
      const vmId = nics.get(nicId)
      if (vmId !== undefined) join(id, vmId)
    }
  placed.sort((a, b) => compareAddresses(a.address, b.address))
  return {
    ofGroup: (groupId) => [...(groups.get(groupId) ?? [])].sort(),
    inBlock: (block) => membersOf(block, placed),
    ofNic: (nicId) => nics.get(nicId) ?? null,
    byId: (id) => ids.get(id) ?? null,
  }
}

/** Addresses are sorted, so those of a block stand together; the first is found by halving. */
function membersOf(block: Cidr, placed: readonly Placed[]): readonly string[] {
  const first = { family: block.family, value: block.network }
  let low = 0
  let high = placed.length
  while (low < high) {
    const middle = (low + high) >> 1
    const at = placed[middle]
    if (at && compareAddresses(at.address, first) < 0) low = middle + 1
    else high = middle
  }
  const found = new Set<string>()
  for (let index = low; index < placed.length; index++) {
    const at = placed[index]
    if (!at || !containsAddress(block, at.address)) break
    found.add(at.vmId)
  }
  return [...found].sort()
}
