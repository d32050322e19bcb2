/**
 * A plan drawn from the weights of the master: of every group the columns in the order of their weight, each taking
 * over with its share. Where levels differ, VMs that hang together switch as one, so that the order of levels holds
 * inside a component too; where only place or class differ, one by one.
 */
import { createChance } from '../../../model/chance.ts'
import type { Column, Pool } from './columns.ts'
import type { Reduced } from './reduced.ts'

/** Shares of a turn that are spread evenly (the golden ratio): fewer surprises than independent chance. */
const GOLDEN = 0.6180339887498949

interface Drawing {
  readonly reduced: Reduced
  readonly choice: Int32Array
  /** By VM: when its block was last looked at. */
  readonly mark: Int32Array
  stamp: number
  hit(share: number): boolean
}

/** By VM its candidate; deterministic for a seed. */
export function drawPlan({ reduced, columns, group, groupCount }: Pool, seed: number): Int32Array {
  const drawing = createDrawing(reduced, seed)
  const members = Array.from({ length: groupCount }, (): number[] => [])
  for (const [vm, own] of group.entries()) members[own]?.push(vm)
  const weighted = Array.from({ length: groupCount }, (): Column[] => [])
  for (const column of columns) if (column.weight > 1e-9) weighted[column.group]?.push(column)
  for (const [own, vms] of members.entries()) drawGroup(drawing, vms, weighted[own] ?? [])
  return drawing.choice
}

function createDrawing(reduced: Reduced, seed: number): Drawing {
  let turn = createChance(seed)()
  return {
    reduced,
    choice: new Int32Array(reduced.vmCount),
    mark: new Int32Array(reduced.vmCount),
    stamp: 0,
    hit(share) {
      turn = (turn + GOLDEN) % 1
      return turn < share
    },
  }
}

function drawGroup(drawing: Drawing, vms: readonly number[], columns: readonly Column[]): void {
  const sorted = columns.toSorted((a, b) => b.weight - a.weight)
  let sum = 0
  for (const { answer, weight } of sorted) {
    const first = sum === 0
    sum += weight
    drawing.stamp++
    for (const vm of vms)
      if (first) drawing.choice[vm] = answer[vm] as number
      else takeOver(drawing, answer, { vm, share: weight / sum })
  }
}

function takeOver(
  drawing: Drawing,
  answer: Int32Array,
  { vm, share }: { readonly vm: number; readonly share: number },
): void {
  const { choice, mark, stamp, reduced } = drawing
  const [now, then] = [choice[vm] as number, answer[vm] as number]
  if (mark[vm] === stamp || now === then) return
  if (reduced.level[now] === reduced.level[then]) {
    if (drawing.hit(share)) choice[vm] = then
    return
  }
  const block = blockOf(drawing, answer, vm)
  if (drawing.hit(share)) for (const member of block) choice[member] = answer[member] as number
}

/** All that hang together with a VM and whose level differs between choice and answer. */
function blockOf({ reduced, choice, mark, stamp }: Drawing, answer: Int32Array, vm: number): number[] {
  const { neighbours, level } = reduced
  const block = [vm]
  mark[vm] = stamp
  for (let head = 0; head < block.length; head++) {
    const at = block[head] as number
    for (let index = neighbours.starts[at] as number; index < (neighbours.starts[at + 1] as number); index++) {
      const next = neighbours.items[index] as number
      if (mark[next] === stamp || level[answer[next] as number] === level[choice[next] as number]) continue
      mark[next] = stamp
      block.push(next)
    }
  }
  return block
}
