/** Which dependencies limit how far two VMs may be apart in time, and groups that must be of one moment. */
import type { Dependency } from '../../model/dependency.ts'
import type { SkewLimit } from '../../model/recovery-line.ts'
import { compareText } from '../../model/text-order.ts'

export interface SkewRules {
  /** The protection group of each VM that has one. */
  readonly groupOf: ReadonlyMap<string, string>
  /** Of single edges, client first: seconds, or null = no limit. They come before the rule. */
  readonly stated: readonly {
    readonly fromVmId: string
    readonly toVmId: string
    readonly allowedSkewSeconds: number | null
  }[]
}

/**
 * One limit an edge at most, by client and server. A dependency that is stated inside a protection group allows none:
 * that is what such a group is for. Any other has no limit unless one is set: nobody said that its state has to fit.
 */
export function skewLimitsOf(
  dependencies: readonly Pick<Dependency, 'fromVmId' | 'toVmId' | 'evidence'>[],
  { groupOf, stated }: SkewRules,
): readonly SkewLimit[] {
  const limits = new Map<string, SkewLimit>()
  const keyOf = ({ fromVmId, toVmId }: Pick<SkewLimit, 'fromVmId' | 'toVmId'>): string =>
    JSON.stringify([fromVmId, toVmId])
  for (const { fromVmId, toVmId, evidence } of dependencies) {
    const group = groupOf.get(fromVmId)
    if (evidence !== 'stated' || group === undefined || group !== groupOf.get(toVmId)) continue
    limits.set(keyOf({ fromVmId, toVmId }), { fromVmId, toVmId, allowedSkewSeconds: 0 })
  }
  for (const { allowedSkewSeconds, ...edge } of stated) {
    if (allowedSkewSeconds === null) limits.delete(keyOf(edge))
    else limits.set(keyOf(edge), { ...edge, allowedSkewSeconds })
  }
  return [...limits.values()].sort((a, b) => compareText(a.fromVmId, b.fromVmId) || compareText(a.toVmId, b.toVmId))
}
