/** Does the plan depend on what just died? Takes a failed domain out, and tells which steps are left without what they need. */
import type { RunbookStage } from '../../model/runbook.ts'
import { isDown, type FailedDomain, type StepNeed } from '../../model/step-needs.ts'

export interface Blocked {
  readonly need: StepNeed
  /** From the need to the one that is down, by name; one name where that is itself. */
  readonly through: readonly string[]
}

/** Needs that are gone with the domain, themselves or by what they rest on; in their order. Circles do no harm. */
export function goneWith(needs: readonly StepNeed[], failed: FailedDomain): readonly Blocked[] {
  const byName = new Map(needs.map((need) => [need.name, need]))
  const ways = new Map<string, readonly string[]>()
  for (const { name, standsIn } of needs) if (standsIn.every((place) => isDown(place, failed))) ways.set(name, [name])
  let [grown, before] = [ways.size, -1]
  while (grown > before) {
    before = grown
    for (const { name, needs: own } of needs) {
      const lost = own.find((other) => byName.has(other) && ways.has(other))
      if (!ways.has(name) && lost !== undefined) ways.set(name, [name, ...(ways.get(lost) ?? [])])
    }
    grown = ways.size
  }
  return needs.flatMap((need) => {
    const through = ways.get(need.name)
    return through ? [{ need, through }] : []
  })
}

/** Stages of a runbook that cannot be walked without it. */
export const stagesOf = ({ stages }: StepNeed, walked: readonly RunbookStage[]): readonly RunbookStage[] =>
  stages.length === 0 ? walked : walked.filter((stage) => stages.includes(stage))
