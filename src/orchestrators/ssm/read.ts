/** What a document of Systems Manager Automation orders, by the rules of that service. */
import { z } from 'zod'
import type { SaidOrder, SaidStage } from '../../model/order-export.ts'

const stepSchema = z.object({
  name: z.string(),
  action: z.enum(['aws:approve', 'aws:pause', 'aws:executeAwsApi', 'aws:waitForAwsResourceProperty']),
  onFailure: z.literal('Abort'),
  nextStep: z.string().optional(),
  isEnd: z.literal(true).optional(),
  inputs: z.object({ filters: z.object({ jobIDs: z.tuple([z.string()]) }).optional() }),
})
type Step = z.infer<typeof stepSchema>

const documentSchema = z.object({ schemaVersion: z.literal('0.3'), mainSteps: z.array(stepSchema).min(1) })
const membersSchema = z.object({ steps: z.record(z.string(), z.array(z.string())) })

const job = /^\{\{ (\w+)\.JobId \}\}$/

/**
 * Follows the steps from the first to its end. What an API call starts is done once a later step has waited for its job; until
 * all that was started is done, whatever comes runs beside it. Throws ZodError where it is no such document.
 */
export function readSsm(text: string, members: string): SaidOrder {
  const { steps: acts } = membersSchema.parse(JSON.parse(members))
  const { mainSteps } = documentSchema.parse(JSON.parse(text))
  const stages: Stage[] = []
  const open = new Set<string>()
  for (const step of inTurn(mainSteps)) {
    for (const id of step.inputs.filters?.jobIDs ?? []) open.delete(job.exec(id)?.[1] ?? id)
    stageFor(acts[step.name] ?? [], stages, open.size === 0)
    if (step.action === 'aws:executeAwsApi') open.add(step.name)
  }
  return { plans: [{ name: 'ssm-automation', stages }] }
}

type Stage = { readonly acts: string[]; readonly within: SaidStage['within'] }

/** Into a new stage where nothing is open, else beside what is. */
function stageFor(acts: readonly string[], stages: Stage[], isFree: boolean): void {
  const last = stages.at(-1)
  if (acts.length === 0) return
  if (last && !isFree) last.acts.push(...acts)
  else stages.push({ acts: [...acts], within: [] })
}

/** By `nextStep`, not by place; a step that was passed already ends the walk. */
function inTurn(steps: readonly Step[]): readonly Step[] {
  const byName = new Map(steps.map((step) => [step.name, step]))
  const walked = new Set<Step>()
  for (let at = steps[0]; at && !walked.has(at); at = at.isEnd ? undefined : byName.get(at.nextStep ?? ''))
    walked.add(at)
  return [...walked]
}
