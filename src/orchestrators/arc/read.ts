/** What a plan of ARC Region switch orders, by the rules of that service. */
import { z } from 'zod'
import type { SaidOrder, SaidStage } from '../../model/order-export.ts'

const leafSchema = z.object({
  name: z.string(),
  executionBlockType: z.enum(['ManualApproval', 'CustomActionLambda', 'Route53HealthCheck']),
})
const blockSchema = z.object({
  name: z.string(),
  executionBlockType: z.literal('Parallel'),
  executionBlockConfiguration: z.object({ parallelConfig: z.object({ steps: z.array(leafSchema) }) }),
})
const workflowSchema = z.object({
  workflowTargetRegion: z.string(),
  steps: z.array(z.union([blockSchema, leafSchema])),
})
const documentSchema = z.object({ primaryRegion: z.string(), workflows: z.array(workflowSchema).min(1) })
const membersSchema = z.object({ steps: z.record(z.string(), z.array(z.string())) })

/** Steps follow one another; those of a Parallel block run side by side. Throws ZodError where it is no such document. */
export function readArc(text: string, members: string): SaidOrder {
  const { steps: acts } = membersSchema.parse(JSON.parse(members))
  const { primaryRegion, workflows } = documentSchema.parse(JSON.parse(text))
  // A run takes the workflow of the region that it activates.
  const steps = workflows.filter((one) => one.workflowTargetRegion !== primaryRegion).flatMap((one) => one.steps)
  const actsOf = (name: string): readonly string[] => acts[name] ?? []
  const stages = steps.map((step): SaidStage => {
    const names = 'executionBlockConfiguration' in step ? namesInside(step) : [step.name]
    return { acts: names.flatMap(actsOf), within: [] }
  })
  return { plans: [{ name: 'drplan-failover', stages: stages.filter((stage) => stage.acts.length > 0) }] }
}

const namesInside = ({ executionBlockConfiguration }: z.infer<typeof blockSchema>): readonly string[] =>
  executionBlockConfiguration.parallelConfig.steps.map(({ name }) => name)
