/** Answers whether one machine reaches another, at the primary site and at the recovery site as translated. */
import { reachNetwork } from '../core/network/prove-network.ts'
import type { Reach, ReachQuestion } from '../model/reach.ts'
import type { Site } from '../model/site.ts'
import type { NetworkTranslation } from '../model/network-translation.ts'
import type { StepContext } from './context.ts'
import { scopeOf } from './scope.ts'

export function reach(
  context: StepContext,
  { site, translation }: { readonly site: Site; readonly translation: NetworkTranslation },
  question: ReachQuestion,
): Reach {
  const vms = scopeOf(site, context.config).planned.map(({ vm }) => vm)
  const limits = context.target.networkLimits
  return reachNetwork({ vms, network: site.network, translation, limits }, question)
}
