/** What the replay of failures of zones finds, in words. */
import { createFinding, type Finding } from '../../../model/finding.ts'
import type { FailoverTarget } from '../../../model/failover-target.ts'
import { compareText } from '../../../model/text-order.ts'
import { countOf, listOf } from '../amounts.ts'
import { replayFailures } from './replay.ts'

export interface LadderSite {
  readonly groups: readonly (readonly string[])[]
  /** By VM id. */
  readonly targets: ReadonlyMap<string, readonly FailoverTarget[]>
  readonly zones: number
  /** By VM id. */
  readonly names: ReadonlyMap<string, string>
  /** Of `mapping.targetsPerVm`. */
  readonly most: number
}

/** None where each VM is to have one target only: nothing was asked for. */
export function ladderFindings({ groups, targets, zones, names, most }: LadderSite): readonly Finding[] {
  const zoned = groups.map((ids) => ids.filter((id) => targets.get(id)?.[0]?.zone !== undefined))
  if (most === 1 || zoned.every((ids) => ids.length === 0)) return []
  const zonesOf = new Map([...targets].map(([id, own]) => [id, own.flatMap(({ zone }) => zone ?? [])]))
  const { together, stranded } = replayFailures({ groups: zoned, zonesOf, zones })
  const pairs = Map.groupBy(together, ({ pair }) => JSON.stringify(pair))
  const lost = [...new Set(stranded.map(({ vmId }) => vmId))].sort(compareText)
  return [
    ...[...pairs.values()].map((events) => togetherFinding(events, names)),
    ...(lost.length > 0 ? [tooFewFinding(lost, zones)] : []),
  ]
}

interface Meeting {
  readonly failed: readonly number[]
  readonly pair: readonly [string, string]
}

function togetherFinding(events: readonly Meeting[], names: LadderSite['names']): Finding {
  const pair = events[0]?.pair ?? ['', '']
  const [first = '', second = ''] = pair.map((id) => names.get(id) ?? id)
  return createFinding('map.targets-together', {
    subject: `${first} and ${second}`,
    message: `They are kept apart, and come up in one zone when ${listOfCases(events)}.`,
    suggestion: 'Allow more targets (mapping.targetsPerVm), or keep fewer VMs apart in one rule.',
    affected: [...pair],
  })
}

const listOfCases = (events: readonly Meeting[]): string =>
  events
    .map(({ failed }) =>
      failed.length === 0
        ? 'nothing fails'
        : `zone ${listOf(failed.map((zone) => String(zone + 1)))} ${failed.length > 1 ? 'fail' : 'fails'}`,
    )
    .join(', or ')

const tooFewFinding = (affected: readonly string[], zones: number): Finding =>
  createFinding('map.targets-too-few', {
    subject: 'mapping.targetsPerVm',
    message: `${countOf(affected.length, 'VMs')} that are kept apart by zone have targets in fewer than ${zones} zones: when two zones fail, some have none left.`,
    suggestion: `Set mapping.targetsPerVm to ${zones} or more.`,
    affected,
  })
