/** Draws plans, mends and improves them, and polishes the best until it is near enough to the bound. */
import { createDraft, setChoice, type Draft } from './draft.ts'
import { createIncumbent, gapOf, keepBetter, type Incumbent } from './incumbent.ts'
import { MAX_WHOLE_VMS, type OptimiseOptions } from './options.ts'
import { improve, mend, type Priced } from './mend.ts'
import { polish } from './polish.ts'
import type { Proven } from './prove-bound.ts'
import type { Reduced } from './reduced.ts'
import { reweigh } from './reweigh.ts'
import { drawPlan } from './sample.ts'

export interface Search {
  readonly reduced: Reduced
  readonly proven: Proven
  readonly options: OptimiseOptions
  readonly chance: () => number
  /** A plan that may be near: by VM its candidate. */
  readonly start?: Int32Array | null
}

/** Drawing is cheap beside an integer model: small estates draw more often. */
const FEWEST_DRAWINGS = 4
const MOST_DRAWINGS = 12
const DRAWN_VMS = 12_000
/** Of the first drawings one must be this much better than asked for, to need no other. */
const EAGER = 0.5
const MAX_STALLS = 6
/** How many VMs are free in one integer model: few at first, since a small gap is often closed by few. */
const FEWEST_POLISHED = 150
const MOST_POLISHED = 800
/** A gain smaller than this share counts as none. */
const LEAST_GAIN = 1e-5

export function searchPlans(search: Search): Incumbent {
  const { reduced, proven, options } = search
  const draft = createDraft(reduced, proven.prices, proven.bound)
  const incumbent = createIncumbent()
  if (search.start) {
    setChoice(draft, search.start)
    mendAndKeep(search, draft, incumbent)
  }
  drawPlans(search, draft, incumbent)
  let [size, stalls] = [FEWEST_POLISHED, 0]
  while (reduced.vmCount > MAX_WHOLE_VMS && stalls < MAX_STALLS) {
    const [before, wrong] = [gapOf(incumbent, proven.bound), incumbent.wrong]
    if (before <= options.targetGap || options.shouldStop()) break
    polishOnce(search, draft, { incumbent, size })
    const gained = incumbent.wrong < wrong || before - gapOf(incumbent, proven.bound) > LEAST_GAIN
    stalls = gained || size < MOST_POLISHED ? 0 : stalls + 1
    size = Math.min(MOST_POLISHED, 2 * size)
  }
  return incumbent
}

const pricedOf = ({ proven, options }: Search): Priced => ({
  prices: proven.prices,
  priced: proven.pool.oracle.priced,
  shouldStop: options.shouldStop,
})

/** Each drawing aims below the limits that those before it exceeded. */
function drawPlans(search: Search, draft: Draft, incumbent: Incumbent): void {
  const { reduced, proven, options } = search
  const { pool, prices } = proven
  const below = new Float64Array(reduced.limits.length)
  const drawings = Math.max(FEWEST_DRAWINGS, Math.min(MOST_DRAWINGS, DRAWN_VMS / reduced.vmCount))
  for (let drawing = 0; drawing < drawings; drawing++) {
    if (drawing > 0) reweigh(pool, { prices, below, solver: options.solver })
    setChoice(draft, drawPlan(pool, options.seed + drawing))
    for (const [limit, amount] of draft.use.entries())
      below[limit] = Math.max(0, (below[limit] as number) + 0.8 * (amount - (reduced.limits[limit] as number)))
    mendAndKeep(search, draft, incumbent)
    const wanted = options.targetGap * (drawing < FEWEST_DRAWINGS - 1 ? EAGER : 1)
    if (gapOf(incumbent, proven.bound) <= wanted || options.shouldStop()) return
  }
}

function mendAndKeep(search: Search, draft: Draft, incumbent: Incumbent): void {
  mend(draft, pricedOf(search))
  keepBetter(incumbent, draft)
  if (incumbent.wrong > 0) return
  improve(draft, pricedOf(search), 3)
  keepBetter(incumbent, draft)
}

function polishOnce(
  search: Search,
  draft: Draft,
  { incumbent, size }: { readonly incumbent: Incumbent; readonly size: number },
): void {
  const { chance, options, proven } = search
  if (incumbent.choice) setChoice(draft, incumbent.choice)
  const polished = polish(draft, {
    solver: options.solver,
    chance,
    priced: proven.pool.oracle.priced,
    size,
    overloaded: incumbent.wrong > 0,
    goodEnough: proven.bound * (1 + options.targetGap),
  })
  if (!polished) return
  setChoice(draft, polished)
  keepBetter(incumbent, draft)
  if (incumbent.wrong > 0) return
  improve(draft, pricedOf(search), 1)
  keepBetter(incumbent, draft)
}
