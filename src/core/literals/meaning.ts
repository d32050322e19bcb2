/** What an address or block is at the primary site, and who has it. */
import { formatAddress, type Address } from '../../model/address.ts'
import { contains, containsAddress, equalCidrs, formatCidr, lastOf, overlaps, type Cidr } from '../../model/cidr.ts'
import { listed } from '../../model/listed.ts'
import type { Network, Subnet } from '../../model/network.ts'
import type { Vm } from '../../model/site.ts'
import { publicNameOf } from './in-site.ts'

export interface Meaning {
  readonly words: string
  /** VMs that have this single address. */
  readonly owners: readonly Vm[]
  readonly isPublic: boolean
  /** The network itself, its gateway, its name server or its broadcast address: no VM, and there all the same. */
  readonly isOfSubnet: boolean
}

/** `vpcId`: the VPC of whoever names it, in which it is looked for first; null = from outside. */
export type MeaningOf = (block: Cidr, vpcId: string | null) => Meaning

export function meaningsOf(vms: readonly Vm[], network: Network): MeaningOf {
  const owners = ownersOf(vms, network)
  return (block, vpcId) => {
    const address = hostOf(block)
    const all = (address && owners.get(formatAddress(address))) ?? []
    const near = all.filter((owner) => owner.vpcId === vpcId)
    const found = [...new Set((near.length > 0 ? near : all).map(({ vm }) => vm))]
    const publicName = found.length === 0 ? publicNameOf(network, block) : null
    const subnet = address ? subnetOf(network, address, vpcId) : undefined
    return {
      words: wordsOf(found, publicName) ?? (address ? wordsOfPlace(subnet) : wordsOfBlock(block, network)),
      owners: found,
      isPublic: publicName !== null,
      isOfSubnet: address !== null && subnet !== undefined && isOfSubnet(address, subnet),
    }
  }
}

interface Owner {
  readonly vm: Vm
  readonly vpcId: string | null
}

function ownersOf(vms: readonly Vm[], { subnets }: Network): ReadonlyMap<string, readonly Owner[]> {
  const vpcs = new Map(subnets.map(({ id, vpcId }) => [id, vpcId]))
  const all = vms.flatMap((vm) =>
    vm.nics.flatMap(({ subnetId, addresses }) => {
      const owner = { vm, vpcId: vpcs.get(subnetId ?? '') ?? null }
      return addresses.map((address) => ({ name: formatAddress(address), owner }))
    }),
  )
  const byName = Map.groupBy(all, ({ name }) => name)
  return new Map([...byName].map(([name, same]) => [name, same.map(({ owner }) => owner)]))
}

export const hostOf = ({ family, network, prefixLength }: Cidr): Address | null =>
  prefixLength === (family === 4 ? 32 : 128) ? { family, value: network } : null

function wordsOf(owners: readonly Vm[], publicName: string | null): string | null {
  if (owners.length > 0) return listed(owners.map(({ name }) => name))
  return publicName === null ? null : `public address "${publicName}"`
}

const blocksOf = ({ block, moreBlocks = [] }: Subnet): readonly Cidr[] => [...(block ? [block] : []), ...moreBlocks]

function subnetOf({ subnets }: Network, address: Address, vpcId: string | null): Subnet | undefined {
  const holding = subnets.filter((subnet) => blocksOf(subnet).some((block) => containsAddress(block, address)))
  return holding.find((subnet) => subnet.vpcId === vpcId) ?? holding[0]
}

const wordsOfPlace = (subnet: Subnet | undefined): string =>
  subnet ? `an address of subnet "${subnet.name}"` : 'an address of a VPC, outside of its subnets'

/** VPC User Guide, "Subnet CIDR blocks": the router is the first, names are answered at the second. */
function isOfSubnet({ family, value }: Address, { block, gateway }: Subnet): boolean {
  if (block?.family !== family) return false
  const { network } = block
  return [network, network + 1n, network + 2n, lastOf(block), gateway?.value].includes(value)
}

function wordsOfBlock(block: Cidr, { subnets, vpcs }: Network): string {
  const subnet = subnets.find((each) => blocksOf(each).some((own) => equalCidrs(own, block)))
  if (subnet) return `subnet "${subnet.name}"`
  const around = subnets.find((each) => blocksOf(each).some((own) => contains(own, block)))
  if (around) return `a part of subnet "${around.name}"`
  const same = vpcs.find(({ blocks }) => blocks.some((own) => equalCidrs(own, block)))
  if (same) return `VPC "${same.name}"`
  const within = subnets.filter((each) => blocksOf(each).some((own) => overlaps(own, block)))
  if (within.length > 0)
    return `holds ${within.length === 1 ? 'subnet' : 'subnets'} ${listed(
      within.map(({ name }) => name),
      3,
    )}`
  const vpc = vpcs.find(({ blocks }) => blocks.some((own) => overlaps(own, block)))
  return vpc ? `a block of VPC "${vpc.name}"` : `holds addresses of VMs (${formatCidr(block)})`
}
