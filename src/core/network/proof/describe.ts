/** What a proof found, as a person reads it: the packet at both sites, and which rule decides at each. */
import type { Family } from '../../../model/address.ts'
import type { EquivalenceDifference } from '../../../model/equivalence.ts'
import type { ShownDifference } from './compare-policies.ts'
import type { PolicyDecision } from './walk-policy.ts'

export interface FoundDifference {
  readonly place: string
  readonly direction: EquivalenceDifference['direction']
  readonly family: Family
  readonly shown: ShownDifference
  /** What an outcome is called; allow and deny, where it is not said. */
  readonly nameOf?: (outcome: number) => string
}

/** In the order in which they were found; of those that one rule makes at one place, the first. */
export function describeAll(found: readonly FoundDifference[]): readonly EquivalenceDifference[] {
  const byName = new Map<string, EquivalenceDifference>()
  for (const difference of found.map(describe))
    if (!byName.has(difference.name)) byName.set(difference.name, difference)
  return [...byName.values()]
}

function describe({ place, direction, family, shown, nameOf = nameOfFilter }: FoundDifference): EquivalenceDifference {
  const { packet, image, before, after } = shown
  const at = (value: bigint) => ({ family, value })
  const kind = kindOf(shown, direction)
  const by = { before: ruleText(before), after: ruleText(after) }
  return {
    name: `${place} / ${direction} / ${kind} / ${kind === 'now-denied' ? by.before : by.after}`,
    place,
    direction,
    kind,
    family,
    packet: {
      protocol: packet.protocol,
      source: at(packet.source),
      sourcePort: packet.sourcePort,
      destination: at(packet.destination),
      port: packet.port,
    },
    image: { source: at(image.source), destination: at(image.destination) },
    before: { outcome: nameOf(before.outcome), by: by.before },
    after: { outcome: nameOf(after.outcome), by: by.after },
    conditions: [...(shown.box.symbols ?? [])].map(([name, value]) => conditionText(name, value)),
    waiver: null,
  }
}

const nameOfFilter = (outcome: number): string => (outcome === 0 ? 'deny' : 'allow')

function kindOf(
  { before, after }: ShownDifference,
  direction: EquivalenceDifference['direction'],
): EquivalenceDifference['kind'] {
  if (before.outcome === 0) return 'newly-allowed'
  if (after.outcome === 0) return 'now-denied'
  return direction === 'route' ? 'changed' : 'newly-allowed'
}

const ruleText = ({ by }: PolicyDecision): string =>
  by.map(({ what, ruleId }) => (ruleId === null ? `${what}: no rule` : `${what}: ${ruleId}`)).join(' and ')

/** `tag Storage as source` is true of the sender. */
function conditionText(name: string, value: boolean): string {
  const [, set = name, end = 'source'] = /^(.*) as (source|destination)$/.exec(name) ?? []
  return `the ${end} is ${value ? '' : 'not '}in ${set}`
}
