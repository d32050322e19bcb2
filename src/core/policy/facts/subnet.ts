/** The facts of subnets and routes at the recovery site. */
import { formatCidr, sizeOf } from '../../../model/cidr.ts'
import type { routeFacts, subnetFacts } from '../../../model/policy-facts-network.ts'
import type { RouteTranslation, SubnetTranslation } from '../../../model/network-translation.ts'
import type { Noun } from './noun.ts'

export const subnetNoun: Noun<SubnetTranslation, keyof typeof subnetFacts> = {
  list: ({ plan }) => plan.network.subnets,
  name: ({ name }) => name,
  vmIds: ({ key }, { cardsIn }) => (cardsIn.get(key) ?? []).map(({ vmId }) => vmId),
  reads: {
    name: ({ name }) => name,
    vpc: ({ vpcKey }, { vpcNames }) => vpcNames.get(vpcKey) ?? null,
    block: ({ block }) => block,
    zone: ({ zone }) => zone,
    public: ({ routeTableKey }, { publicTables }) => publicTables.has(routeTableKey),
    vms: ({ key }, { cardsIn }) => new Set((cardsIn.get(key) ?? []).map(({ vmId }) => vmId)).size,
    addresses: ({ block }) => Number(sizeOf(block)),
    usedShare: ({ key, block }, { cardsIn }) => (cardsIn.get(key) ?? []).length / Number(sizeOf(block)),
    guarded: ({ key }, { guardedSubnets }) => guardedSubnets.has(key),
  },
}

export const routeNoun: Noun<RouteTranslation, keyof typeof routeFacts> = {
  list: ({ plan }) => plan.network.routes,
  name: (route, { tableNames }) =>
    `${formatCidr(route.destination)} by ${route.hop} in ${tableNames.get(route.tableKey) ?? route.tableKey}`,
  vmIds: ({ card }) => (card === undefined ? [] : [card.vmId]),
  reads: {
    name: ({ key }) => key,
    table: ({ tableKey }, { tableNames }) => tableNames.get(tableKey) ?? null,
    destination: ({ destination }) => destination,
    default: ({ destination }) => destination.prefixLength === 0,
    hop: ({ hop }) => hop,
    learned: ({ learned }) => learned === true,
    subnets: ({ tableKey }, { tableSubnets }) => tableSubnets.get(tableKey)?.length ?? 0,
  },
}
