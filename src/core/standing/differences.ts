/** What differs between a thing of the plan and the one that stands for it, each as one clause. */
import type { StandingFacts, StandingItem } from '../../model/standing.ts'
import { compareText } from '../../model/text-order.ts'

export interface Differences {
  /** Values that are not those of the plan. */
  readonly other: readonly string[]
  readonly lacking: readonly string[]
  readonly extra: readonly string[]
}

/** `planned` has no lists and no needs any more (expected-items.ts). */
export function differencesOf(planned: StandingFacts, standing: StandingFacts): Differences {
  const values = Object.entries(planned.values).flatMap(([label, value]) => {
    const is = standing.values[label] ?? null
    return value === null || is === null || is === value ? [] : [`${label}: ${is}, planned: ${value}`]
  })
  const free = new Set(planned.items.filter(({ may }) => may).map((item) => item.slot ?? item.text))
  const lacking = without(
    planned.items.filter(({ may }) => !may),
    standing.items,
  )
  const extra = without(standing.items, planned.items).filter(
    (item) => item.may !== true && !free.has(item.slot ?? item.text),
  )
  return { other: values.toSorted(compareText), lacking: textsOf(lacking), extra: textsOf(extra) }
}

export const areSame = ({ other, lacking, extra }: Differences): boolean =>
  other.length + lacking.length + extra.length === 0

/** What of these is not among those, as often as it is there. */
function without(items: readonly StandingItem[], those: readonly StandingItem[]): readonly StandingItem[] {
  const counts = new Map<string, number>()
  for (const { text } of those) counts.set(text, (counts.get(text) ?? 0) + 1)
  return items.filter(({ text }) => {
    const left = counts.get(text) ?? 0
    counts.set(text, left - 1)
    return left <= 0
  })
}

const textsOf = (items: readonly StandingItem[]): readonly string[] =>
  items.map(({ text }) => text).toSorted(compareText)
