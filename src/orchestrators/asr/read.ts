/** What asr-recovery-plan.json orders, by the rules of Azure Site Recovery. */
import { z } from 'zod'
import { vmAct, type SaidOrder, type SaidStage } from '../../model/order-export.ts'

const groupSchema = z.object({
  groupType: z.enum(['Shutdown', 'Failover', 'Boot']),
  replicationProtectedItems: z.array(z.object({ id: z.string() })),
  startGroupActions: z.array(z.object({ actionName: z.string() })),
  endGroupActions: z.array(z.object({ actionName: z.string() })),
})
const documentSchema = z.object({
  resources: z.array(
    z.object({
      type: z.literal('Microsoft.RecoveryServices/vaults/replicationRecoveryPlans'),
      name: z.string(),
      properties: z.object({ groups: z.array(groupSchema) }),
    }),
  ),
})
type Group = z.infer<typeof groupSchema>

const item = /^\[parameters\('replicatedItems'\)\['([a-z0-9-]+)'\]\.id\]$/
const plan = /'\/([a-z0-9-]+)'\)\]$/

/** Throws ZodError where it is no such document. */
export const readAsr = (text: string): SaidOrder => ({
  plans: documentSchema.parse(JSON.parse(text)).resources.map(({ name, properties }) => ({
    name: plan.exec(name)?.[1] ?? name,
    stages: properties.groups.flatMap(groupStages),
  })),
})

/** Actions one after another, before or behind all machines of the group. */
const groupStages = ({ replicationProtectedItems, startGroupActions, endGroupActions }: Group): readonly SaidStage[] =>
  [
    ...startGroupActions.map(({ actionName }) => [actionName]),
    replicationProtectedItems.map(({ id }) => vmAct(item.exec(id)?.[1] ?? id)),
    ...endGroupActions.map(({ actionName }) => [actionName]),
  ]
    .filter((acts) => acts.length > 0)
    .map((acts) => ({ acts, within: [] }))
