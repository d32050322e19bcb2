/** Addresses that the user brought along (BYOIP): pools, whose ranges are blocks or several of them. */
import { bitsOf, formatAddress, type Address } from '../../../model/address.ts'
import { cidrAround, formatCidr, lastOf, type Cidr } from '../../../model/cidr.ts'
import type { NetworkObjectOf } from '../../../model/network-objects.ts'
import type { Report } from '../../report.ts'
import type { Dump } from '../answers.ts'
import { addressesOf, unique } from '../items.ts'
import { nameOf } from '../tags.ts'

/** One for each block. A range that ends before it begins is a finding. */
export const readAddressPools = (dump: Dump, report: Report): readonly NetworkObjectOf<'public-address'>[] =>
  unique(dump.PublicIpv4Pools, ({ PoolId }) => PoolId).flatMap(({ value, place }) =>
    value.PoolAddressRanges.flatMap(({ FirstAddress, LastAddress }) => {
      const [first] = addressesOf([FirstAddress], { place, report })
      const [last = first] = addressesOf([LastAddress], { place, report })
      return first && last ? blocksBetween(first, last, { place, report }) : []
    }).map((block) => ({
      kind: 'public-address',
      id: `${value.PoolId}/${formatCidr(block)}`,
      name: nameOf(value.Tags, value.PoolId),
      address: null,
      block,
      ownerId: null,
      isStatic: true,
      pool: value.PoolId,
      dnsName: null,
      reverseName: null,
    })),
  )

/** The fewest blocks that hold the addresses from the first to the last and no others: two for each bit at most. */
function blocksBetween(first: Address, last: Address, { place, report }: { place: string; report: Report }): Cidr[] {
  const blocks: Cidr[] = []
  let next = first
  while (next.family === last.family && next.value <= last.value) {
    const block = largestBlock(next, last)
    blocks.push(block)
    next = { ...next, value: lastOf(block) + 1n }
  }
  if (blocks.length === 0)
    report('site.value-invalid', {
      subject: `${formatAddress(first)}-${formatAddress(last)}`,
      message: `The range ${formatAddress(first)}-${formatAddress(last)} ends before it begins. It is left out.`,
      suggestion: 'Read it again; if it stays so, correct it in AWS.',
      place,
    })
  return blocks
}

/** That begins with the first address and does not go beyond the last. */
function largestBlock(first: Address, last: Address): Cidr {
  for (let length = 0; length < bitsOf(first.family); length++) {
    const block = cidrAround(first, length)
    if (block.network === first.value && lastOf(block) <= last.value) return block
  }
  return cidrAround(first, bitsOf(first.family))
}
