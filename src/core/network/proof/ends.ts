/** Who an end of a rule stands for, as addresses; and, where nobody can list them, under which name. */
import { bitsOf, parseAddress, type Address, type Family } from '../../../model/address.ts'
import type { Cidr } from '../../../model/cidr.ts'
import { intervalOf, intervalSet, subtract, type IntervalSet } from '../../../model/intervals.ts'
import type { FilterEnd } from '../../../model/packet-filter.ts'
import type { Side } from './side.ts'

/** One part of who is meant: the addresses, of which a peer must be (or not be) in a set without a list. */
export interface Ends {
  readonly set: IntervalSet
  readonly symbols?: ReadonlyMap<string, boolean>
}

type EndSide = 'source' | 'destination'

/** What an end means, seen from a VPC, of one family. */
export interface EndContext {
  readonly side: Side
  readonly vpcId: string
  readonly family: Family
  readonly at: EndSide
}

/** Azure answers DNS, probes and its agents there; the tag AzureLoadBalancer stands for it ("Virtual network service tags", Microsoft Learn, 2024). */
export const PLATFORM_HOST: Cidr = { family: 4, network: parseAddress('168.63.129.16').value, prefixLength: 32 }

/** Names of sets that nobody knows start so; a set of the platform has no such start. */
export const UNKNOWN = 'unknown '

export function endsOf(end: FilterEnd, context: EndContext): readonly Ends[] {
  const { side, family } = context
  if (end.kind === 'cidr') return listed([end.cidr], family)
  if (end.kind === 'tag') return tagEnds(end.tag, context)
  if (end.kind === 'group') {
    const members = side.members.get(end.group)
    if (members) return [{ set: hostsOf(members, family) }]
    return [symbol(`${UNKNOWN}group ${side.sharedName('group', end.group)}`, context)]
  }
  const list = side.lists.get(end.list)
  if (list?.blocks) return listed(list.blocks, family)
  const name = side.sharedName('prefix-list', end.list)
  return [symbol(list ? `prefix list ${name}` : `${UNKNOWN}prefix list ${name}`, context)]
}

export const wholeOf = (family: Family): IntervalSet => [{ lo: 0n, hi: (1n << BigInt(bitsOf(family))) - 1n }]

export const hostsOf = (addresses: readonly Address[], family: Family): IntervalSet =>
  intervalSet(addresses.filter((each) => each.family === family).map(({ value }) => ({ lo: value, hi: value })))

export const blocksAsSet = (blocks: readonly Cidr[], family: Family): IntervalSet =>
  intervalSet(blocks.filter((each) => each.family === family).map(intervalOf))

const listed = (blocks: readonly Cidr[], family: Family): readonly Ends[] => [{ set: blocksAsSet(blocks, family) }]

const symbol = (name: string, { family, at }: EndContext): Ends => ({
  set: wholeOf(family),
  symbols: new Map([[`${name} as ${at}`, true]]),
})

function tagEnds(tag: string, context: EndContext): readonly Ends[] {
  const name = tag.toLowerCase()
  if (name === 'azureloadbalancer') return listed([PLATFORM_HOST], context.family)
  if (name === 'virtualnetwork') return networkEnds(context)
  return name === 'internet' ? internetEnds(context) : [symbol(`tag ${context.side.sharedName('tag', tag)}`, context)]
}

/**
 * `VirtualNetwork` is the network, what it is joined to and the platform's own host; `Internet` is what that is not
 * ("Virtual network service tags", Microsoft Learn, 2024). Where routes are learned, a part of both is not known.
 */
function networkEnds(context: EndContext): readonly Ends[] {
  const network = networkOf(context)
  if (isListed(context)) return [{ set: network }]
  return [{ set: network }, learned(subtract(wholeOf(context.family), network), true, context)]
}

function internetEnds(context: EndContext): readonly Ends[] {
  const outside = subtract(wholeOf(context.family), networkOf(context))
  return [isListed(context) ? { set: outside } : learned(outside, false, context)]
}

const isListed = ({ side, vpcId }: EndContext): boolean => side.vpcs.get(vpcId)?.learns === false

function learned(set: IntervalSet, isLearned: boolean, { side, vpcId, at }: EndContext): Ends {
  const name = `${UNKNOWN}networks joined to ${side.sharedName('tag', vpcId)} as ${at}`
  return { set, symbols: new Map([[name, isLearned]]) }
}

function networkOf({ side, vpcId, family }: EndContext): IntervalSet {
  const { blocks = [], joined = [] } = side.vpcs.get(vpcId) ?? {}
  return blocksAsSet([...blocks, ...joined, PLATFORM_HOST], family)
}
