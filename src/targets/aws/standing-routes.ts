/** Route tables of foundation/ with their routes, as the source of AWS shows it. */
import type { RouteTranslation } from '../../model/network-translation.ts'
import type { Plan } from '../../model/plan.ts'
import type { StandingItem, StandingRef, StandingThing } from '../../model/standing.ts'
import { cardHop, hopText, routeSlot, routeText } from '../../model/standing-text.ts'
import { cardsOf, placedVms, stands, type PlacedVm } from '../placed-vms.ts'
import { aThing, ref } from '../standing.ts'
import { gatewayLeaders } from './terraform-gateways.ts'
import { carriedRoutes } from './terraform-network.ts'
import { pairsOf } from './terraform-peerings.ts'
import { labelOf } from './text.ts'

interface Hop {
  readonly text: string
  readonly needs: readonly StandingRef[]
  readonly may?: boolean
}

export function standingRoutes(plan: Plan): readonly StandingThing[] {
  const { network } = plan
  const hopOf = hopsOf(plan)
  const leaders = gatewayLeaders(network)
  return network.routeTables.map((table) => {
    const teachers = (network.gateways ?? []).filter(
      ({ role, learningTableKeys }) => role === 'vpn' && learningTableKeys.includes(table.key),
    )
    const learnt = [...new Set(teachers.map(({ key }) => leaders.get(key) ?? key))]
    return aThing({
      kind: 'route-table',
      key: table.key,
      names: [labelOf(table)],
      vpcKey: table.vpcKey,
      marks: network.subnets.filter(({ routeTableKey }) => routeTableKey === table.key).map(({ key }) => key),
      items: [
        ...network.routes.filter(({ tableKey }) => tableKey === table.key).flatMap((route) => itemOf(route, hopOf)),
        ...learnt.map((key) => ({ text: `learns from ${key}`, slot: 'what it learns', needs: [ref('gateway', key)] })),
      ],
    })
  })
}

function itemOf(route: RouteTranslation, hopOf: (route: RouteTranslation) => Hop | null): readonly StandingItem[] {
  const hop = hopOf(route)
  if (!hop) return []
  const { text, ...rest } = hop
  return [{ text: routeText(route.destination, text), slot: routeSlot(route.destination), ...rest }]
}

/** Null for routes that no root makes. Those to cards of a recovery may be there while it is. */
function hopsOf(plan: Plan): (route: RouteTranslation) => Hop | null {
  const { network } = plan
  const carried = new Set(carriedRoutes(network).map(({ key }) => key))
  const vpcs = new Map(network.routeTables.map(({ key, vpcKey }) => [key, vpcKey]))
  const leaders = gatewayLeaders(network)
  const pairs = pairsOf(network.peerings ?? [])
  const vms = new Map(placedVms(plan).map((placed) => [placed.vm.vmId, placed]))
  const byGateway = (kind: RouteTranslation['hop'], key: string): Hop => ({
    text: hopText(kind === 'appliance' ? 'interface' : kind, key),
    needs: [ref('gateway', key)],
  })
  return (route) => {
    const { key, hop, card, gatewayKey, peeringKey, learned, tableKey } = route
    const placed = vms.get(card?.vmId ?? '')
    if (placed && card) return byCard(placed, card.nicIndex)
    if (gatewayKey !== undefined) return learned === true ? null : byBuilt(gatewayKey)
    if (!carried.has(key)) return null
    if (peeringKey !== undefined) {
      const pair = pairs.keyOf(peeringKey)
      return { text: hopText('peering', pair), needs: [ref('peering', pair)] }
    }
    return byGateway(hop, `${hop === 'nat-gateway' ? 'nat' : 'internet'} of ${vpcs.get(tableKey)}`)
  }

  function byBuilt(gatewayKey: string): Hop | null {
    const gateway = (network.gateways ?? []).find(({ key }) => key === gatewayKey)
    const leader = leaders.get(gatewayKey)
    if (!gateway || leader === undefined) return null
    return byGateway(gateway.role === 'vpn' ? 'vpn-gateway' : 'transit-gateway', leader)
  }
}

function byCard(placed: PlacedVm, nicIndex: number): Hop {
  const place = cardsOf(placed.addresses).findIndex(([first]) => first?.nicIndex === nicIndex)
  const needs = [ref('server', placed.vm.key)]
  return { text: hopText('interface', cardHop(placed.vm.key, place)), needs, ...(!stands(placed) && { may: true }) }
}
