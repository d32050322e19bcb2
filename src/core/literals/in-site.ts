/** Which addresses are of the primary site: those of its blocks, of its VMs, and its public ones. */
import type { AddressLiteral } from '../../model/address-literal.ts'
import type { Address, Family } from '../../model/address.ts'
import { lastOf, type Cidr } from '../../model/cidr.ts'
import { intervalOf, intervalSet, type Interval, type IntervalSet } from '../../model/intervals.ts'
import { objectsOf } from '../../model/network-objects.ts'
import type { Network } from '../../model/network.ts'
import type { Site, Vm } from '../../model/site.ts'

type Places = Pick<Site, 'vms' | 'network'>

/** Does it touch an address of the site? 0.0.0.0/0 and ::/0 mean all addresses, and none of the site. */
export function isInSite({ vms, network }: Places): (block: Cidr) => boolean {
  const blocks = blocksOf(network)
  const addresses = [...vms.flatMap(({ nics }) => nics.flatMap((nic) => nic.addresses)), ...publicAddresses(network)]
  const sets = { 4: setOf(4, blocks, addresses), 6: setOf(6, blocks, addresses) }
  return (block) => block.prefixLength > 0 && meets(sets[block.family], intervalOf(block))
}

const blocksOf = ({ vpcs, subnets, objects }: Network): readonly Cidr[] => [
  ...vpcs.flatMap(({ blocks }) => blocks),
  ...subnets.flatMap(({ block, moreBlocks = [] }) => [...(block ? [block] : []), ...moreBlocks]),
  ...objectsOf(objects, 'public-address').flatMap(({ block }) => block ?? []),
]

const publicAddresses = ({ objects }: Network): readonly Address[] =>
  objectsOf(objects, 'public-address').flatMap(({ address }) => address ?? [])

function setOf(family: Family, blocks: readonly Cidr[], addresses: readonly Address[]): IntervalSet {
  const singles = addresses.filter((address) => address.family === family)
  const own = blocks.filter((block) => block.family === family && block.prefixLength > 0)
  return intervalSet([...own.map(intervalOf), ...singles.map(({ value }) => ({ lo: value, hi: value }))])
}

/** By halving. */
function meets(set: IntervalSet, { lo, hi }: Interval): boolean {
  let [low, high] = [0, set.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((set[middle]?.hi ?? lo) < lo) low = middle + 1
    else high = middle
  }
  const found = set[low]
  return found !== undefined && found.lo <= hi
}

/** The public address or block of the site that holds it whole. */
export function publicNameOf(network: Network, block: Cidr): string | null {
  const inside = (lo: bigint, hi: bigint): boolean => lo <= block.network && lastOf(block) <= hi
  const found = objectsOf(network.objects, 'public-address').find(({ address, block: own }) => {
    if (own?.family === block.family && inside(own.network, lastOf(own))) return true
    return address?.family === block.family && inside(address.value, address.value)
  })
  return found ? found.name || found.id : null
}

/** The site without the literals that lead elsewhere: what a stranger's number means is nobody's business. */
export function withOwnLiterals(site: Site): Site {
  const inSite = isInSite(site)
  const own = (literals: readonly AddressLiteral[]): readonly AddressLiteral[] =>
    literals.filter(({ block }) => inSite(block))
  const vms = site.vms.map((vm): Vm => (vm.literals ? { ...vm, literals: own(vm.literals) } : vm))
  const objects = site.network.objects.map((object) =>
    object.kind === 'template'
      ? {
          ...object,
          versions: object.versions.map((each) => (each.literals ? { ...each, literals: own(each.literals) } : each)),
        }
      : object,
  )
  return { ...site, vms, network: { ...site.network, objects } }
}
