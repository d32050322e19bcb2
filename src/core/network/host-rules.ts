/** Single hosts that drplan.yaml gives an address (`network.hosts`): who gets one, and who cannot. */
import { equalAddresses, formatAddress } from '../../model/address.ts'
import { containsAddress, formatCidr } from '../../model/cidr.ts'
import { createFinding, type Finding } from '../../model/finding.ts'
import type { HostRule } from '../../model/network-policy.ts'
import type { Slot } from './placed-nic.ts'

export interface HostRules {
  /** The rule of each slot that has one. */
  readonly ruleOf: ReadonlyMap<Slot, HostRule>
  readonly findings: readonly Finding[]
}

/** `isReserved`: does the target keep the address for itself? */
export function matchHosts(
  rules: readonly HostRule[],
  slots: readonly Slot[],
  isReserved: (slot: Slot, value: bigint) => boolean,
): HostRules {
  const ruleOf = new Map<Slot, HostRule>()
  const findings: Finding[] = []
  const taken = new Set<string>()
  for (const [index, rule] of rules.entries()) {
    const meant = slots.filter(({ from, vpc }) => from && equalAddresses(from, rule.from) && isFor(rule, vpc))
    const [slot] = meant
    const why = whyNot(rule, meant, { isReserved, taken })
    if (slot && why === null) ruleOf.set(slot, rule)
    else findings.push(refused(rule, index, why))
    if (why === null) taken.add(formatAddress(rule.to))
  }
  return { ruleOf, findings }
}

const isFor = ({ vpc: meant }: HostRule, { id, name }: Slot['vpc']): boolean =>
  meant === undefined || meant === id || meant === name

function whyNot(
  { to }: HostRule,
  meant: readonly Slot[],
  { isReserved, taken }: { isReserved: (slot: Slot, value: bigint) => boolean; taken: ReadonlySet<string> },
): string | null {
  const [slot, ...more] = meant
  if (!slot) return 'no planned VM has that address'
  const others = more.filter(({ vpc }) => vpc.id !== slot.vpc.id)
  if (others.length > 0)
    return `hosts of ${[slot, ...others].map(({ vpc }) => vpc.name).join(' and ')} have it; say which with vpc`
  if (!containsAddress(slot.subnet.block, to))
    return `it is not in ${formatCidr(slot.subnet.block)}, where ${slot.subnet.name} is at the recovery site`
  if (isReserved(slot, to.value)) return 'the target keeps that address for itself'
  return taken.has(formatAddress(to)) ? 'an earlier rule gives that address to another host' : null
}

const refused = ({ from, to }: HostRule, index: number, why: string | null): Finding =>
  createFinding('network.host-refused', {
    subject: `network.hosts[${index}]`,
    message: `${formatAddress(from)} → ${formatAddress(to)} is not followed: ${why ?? ''}.`,
    suggestion: 'Correct the rule in drplan.yaml; until then the host is placed like the others.',
  })
