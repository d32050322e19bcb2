/** Draws plans, mends and improves them, and polishes the best until it is near enough to the bound. */
import { createDraft, setChoice, type Draft } from './draft.ts'
import { createIncumbent, gapOf, keepBetter, type Incumbent } from './incumbent.ts'
import { improve, mend, type Priced } from './mend.ts'
import type { OptimiseOptions } from './options.ts'
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
}

const MAX_DRAWINGS = 4
/** A drawing this much better than asked for needs no other. */
const EAGER = 0.5
const MAX_STALLS = 6
const POLISHED_VMS = 800
/** A gain smaller than this share counts as none. */
const LEAST_GAIN = 1e-5

export function searchPlans(search: Search): Incumbent {
  const { reduced, proven, options } = search
  const draft = createDraft(reduced, proven.prices, proven.bound)
  const incumbent = createIncumbent()
  drawPlans(search, draft, incumbent)
  // Small estates go to the integer solver as a whole.
  for (let stalls = 0; reduced.vmCount > POLISHED_VMS && stalls < MAX_STALLS;) {
    const before = gapOf(incumbent, proven.bound)
    if (before <= options.targetGap || options.shouldStop()) break
    const wrong = incumbent.wrong
    polishOnce(search, draft, incumbent)
    const gained = incumbent.wrong < wrong || before - gapOf(incumbent, proven.bound) > LEAST_GAIN
    stalls = gained ? 0 : stalls + 1
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
  for (let drawing = 0; drawing < MAX_DRAWINGS; drawing++) {
    if (drawing > 0) reweigh(pool, { prices, below, solver: options.solver })
    setChoice(draft, drawPlan(pool, options.seed + drawing))
    for (const [limit, amount] of draft.use.entries())
      below[limit] = Math.max(0, (below[limit] as number) + 0.8 * (amount - (reduced.limits[limit] as number)))
    mend(draft, pricedOf(search))
    keepBetter(incumbent, draft)
    if (incumbent.wrong === 0) {
      improve(draft, pricedOf(search), 3)
      keepBetter(incumbent, draft)
    }
    if (gapOf(incumbent, proven.bound) <= options.targetGap * EAGER || options.shouldStop()) return
  }
}

function polishOnce(search: Search, draft: Draft, incumbent: Incumbent): void {
  const { chance, options, proven } = search
  if (incumbent.choice) setChoice(draft, incumbent.choice)
  const polished = polish(draft, {
    solver: options.solver,
    chance,
    priced: proven.pool.oracle.priced,
    size: POLISHED_VMS,
    overloaded: incumbent.wrong > 0,
  })
  if (!polished) return
  setChoice(draft, polished)
  keepBetter(incumbent, draft)
  if (incumbent.wrong > 0) return
  improve(draft, pricedOf(search), 1)
  keepBetter(incumbent, draft)
}
