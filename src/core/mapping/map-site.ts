/**
 * A component for every VM. First each VM by itself; where that takes more than VMs share (quotas, stock, money, zones), or
 * is late because of what it waits for, all of them at once: such questions are asked of the caller, since answering them
 * may take a thread and a while.
 */
import type { Finding } from '../../model/finding.ts'
import type { Mapping } from '../../model/mapping.ts'
import type { Option, Rules } from './choose.ts'
import type { IntegerAnswer, IntegerQuestion } from './optimise/linear-solver.ts'
import { chainQuestions, readChains, type ChainQuestion } from './shared/chain-model.ts'
import { openEstate, type Estate } from './shared/chain-times.ts'
import { deadlinesFor } from './shared/chains.ts'
import { decide, type Answer, type Decision } from './shared/decide.ts'
import type { Question } from './shared/question.ts'
import { completeMapping } from './complete-mapping.ts'
import { draftMapping, type DraftMapping, type MapSiteInput } from './draft-mapping.ts'

/** What the caller has answered, in a thread or not: the choice for all VMs, or an integer model. */
export type Asked =
  | { readonly kind: 'assign'; readonly instance: Question['instance'] }
  | { readonly kind: 'integer'; readonly question: IntegerQuestion }
export type Reply = Answer | IntegerAnswer

type Asking<Result> = Generator<Asked, Result, Reply>

/** Deadlines change what the optimiser may choose, which changes what waits: so often it is asked again at most. */
const MOST_ROUNDS = 4

/**
 * Asks what is to be answered for all VMs at once, as often as it must: VMs that wait for others get deadlines where
 * promises are broken. Every VM comes out once, assigned or unmapped, in the order of its id; `excluded` is left to the
 * caller. Throws what `draftMapping` throws.
 */
export function* mapSite(input: MapSiteInput): Asking<{ mapping: Mapping; findings: readonly Finding[] }> {
  const first = yield* decided(draftMapping(input))
  let { draft, decision } = first
  let bound = decision.solution.bound
  for (let round = 0; round < MOST_ROUNDS && isSolved(decision) && input.policy.objective === 'least-cost'; round++) {
    const mended = yield* mendChains({ draft, decision }, round === 0)
    if (!mended) break
    if (mended.bound !== null) bound = Math.max(bound ?? 0, mended.bound)
    const next = yield* decided(draftMapping(input, mended.deadlines))
    // What VMs share goes before what waits: a promise that is broken by waiting is a finding of the plan.
    if (!isSolved(next.decision)) break
    ;({ draft, decision } = next)
  }
  return completeMapping(draft, decision, bound)
}

interface Decided {
  readonly draft: DraftMapping
  readonly decision: Decision
}

function* decided(draft: DraftMapping): Asking<Decided> {
  const { question } = draft
  const reply = canBeAsked(question) ? yield { kind: 'assign', instance: question.instance } : null
  return { draft, decision: decide(draft, reply && 'optimised' in reply ? reply : null) }
}

interface Mended {
  readonly deadlines: Rules['deadlines']
  readonly bound: number | null
}

/** All chains at once where that can be; else one by one. */
function* mendChains({ draft, decision }: Decided, atOnce: boolean): Asking<Mended | null> {
  const { input, rules } = draft
  const estate = openEstate({ vms: input.vms, demands: input.demands, rules })
  const alone = new Map(
    draft.choices.flatMap((choice) =>
      choice.kind === 'option' ? [[choice.scoped.vm.id, choice.option] as const] : [],
    ),
  )
  const mended = atOnce ? readChains(yield* askChains(estate, alone), { estate, alone }) : null
  if (mended) return mended
  const deadlines = deadlinesFor(estate, decision.taken)
  return deadlines && { deadlines, bound: null }
}

function* askChains(
  estate: Estate,
  alone: ReadonlyMap<string, Option>,
): Asking<readonly { readonly asked: ChainQuestion; readonly answer: IntegerAnswer }[]> {
  const parts: { readonly asked: ChainQuestion; readonly answer: IntegerAnswer }[] = []
  for (const asked of chainQuestions(estate, alone, estate.input.rules.policy.gap ?? 0)) {
    const answer = yield { kind: 'integer', question: asked.question }
    if ('columns' in answer) parts.push({ asked, answer })
  }
  return parts
}

const canBeAsked = (question: Question | null): question is Question =>
  question !== null && question.hopeless.length === 0

const isSolved = ({ solution }: Decision): boolean => solution.status === 'optimal' || solution.status === 'feasible'
