import { formatAddress } from '../../../model/address.ts'
import type { Check } from '../../../model/check.ts'
import { createFinding } from '../../../model/finding.ts'
import type { Plan } from '../../../model/plan.ts'

export const addresses: Check = {
  title: 'Every VM has the addresses that the plan gives a place at the recovery site.',
  codes: ['check.address-changed'],
  source: 'NIST SP 800-34 Rev. 1 (2010), 3.6: a plan is kept current with what it rests on',
  run: ({ plan, replanned }) => {
    const [before, now] = [pairsOf(plan), pairsOf(replanned)]
    const names = new Map(plan.vms.map(({ vmId, name }) => [vmId, name]))
    const kept = new Set(replanned.vms.map(({ vmId }) => vmId))
    return [...names].flatMap(([vmId, name]) => {
      const [was, is] = [before.get(vmId) ?? [], now.get(vmId) ?? []]
      if (!kept.has(vmId) || was.join() === is.join()) return []
      const gone = was.filter((pair) => !is.includes(pair))
      const fresh = is.filter((pair) => !was.includes(pair))
      return createFinding('check.address-changed', {
        subject: name,
        message: `The plan places ${name} with ${listed(gone)}; as it is now it needs ${listed(fresh)}. Rules, records and runbooks name the old ones.`,
        suggestion: 'Run drplan plan, review the address map, and apply it.',
        affected: [vmId],
      })
    })
  },
}

/** Ids of the VMs that both plans place in the same way. */
export function placedAlike(plan: Plan, replanned: Plan): ReadonlySet<string> {
  const [before, now] = [pairsOf(plan), pairsOf(replanned)]
  return new Set([...now].flatMap(([vmId, pairs]) => (before.get(vmId)?.join() === pairs.join() ? [vmId] : [])))
}

/** VM id → "10.0.0.5 → 10.64.0.5", sorted. */
function pairsOf({ network }: Plan): ReadonlyMap<string, readonly string[]> {
  const grouped = Map.groupBy(network.addresses, ({ vmId }) => vmId)
  return new Map(
    [...grouped].map(([vmId, pairs]) => [
      vmId,
      pairs
        .map(({ from, to }) => `${from ? formatAddress(from) : 'unknown'} → ${to ? formatAddress(to) : 'to be given'}`)
        .sort(),
    ]),
  )
}

const listed = (pairs: readonly string[]): string => (pairs.length === 0 ? 'no address' : pairs.join(', '))
