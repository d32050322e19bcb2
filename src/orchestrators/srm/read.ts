/** What srm-recovery-plan.json orders, by the rules of Site Recovery Manager. */
import { z } from 'zod'
import { vmAct, type SaidOrder, type SaidStage } from '../../model/order-export.ts'

const documentSchema = z.object({
  plans: z.array(
    z.object({
      name: z.string(),
      prompts: z.array(z.object({ act: z.string(), before: z.literal('P1') })),
      vms: z.array(
        z.object({
          key: z.string(),
          priority: z.enum(['P1', 'P2', 'P3', 'P4', 'P5']),
          dependent_vms: z.array(z.string()),
        }),
      ),
    }),
  ),
})
type SrmPlan = z.infer<typeof documentSchema>['plans'][number]

/** Throws ZodError where it is no such document. */
export function readSrm(text: string): SaidOrder {
  const { plans } = documentSchema.parse(JSON.parse(text))
  return {
    plans: plans.map((plan) => ({
      name: plan.name,
      stages: [...plan.prompts.map(({ act }) => ({ acts: [act], within: [] })), ...priorityStages(plan)],
    })),
  }
}

/** A dependency counts between VMs of one plan and one priority. */
const priorityStages = ({ vms }: SrmPlan): readonly SaidStage[] =>
  ['P1', 'P2', 'P3', 'P4', 'P5'].flatMap((priority) => {
    const own = vms.filter((vm) => vm.priority === priority)
    const keys = new Set(own.map(({ key }) => key))
    const within = own.flatMap(({ key, dependent_vms: needs }) =>
      needs.filter((need) => keys.has(need)).map((need) => [vmAct(need), vmAct(key)] as const),
    )
    return own.length === 0 ? [] : [{ acts: own.map(({ key }) => vmAct(key)), within }]
  })
