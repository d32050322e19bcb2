/**
 * What VMs need by traffic, beside what is stated. Traffic goes in circles more often than statements do, so inside a
 * circle the statements alone decide: a guess must never undo what somebody said.
 */
import { createFinding, type Finding } from '../../model/finding.ts'
import { count } from '../../model/quantity.ts'

type Needs = ReadonlyMap<string, readonly string[]>

/** Both together, with the observed needs inside circles left out and said. `observed` has ids of planned VMs only. */
export function addObservedNeeds(
  stated: Needs,
  observed: Needs,
): { readonly needs: Needs; readonly findings: readonly Finding[] } {
  const union = new Map(
    [...stated].map(([id, own]) => [id, [...new Set([...own, ...(observed.get(id) ?? [])])].sort()]),
  )
  const circles = circlesOf(union)
  const needs = new Map(
    [...union].map(([id, own]) => {
      const said = new Set(stated.get(id) ?? [])
      return [id, own.filter((need) => need !== id && (said.has(need) || circles.get(id) !== circles.get(need)))]
    }),
  )
  const lost = [...union].flatMap(([id, own]) =>
    own.filter((need) => need !== id && !needs.get(id)?.includes(need)).map((need) => ({ id, need })),
  )
  const byCircle = [...Map.groupBy(lost, ({ id }) => circles.get(id)).values()]
  return { needs, findings: byCircle.map(circleFinding) }
}

const MOST_SHOWN = 5

function circleFinding(lost: readonly { readonly id: string; readonly need: string }[]): Finding {
  const members = [...new Set(lost.flatMap(({ id, need }) => [id, need]))].sort()
  const shown = lost.slice(0, MOST_SHOWN).map(({ id, need }) => `${id} → ${need}`)
  const more = lost.length > MOST_SHOWN ? ` and ${lost.length - MOST_SHOWN} more` : ''
  return createFinding('plan.dependency-mutual', {
    subject: count(members.length, 'VM'),
    message: `Traffic between these VMs goes in a circle, so it does not decide which of them starts first: ${shown.join(', ')}${more}.`,
    suggestion: 'State the dependencies that matter for their start.',
    affected: members,
  })
}

interface Frame {
  readonly id: string
  readonly targets: readonly string[]
  next: number
}

interface Search {
  readonly needs: Needs
  readonly index: Map<string, number>
  readonly low: Map<string, number>
  readonly open: string[]
  readonly isOpen: Set<string>
  readonly circles: Map<string, number>
}

/** The strongly connected component of every VM, as a number (R. Tarjan, SIAM J. Comput. 1(2), 1972), without recursion. */
function circlesOf(needs: Needs): ReadonlyMap<string, number> {
  const search: Search = { needs, index: new Map(), low: new Map(), open: [], isOpen: new Set(), circles: new Map() }
  for (const root of [...needs.keys()].sort()) if (!search.index.has(root)) visit(root, search)
  return search.circles
}

function visit(root: string, search: Search): void {
  const stack = [enter(root, search)]
  for (let frame = stack.at(-1); frame; frame = stack.at(-1)) {
    const target = frame.targets[frame.next++]
    if (target === undefined) {
      stack.pop()
      leave(frame.id, stack.at(-1)?.id, search)
    } else if (!search.index.has(target)) stack.push(enter(target, search))
    else if (search.isOpen.has(target)) lower(frame.id, search.index.get(target) ?? 0, search)
  }
}

function enter(id: string, { needs, index, low, open, isOpen }: Search): Frame {
  low.set(id, index.size)
  index.set(id, index.size)
  open.push(id)
  isOpen.add(id)
  return { id, targets: needs.get(id) ?? [], next: 0 }
}

const lower = (id: string, value: number, { low }: Search): void => {
  low.set(id, Math.min(low.get(id) ?? value, value))
}

function leave(id: string, parent: string | undefined, search: Search): void {
  const { index, low, open, isOpen, circles } = search
  if (parent !== undefined) lower(parent, low.get(id) ?? 0, search)
  if (low.get(id) !== index.get(id)) return
  for (let member = open.pop(); member !== undefined; member = member === id ? undefined : open.pop()) {
    isOpen.delete(member)
    circles.set(member, index.get(id) ?? 0)
  }
}
