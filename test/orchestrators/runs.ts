/**
 * Runs exported documents move by move, as each orchestrator would, with everything that it leaves open decided by the caller.
 * A second opinion: it shares nothing with the readers of src/orchestrators/.
 */
import type { ExportId } from '../../src/model/order-export.ts'

/** What happens in a run, in order. */
export interface Happening {
  readonly what: 'start' | 'end'
  readonly act: string
}

/** One thing that a document does; `ready` looks at what has happened to others of the same document. */
interface Task {
  readonly id: number
  readonly act: string
  /** Tasks that have ended before it may start. */
  readonly after: readonly number[]
}

type Document = Record<string, unknown>
const list = (value: unknown): readonly Document[] => value as readonly Document[]

/** Tasks in a row of blocks: every task of a block waits for all of the block before. */
function blocksOf(blocks: readonly (readonly string[])[], from: number): readonly Task[] {
  const tasks: Task[] = []
  let before: readonly number[] = []
  for (const acts of blocks.filter((one) => one.length > 0)) {
    const own = acts.map((act, index) => ({ id: from + tasks.length + index, act, after: before }))
    tasks.push(...own)
    before = own.map(({ id }) => id)
  }
  return tasks
}

function srmTasks(document: Document): readonly Task[] {
  const all: Task[] = []
  for (const plan of list(document['plans'])) {
    const prompts = blocksOf(
      list(plan['prompts']).map(({ act }) => [String(act)]),
      all.length,
    )
    const vms = list(plan['vms'])
    const idOf = new Map(vms.map(({ key }, index) => [key, all.length + prompts.length + index]))
    const started = vms.map(({ key, priority, dependent_vms: needs }): Task => {
      const same = vms.filter((other) => other['priority'] === priority)
      const earlier = vms.filter((other) => String(other['priority']) < String(priority))
      const needed = same.filter((other) => (needs as readonly unknown[]).includes(other['key']))
      return {
        id: idOf.get(key)!,
        act: `vm:${String(key)}`,
        after: [...prompts.map(({ id }) => id), ...[...earlier, ...needed].map((other) => idOf.get(other['key'])!)],
      }
    })
    all.push(...prompts, ...started)
  }
  return all
}

function asrTasks(document: Document): readonly Task[] {
  const all: Task[] = []
  for (const { properties } of list(document['resources'])) {
    const blocks = list((properties as Document)['groups']).flatMap((group) => [
      ...list(group['startGroupActions']).map(({ actionName }) => [String(actionName)]),
      list(group['replicationProtectedItems']).map(({ id }) => `vm:${String(id).split("'")[3]}`),
      ...list(group['endGroupActions']).map(({ actionName }) => [String(actionName)]),
    ])
    all.push(...blocksOf(blocks, all.length))
  }
  return all
}

function arcTasks(document: Document, acts: Record<string, readonly string[]>): readonly Task[] {
  const [workflow] = list(document['workflows'])
  const blocks = list(workflow!['steps']).map((step) => {
    const inside = JSON.stringify(step['executionBlockConfiguration'])
    const names = [step, ...list((JSON.parse(inside) as { parallelConfig?: Document }).parallelConfig?.['steps'] ?? [])]
    return names.flatMap(({ name }) => acts[String(name)] ?? [])
  })
  return blocksOf(blocks, 0)
}

/** A counter walks the steps: what a call starts ends whenever it likes, but a wait holds the counter until it has. */
function ssmTasks(document: Document, acts: Record<string, readonly string[]>): readonly Task[] {
  const tasks: Task[] = []
  const byStep = new Map<string, readonly number[]>()
  let held: readonly number[] = []
  for (const step of list(document['mainSteps'])) {
    const name = String(step['name'])
    const own = (acts[name] ?? []).map((act, index) => ({ id: tasks.length + index, act, after: held }))
    tasks.push(...own)
    byStep.set(
      name,
      own.map(({ id }) => id),
    )
    if (step['action'] === 'aws:waitForAwsResourceProperty')
      held = [...held, ...(byStep.get(name.replace(/_wait$/, '')) ?? [])]
    else if (step['action'] !== 'aws:executeAwsApi') held = [...held, ...(byStep.get(name) ?? [])]
  }
  return tasks
}

export function tasksOf(id: ExportId, text: string, members: string): readonly Task[] {
  const document = JSON.parse(text) as Document
  if (id === 'srm') return srmTasks(document)
  if (id === 'asr') return asrTasks(document)
  const acts = (JSON.parse(members) as { steps: Record<string, readonly string[]> }).steps
  return id === 'arc' ? arcTasks(document, acts) : ssmTasks(document, acts)
}

/** `choose` picks one of so many moves. Ends when everything has happened, or nothing can. */
export function run(tasks: readonly Task[], choose: (moves: readonly Happening[]) => number): readonly Happening[] {
  const [started, ended] = [new Set<number>(), new Set<number>()]
  const happened: Happening[] = []
  for (;;) {
    const moves = [
      ...tasks.filter(({ id, after }) => !started.has(id) && after.every((one) => ended.has(one))),
      ...tasks.filter(({ id }) => started.has(id) && !ended.has(id)),
    ]
    const named = moves.map(({ id, act }): Happening => ({ what: started.has(id) ? 'end' : 'start', act }))
    const chosen = moves.length > 0 ? choose(named) : -1
    const task = moves[chosen]
    if (!task) return happened
    happened.push(named[chosen]!)
    if (started.has(task.id)) ended.add(task.id)
    else started.add(task.id)
  }
}

/** Does everything it can before `late` is touched: if anything may start before `late` has ended, it does here. */
export const holdingBack =
  (late: string) =>
  (moves: readonly Happening[]): number => {
    const other = moves.findIndex(({ act }) => act !== late)
    return other === -1 ? 0 : other
  }

/** Had `before` ended once whenever `after` began? */
export function keeps(happened: readonly Happening[], before: string, after: string): boolean {
  const end = happened.findIndex(({ what, act }) => what === 'end' && act === before)
  const start = happened.findIndex(({ what, act }) => what === 'start' && act === after)
  return start === -1 || (end !== -1 && end < start)
}
