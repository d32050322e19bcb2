/** How long the proof takes that two lists allow the same, beside a plain binary decision diagram in the same run. */
import type { Family } from '../../src/model/address.ts'
import { compareLists } from '../../src/core/network/proof/compare.ts'
import type { RuleList } from '../../src/core/network/proof/packets.ts'
import { domainOf, pullBackList, type Pieces } from '../../src/core/network/proof/pull-back.ts'
import { everything } from '../../src/core/network/proof/packets.ts'
import { subtract } from '../../src/model/intervals.ts'
import { buildBdd, createBdd } from './bdd.ts'
import { makeHostPieces, makeList, makePieces, moveList, type ListWish } from './lists.ts'

/** Others may use the machine: the least of some runs is nearest to what the program itself needs. */
function leastMs(runs: number, run: () => unknown): number {
  return Math.min(
    ...Array.from({ length: runs }, () => {
      const start = performance.now()
      run()
      return performance.now() - start
    }),
  )
}

/** The same question for the plain diagram: nothing outside the domain of the map counts. */
function inDomain(list: RuleList, pieces: Pieces, family: Family): RuleList {
  const all = everything(family)
  const strange = subtract(all.source, domainOf(pieces))
  const boxes = [
    { ...all, source: strange },
    { ...all, destination: strange },
  ]
  return [{ id: 'outside', outcome: 0, boxes }, ...list]
}

const RUNS = 5

export function timeProof(wish: ListWish): void {
  const { family, rules, kind } = wish
  const [source, pieces] = [makeList(wish), makePieces(family)]
  const target = moveList(source, pieces, family)
  const compared = compareLists({ family, source, target, pieces })
  const ours = leastMs(RUNS, () => compareLists({ family, source, target, pieces }))
  const nodes = compared.verdict === 'equal' ? `, ${compared.nodes} nodes` : ''
  const what = `${rules} rules (${kind}, IPv${family}): ${compared.verdict}${nodes}, ${ours.toFixed(0)} ms`
  console.log(`${what}; plain diagram ${plainOf(wish, ours)}`)
}

/** In words. With thousands of ordered rules the plain diagram would take most of a minute. */
function plainOf({ family, rules, kind }: ListWish, ours: number): string {
  if (kind === 'ordered' && rules > 1000) return 'not measured'
  const [source, pieces] = [makeList({ family, rules, kind }), makePieces(family)]
  const target = moveList(source, pieces, family)
  let isEqual = false
  const plain = leastMs(rules > 1000 ? 1 : 2, () => {
    const bdd = createBdd()
    const [before, after] = [source, pullBackList(target, pieces)].map((list) =>
      buildBdd(bdd, inDomain(list, pieces, family), family),
    )
    isEqual = before === after
  })
  return `${isEqual ? 'equal' : 'different'}, ${plain.toFixed(0)} ms, ${(plain / ours).toFixed(1)} times as long`
}

/** The address map at its worst: no two hosts stay together. */
export function timeScattered(hosts: number): void {
  const [source, pieces] = [makeList({ family: 4, rules: 4000, kind: 'ordered' }), makeHostPieces(hosts)]
  const target = moveList(source, pieces, 4)
  const { verdict } = compareLists({ family: 4, source, target, pieces })
  const ms = leastMs(RUNS, () => compareLists({ family: 4, source, target, pieces }))
  console.log(
    `${source.length} rules (ordered, IPv4) and ${hosts} hosts moved one by one: ${verdict}, ${ms.toFixed(0)} ms`,
  )
}
