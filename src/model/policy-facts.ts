/**
 * What a policy may ask: the facts of each noun of a plan, with type, unit and words. The words stand in messages as
 * "<words> is <value>". What computes them is core/policy/facts; a fact that is not known is null there, never a guess.
 */
import { applicationFacts, planFacts, vmFacts } from './policy-facts-vm.ts'
import {
  balancerFacts,
  diskFacts,
  limitFacts,
  recordFacts,
  routeFacts,
  ruleFacts,
  subnetFacts,
} from './policy-facts-network.ts'

/** In the order of the documentation. */
export const policyFacts = {
  plan: planFacts,
  application: applicationFacts,
  vm: vmFacts,
  disk: diskFacts,
  limit: limitFacts,
  subnet: subnetFacts,
  rule: ruleFacts,
  route: routeFacts,
  record: recordFacts,
  balancer: balancerFacts,
} as const

export type PolicyNoun = keyof typeof policyFacts
export const policyNouns = Object.keys(policyFacts) as [PolicyNoun, ...PolicyNoun[]]

/** What one of them is, for the documentation and for "3 VMs". */
export const nounWords: Readonly<
  Record<PolicyNoun, { readonly one: string; readonly many: string; readonly what: string }>
> = {
  plan: { one: 'plan', many: 'plans', what: 'the plan as a whole' },
  application: { one: 'application', many: 'applications', what: 'an application with its promise' },
  vm: { one: 'VM', many: 'VMs', what: 'a planned VM, mapped or not' },
  disk: { one: 'disk', many: 'disks', what: 'a disk of a mapped VM at the recovery site' },
  limit: { one: 'limit', many: 'limits', what: 'a quota or another limit that VMs share' },
  subnet: { one: 'subnet', many: 'subnets', what: 'a subnet of the recovery site' },
  rule: { one: 'security rule', many: 'security rules', what: 'a security rule of the recovery site' },
  route: { one: 'route', many: 'routes', what: 'a route of the recovery site' },
  record: { one: 'DNS record', many: 'DNS records', what: 'a DNS record after the failover' },
  balancer: { one: 'load balancer', many: 'load balancers', what: 'a load balancer of the recovery site' },
}

/** What is built for a VM, and not which place it gets: only policies of deployment can ask about these. */
export const builtNouns: ReadonlySet<PolicyNoun> = new Set(['subnet', 'rule', 'route', 'record', 'balancer'])
