/** Cards that nothing tells apart: proven once for all of them. */
import type { Card, Side } from './side.ts'

export interface CardClass {
  /** Made of what guards its cards, so the same from one run to the next. */
  readonly name: string
  readonly cards: readonly { readonly primary: Card; readonly recovery: Card }[]
}

/** Cards of both sides, by key. Those that the recovery site has no place for are not proven: they are said elsewhere. */
export function classesOf(primary: Side, recovery: Side): readonly CardClass[] {
  const places = new Map(recovery.cards.map((card) => [card.key, card]))
  const pairs = primary.cards.flatMap((card) => {
    const place = places.get(card.key)
    return place ? [{ primary: card, recovery: place }] : []
  })
  const groups = Map.groupBy(pairs, (pair) => `${guardsOf(pair.primary)} ${guardsOf(pair.recovery)}`)
  return [...groups]
    .map(([, cards]) => ({ name: nameOf(cards[0]?.primary ?? null, primary), cards }))
    .toSorted((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
}

const guardsOf = ({ subnetId, groupIds, filterIds }: Card): string =>
  JSON.stringify([subnetId, groupIds === null ? null : [...groupIds].sort(), [...filterIds].sort()])

function nameOf(card: Card | null, side: Side): string {
  if (!card) return ''
  const guards = [...(card.groupIds ?? []), ...card.filterIds].sort()
  const subnet = side.subnets.get(card.subnetId)?.name ?? card.subnetId
  return guards.length === 0 ? subnet : `${subnet} (${guards.join(', ')})`
}
