/** The facts of DNS records and load balancers at the recovery site. */
import type { balancerFacts, recordFacts } from '../../../model/policy-facts-network.ts'
import type { DnsTranslation } from '../../../model/network-translation.ts'
import type { BalancerTranslation } from '../../../model/serving-translation.ts'
import { compareText } from '../../../model/text-order.ts'
import type { Noun } from './noun.ts'
import { poolsOf, poolsOfListener, type PlanIndex } from './plan-index.ts'

/** VMs that have one of its addresses at the recovery site, or answer behind its balancer. */
function vmsBehind(
  { values, balancerKey }: DnsTranslation,
  { vmByAddress, balancerVms }: PlanIndex,
): readonly string[] {
  const byAddress = values.flatMap((value) => vmByAddress.get(value) ?? [])
  return [...new Set([...byAddress, ...(balancerKey === undefined ? [] : (balancerVms.get(balancerKey) ?? []))])]
}

function shortestRto(record: DnsTranslation, index: PlanIndex): number | null {
  const promises = vmsBehind(record, index).flatMap((vmId) => {
    const minutes = index.tiers.get(index.vms.get(vmId)?.tierId ?? '')?.rtoMinutes
    return minutes ?? []
  })
  return promises.length === 0 ? null : Math.min(...promises)
}

const isRedirected = ({ values, fromValues, balancerKey }: DnsTranslation): boolean =>
  balancerKey !== undefined || values.join(' ') !== fromValues.join(' ')

export const recordNoun: Noun<DnsTranslation, keyof typeof recordFacts> = {
  list: ({ plan }) => plan.network.dnsRecords,
  name: ({ name, type }) => `${name} ${type}`,
  vmIds: vmsBehind,
  reads: {
    name: ({ name }) => name,
    zone: ({ zone }) => zone,
    type: ({ type }) => type,
    ttlMinutes: ({ ttlSeconds }) => (ttlSeconds === null ? null : ttlSeconds / 60),
    redirected: isRedirected,
    applications: (record, index) =>
      [...new Set(vmsBehind(record, index).flatMap((vmId) => index.vms.get(vmId)?.application ?? []))].sort(
        compareText,
      ),
    rtoPromisedMinutes: shortestRto,
  },
}

/** Of listeners that pass requests on; one that only redirects or answers passes on nothing. */
const protocols = ({ listeners }: BalancerTranslation): readonly string[] =>
  [...new Set(listeners.filter((one) => poolsOfListener(one).length > 0).map(({ protocol }) => protocol))].sort(
    compareText,
  )

export const balancerNoun: Noun<BalancerTranslation, keyof typeof balancerFacts> = {
  list: ({ plan }) => plan.network.balancers ?? [],
  name: ({ name }) => name,
  vmIds: ({ key }, { balancerVms }) => balancerVms.get(key) ?? [],
  reads: {
    name: ({ name }) => name,
    role: ({ role }) => role,
    internal: ({ internal }) => internal,
    zones: ({ subnetKeys }, { subnets }) => {
      const zones = new Set(subnetKeys.flatMap((key) => subnets.get(key)?.zone ?? []))
      return zones.size === 0 ? null : zones.size
    },
    listeners: ({ listeners }) => listeners.length,
    protocols,
    targets: ({ key }, { balancerVms }) => new Set(balancerVms.get(key)).size,
    unprobedPools: (balancer, { pools }) =>
      poolsOf(balancer).filter((key) => pools.get(key)?.healthCheck === null).length,
  },
}
