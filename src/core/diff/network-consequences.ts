/** Connections that the recovery site lets through now or no more, the proof, and objects of the network. */
import { BugError } from '../../errors.ts'
import { equivalenceVerdicts, verdictWords } from '../../model/equivalence.ts'
import type { Consequence, FlowChange, FlowsDiff, KindChanges, PlanDiff } from '../../model/plan-diff.ts'
import { count } from '../../model/quantity.ts'
import { compareText } from '../../model/text-order.ts'
import { someOf } from './consequence-parts.ts'
import { ADDRESS } from './network-kinds.ts'

export function flowConsequences({ changes, missing, more }: FlowsDiff): readonly Consequence[] {
  const shown = byRule(changes).map(flowConsequence)
  if (missing.length === 0 && !more) return shown
  const rest = [
    ...(more ? ['more connections change than are shown'] : []),
    ...(missing.length > 0 ? [`whether more connections change cannot be told without ${someOf(missing)}`] : []),
  ]
  const about = { subject: 'connections', vmIds: [], keys: [] }
  return [...shown, { direction: 'worse', code: 'flow-undetermined', ...about, text: rest.join('; ') }]
}

const rulesOf = ({ change, before, after }: FlowChange): readonly string[] =>
  (change === 'closed' ? before : after).by.split(' and ')

/** One rule may open the way of every class of cards: those that one rule has a part in, of which most have, are one. */
function byRule(changes: readonly FlowChange[]): readonly (readonly FlowChange[])[] {
  const named = changes.map((flow) => ({ flow, rules: rulesOf(flow).map((rule) => `${flow.change} ${rule}`) }))
  const counts = new Map<string, number>()
  for (const { rules } of named) for (const rule of rules) counts.set(rule, (counts.get(rule) ?? 0) + 1)
  const mostCommon = (rules: readonly string[]): string =>
    rules.toSorted((a, b) => (counts.get(b) ?? 0) - (counts.get(a) ?? 0) || compareText(a, b))[0] ?? ''
  const groups = Map.groupBy(named, ({ rules }) => mostCommon(rules))
  return [...groups.values()].map((own) => own.map(({ flow }) => flow))
}

const words = { opened: 'passes now', closed: 'passes no more', rerouted: 'goes another way' } as const

/** Opened or closed, a person has to agree to it. */
function flowConsequence(flows: readonly FlowChange[]): Consequence {
  const [flow, ...others] = flows
  if (!flow) throw new BugError('bug.invariant', 'A group of connections is empty.')
  const { change, place, direction, packet, packetAfter, before, after, conditions } = flow
  const moved = packet === packetAfter ? '' : `, now ${packetAfter}`
  const when = conditions.length > 0 ? `, if ${conditions.join(' and ')}` : ''
  const more = others.length > 0 ? `; the same rule for ${count(others.length, 'other place')}` : ''
  const ends = flows.flatMap(({ sourceVmId, destinationVmId }) => [sourceVmId, destinationVmId])
  return {
    direction: 'worse',
    code: `flow-${change}`,
    subject: `${place}, ${direction}`,
    text: `${packet}${moved} ${words[change]}${when}: ${before.outcome} (${before.by}) → ${after.outcome} (${after.by})${more}`,
    vmIds: [...new Set(ends)].filter((id) => id !== null),
    keys: [],
  }
}

export function equivalenceConsequences({
  before,
  after,
  added,
  removed,
}: PlanDiff['equivalence']): readonly Consequence[] {
  const about = { code: 'equivalence', subject: 'both sites', vmIds: [], keys: [] } as const
  const verdict = worth(after) - worth(before)
  const words = `connections ${verdictWords(before)} before, ${verdictWords(after)} now (${before.verdict} → ${after.verdict})`
  return [
    ...(verdict === 0
      ? []
      : [{ ...about, direction: verdict > 0 ? ('worse' as const) : ('better' as const), text: words }]),
    ...listOf(added, 'new difference', 'worse'),
    ...listOf(removed, 'difference', 'better'),
  ]

  function listOf(names: readonly string[], what: string, direction: 'worse' | 'better'): readonly Consequence[] {
    const gone = direction === 'better' ? ' gone' : ''
    return names.length === 0
      ? []
      : [{ ...about, direction, text: `${count(names.length, what)} to the primary site${gone}: ${someOf(names)}` }]
  }
}

/** Accepted comes first: somebody answers for it. */
const worth = ({ verdict, accepted }: PlanDiff['equivalence']['before']): number =>
  (accepted ? 0 : equivalenceVerdicts.length) + equivalenceVerdicts.indexOf(verdict)

/** Addresses are said of their VMs. */
export function objectConsequences(network: readonly KindChanges[]): readonly Consequence[] {
  return network
    .filter(({ kind }) => kind !== ADDRESS)
    .map(({ kind, added, removed, changed }): Consequence => {
      const parts = [
        [added.length, 'added'],
        [removed.length, 'gone'],
        [changed.length, 'changed'],
      ] as const
      const all = [...added, ...removed, ...changed]
      const counts = parts.flatMap(([number, what]) => (number > 0 ? [`${number} ${what}`] : []))
      return {
        direction: 'neutral',
        code: 'network',
        subject: kind,
        text: `${kind}: ${counts.join(', ')} (${someOf(all.map(({ name }) => name))})`,
        vmIds: [...new Set(all.flatMap(({ vmIds }) => vmIds))],
        keys: all.map(({ key }) => key),
      }
    })
}
