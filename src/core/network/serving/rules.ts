/**
 * Rules of a listener in their order. One that cannot be made leaves a refusal in its place: without it, what it guards or
 * sends elsewhere would fall to a later rule.
 */
import type { Reading } from '../../../model/address.ts'
import { formatCidr, type Cidr } from '../../../model/cidr.ts'
import { stableKey } from '../../../model/key.ts'
import type { ListenerCondition, ListenerRule, MadeAction, WritableCondition } from '../../../model/listener-rules.ts'
import type { Network } from '../../../model/network.ts'
import { imageOf, type AddressMap } from '../address-map.ts'
import { isOwnIpv6 } from '../security-rules.ts'
import { makeAction, type MadeRequest } from './actions.ts'
import { fault } from './faults.ts'
import type { PoolOf } from './pool-of.ts'
import type { MadePool } from './target-pools.ts'

interface MadeRule {
  readonly key: string
  readonly from: string
  readonly order: number
  readonly conditions: WritableCondition[]
  readonly action: MadeAction
}

export interface MadeRules {
  readonly rules: readonly MadeRule[]
  readonly pools: readonly MadePool[]
  readonly left: readonly LeftRule[]
}

export interface LeftRule {
  readonly id: string
  readonly order: number | null
  /** What of it is left, where the rest is made: a pool, or a block that the platform gives anew. */
  readonly part?: { readonly noun: 'share of requests' | 'address'; readonly name: string }
  readonly why: string
}

export interface RuleContext {
  readonly listenerKey: string
  readonly map: AddressMap
  readonly network: Network
  readonly poolOf: PoolOf
  /** Values of all conditions of one rule. */
  readonly mostValues: number
}

/** A fault where requests that a rule takes cannot be told from others; it ends the sentence "because …". */
export function makeRules(rules: readonly ListenerRule[], context: RuleContext): Reading<MadeRules> {
  const all: MadeRules[] = []
  for (const rule of rules) {
    const asked = conditionsOf(rule, context)
    if (!asked.ok) return fault(`requests of its rule ${rule.order} cannot be told from others: ${asked.fault}`)
    all.push(makeRule(rule, asked.value, context))
  }
  return {
    ok: true,
    value: {
      rules: all.flatMap((one) => one.rules),
      pools: all.flatMap(({ pools }) => pools),
      left: all.flatMap(({ left }) => left),
    },
  }
}

function makeRule(rule: ListenerRule, asked: readonly WritableCondition[][], context: RuleContext): MadeRules {
  const { id, order } = rule
  if (asked.length === 0) return { rules: [], pools: [], left: [{ id, order, why: NOBODY }] }
  const reading =
    rule.rewrites === true ? fault('it rewrites what it passes on') : makeAction(rule.actions, context.poolOf)
  const action: MadeAction = reading.ok ? reading.value.action : { kind: 'refuse' }
  const rules = asked.map((conditions, part) => ({
    key: keyOf(rule, part, context),
    from: id,
    order,
    conditions,
    action,
  }))
  const left = reading.ok ? lostPools(rule, reading.value) : [{ id, order, why: reading.fault }]
  return { rules, pools: reading.ok ? reading.value.pools : [], left: [...left, ...keptBlocks(rule, context)] }
}

/** `order` is null for what a listener does with all other requests. */
export const lostPools = (
  { id, order }: { readonly id: string; readonly order: number | null },
  { lost }: MadeRequest,
): readonly LeftRule[] =>
  lost.map(({ poolId, why }) => ({ id, order, part: { noun: 'share of requests', name: poolId }, why }))

function keptBlocks({ id, order, conditions }: ListenerRule, context: RuleContext): readonly LeftRule[] {
  const blocks = conditions.flatMap((condition) => (condition.kind === 'source' ? condition.blocks : []))
  return blocks
    .filter((block) => isOwnIpv6(block, context))
    .map((block) => ({ id, order, part: { noun: 'address', name: formatCidr(block) }, why: IPV6_LATER }))
}

const IPV6_LATER = 'the platform chooses the IPv6 block that takes its place, so that nobody knows it before'
const NOBODY = 'it is for addresses that other hosts take at the recovery site, or that nobody has'

const keyOf = ({ id }: ListenerRule, part: number, { listenerKey }: RuleContext): string =>
  `${listenerKey}-${stableKey('rule', id)}${part === 0 ? '' : `-${part + 1}`}`

/** One list for each rule that it takes: a block may become several. None when nobody can send such a request. */
function conditionsOf({ conditions }: ListenerRule, context: RuleContext): Reading<readonly WritableCondition[][]> {
  const plain: WritableCondition[] = []
  const sources: Cidr[][] = []
  for (const condition of conditions) {
    const why = whyUnsaid(condition)
    if (why !== null) return fault(why)
    if (condition.kind === 'source') sources.push(imagesOf(condition.blocks, context.map))
    else if (condition.kind !== 'other') plain.push(condition)
  }
  if (sources.length > 1) return fault('it asks twice where they come from')
  const [blocks] = sources
  const values = plain.reduce((sum, condition) => sum + valuesOf(condition), 0)
  const most = context.mostValues - values
  if (most < (blocks ? 1 : 0)) return fault(`it has more than ${context.mostValues} values`)
  if (!blocks) return plain.length > 0 ? { ok: true, value: [plain] } : fault('it states no condition')
  return {
    ok: true,
    value: inParts(blocks, most).map((part) => [...plain, { kind: 'source', blocks: part }]),
  }
}

function whyUnsaid(condition: ListenerCondition): string | null {
  if (condition.kind === 'other') return `its condition ${condition.type} is not one that drplan knows`
  return valuesOf(condition) === 0 ? `its condition of ${condition.kind} has no values` : null
}

function valuesOf(condition: Exclude<ListenerCondition, { readonly kind: 'other' }>): number {
  if (condition.kind === 'query') return condition.pairs.length
  if (condition.kind === 'source') return condition.blocks.length
  const expressions = 'expressions' in condition ? (condition.expressions?.length ?? 0) : 0
  return condition.values.length + expressions
}

/** As the blocks of security rules; each once. */
function imagesOf(blocks: readonly Cidr[], map: AddressMap): Cidr[] {
  const images = blocks.flatMap((block) => imageOf(map, block))
  return [...new Map(images.map((image) => [`${image.network}/${image.prefixLength}/${image.family}`, image])).values()]
}

const inParts = (blocks: readonly Cidr[], most: number): Cidr[][] =>
  Array.from({ length: Math.ceil(blocks.length / most) }, (_, part) => blocks.slice(part * most, (part + 1) * most))
