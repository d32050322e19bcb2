/** What only one of the plans says, because an older drplan made the other; what is absent in both is nobody's loss. */
import type { Plan } from '../../model/plan.ts'

const parts: readonly (readonly [what: string, isThere: (plan: Plan) => boolean])[] = [
  ['who serves when (arbitration)', ({ arbitration }) => arbitration !== undefined],
  ['who starts when capacity is short', ({ shortCapacity }) => shortCapacity !== undefined],
  ['compatibility of VMs', ({ mapping }) => mapping.compatibility !== undefined],
]

export const notCompared = (before: Plan, after: Plan): readonly string[] =>
  parts.flatMap(([what, isThere]) => {
    const [was, is] = [isThere(before), isThere(after)]
    return was === is ? [] : [`${what}: only the ${was ? 'earlier' : 'later'} plan says it`]
  })
