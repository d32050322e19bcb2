/** Why a gateway cannot stand at the recovery site as drplan.yaml states it. */
import type { GatewayLimits } from '../../../model/target.ts'
import type { GatewayContext, RuleContext, StatedGateway } from './context.ts'

type Sort = GatewayLimits['sorts'][number]

/** What an id of the recovery site is. */
export const sortOf = (use: string, { limits }: Pick<GatewayContext, 'limits'>): Sort | undefined =>
  limits.gateways.sorts.find(({ idPattern }) => idPattern.test(use))

const leading: ReadonlySet<string> = new Set(['vpn', 'private-line', 'transit'])

/** Null: nothing is against it. */
export function reasonAgainst(stated: StatedGateway, context: RuleContext): string | null {
  const { gateway, keys, rule } = stated
  if (!leading.has(gateway.role))
    return `it is a gateway of another sort (${gateway.role}); this is for VPN and transit gateways and private lines`
  if (keys.length === 0) return 'no network of the plan is attached to it'
  return rule.use === undefined ? againstBuilding(stated, context) : againstUsing(rule.use, stated, context)
}

function againstBuilding({ gateway, keys }: StatedGateway, { before }: RuleContext): string | null {
  if (gateway.role === 'private-line') return 'a private line has to be ordered, and cannot be built'
  if (keys.length > 1)
    return `a VPN gateway is for one network, and ${keys.join(', ')} are behind this one; name one with \`use\``
  const other = before.find(({ role, vpcKeys }) => role === 'vpn' && vpcKeys.some((key) => keys.includes(key)))
  return other ? `a network has one VPN gateway, and ${keys.join()} has ${other.name} already` : null
}

function againstUsing(use: string, { keys }: StatedGateway, context: RuleContext): string | null {
  const sort = sortOf(use, context)
  if (!sort) {
    const examples = context.limits.gateways.sorts.map(({ example }) => example)
    return `${use} is no id of a gateway of the target (${examples.join(', or ')})`
  }
  if (sort.role !== 'vpn') return null
  if (sort.ofOneVpc && keys.length > 1) return `${use} is for one network, and ${keys.join(', ')} are behind this one`
  const beside = context.before.filter(({ role }) => role === 'vpn')
  const elsewhere = beside.find((one) => sort.ofOneVpc && one.use === use && one.vpcKeys.join() !== keys.join())
  if (elsewhere) return `${use} stands for ${elsewhere.name} already, in ${elsewhere.vpcKeys.join(', ')}`
  const other = beside.find((one) => one.use !== use && one.vpcKeys.some((key) => keys.includes(key)))
  return other
    ? `a network has one VPN gateway, and ${other.name} is that of ${other.vpcKeys.join(', ')} already`
    : null
}
