/**
 * A proof that nothing leaves a network: for every destination of both families each of its route tables says the same as
 * one that knows the network's own blocks only. Found ways out are walked by the second engine of the proof too.
 */
import type { Family } from '../../model/address.ts'
import type { Isolation, IsolationLeak } from '../../model/network-maps.ts'
import type { NetworkTranslation } from '../../model/network-translation.ts'
import type { Routing } from '../../model/target.ts'
import { compareLists } from './proof/compare.ts'
import { wholeOf } from './proof/ends.ts'
import { recoverySide } from './proof/recovery-side.ts'
import { createOutcomes } from './proof/outcomes.ts'
import { routeList } from './proof/route-lists.ts'
import type { Side } from './proof/side.ts'

/** A finished translation, such as that of a drill, on a platform that adds these routes to its tables. */
export function proveIsolation(
  translation: NetworkTranslation,
  { platformRoutes }: Pick<Routing, 'platformRoutes'>,
): Isolation {
  const side = recoverySide(translation, { ordered: false, platformEntries: [], platformRoutes })
  const found = translation.routeTables.flatMap(({ key, vpcKey }) =>
    ([4, 6] as const).map((family) => proveTable(side, { key, vpcKey, family })),
  )
  const leaks = found.flatMap((one) => one.leaks)
  const missing = [...new Set(found.flatMap((one) => one.missing))].sort()
  return {
    verdict: leaks.length > 0 ? 'leaks' : missing.length > 0 ? 'undetermined' : 'isolated',
    tables: translation.routeTables.length,
    leaks,
    missing,
  }
}

interface Table {
  readonly key: string
  readonly vpcKey: string
  readonly family: Family
}

function proveTable(side: Side, { key, vpcKey, family }: Table): Pick<Isolation, 'leaks' | 'missing'> {
  const blocks = side.vpcs.get(vpcKey)?.blocks ?? []
  const within = blocks.map((destination) => ({ id: 'local', destination, hop: 'local', hopId: null }))
  const whole = wholeOf(family)
  const outcomes = createOutcomes()
  // A route to the internet is a way out also where only private addresses take it.
  const context = { side, family, outcomes, reachesPrivate: true }
  const compared = compareLists({
    family,
    source: routeList(within, context),
    target: routeList(side.tables.get(key) ?? [], context),
    // Every address, unmoved: both lists speak of one network.
    pieces: whole.map((all) => ({ from: all, to: all })),
  })
  if (compared.verdict === 'equal') return { leaks: [], missing: [] }
  const leaks = compared.differences.map(({ packet, after }): IsolationLeak => ({
    tableKey: key,
    destination: { family, value: packet.destination },
    hop: outcomes.nameOf(after.outcome),
    routeKey: after.ruleId,
  }))
  return { leaks, missing: compared.verdict === 'undetermined' ? compared.missing : [] }
}
