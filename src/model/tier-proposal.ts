/** A tier for a VM that nobody gave one, with what speaks for it. */
import { z } from 'zod'
import type { Immutable } from './immutable.ts'

/** `high` rests on statements, `medium` on signs that agree, `low` on one sign or none. */
export const proposalConfidences = ['low', 'medium', 'high'] as const
export type ProposalConfidence = (typeof proposalConfidences)[number]

export const tierProposalSchema = z.strictObject({
  tierId: z.string(),
  confidence: z.enum(proposalConfidences),
  /** Plain sentences, the one that decides last where several do. */
  reasons: z.array(z.string()).min(1),
})
export type TierProposal = Immutable<z.infer<typeof tierProposalSchema>>
