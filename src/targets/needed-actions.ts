/** The needs of a plan, out of a table of resource types and the commands of its runbooks. */
import type { NeededAction, NeededFor } from '../model/needed-action.ts'
import type { Runbook, RunbookCommand, RunbookStep } from '../model/runbook.ts'
import type { JsonValue, TerraformRoot } from '../model/target.ts'
import { compareText } from '../model/text-order.ts'

/** What Terraform does for one type of resource or data: to create, read, change, tag and delete it. */
export interface ResourceNeed {
  readonly type: string
  readonly root: TerraformRoot['name']
  /** Variables of the root of which one must hold something, for there to be such a resource; none = there always is. */
  readonly when: readonly string[]
  readonly actions: readonly string[]
}

export interface NeedTables {
  readonly resources: readonly ResourceNeed[]
  /** What every root does, whatever is in it (who am I, where am I). */
  readonly always: readonly string[]
  /** Of one command; empty where it asks nobody at the platform. */
  readonly actionsOfCommand: (command: RunbookCommand) => readonly string[]
}

export interface NeedInputs {
  readonly roots: readonly TerraformRoot[]
  readonly runbooks: readonly Runbook[]
}

/** Each action once, sorted; the way home and what is done at the primary site are somebody else's. */
export function collectNeeds({ roots, runbooks }: NeedInputs, tables: NeedTables): readonly NeededAction[] {
  const needs = new Map<string, NeededFor[]>()
  const add = (actions: readonly string[], one: NeededFor): void => {
    for (const action of actions) needs.set(action, [...(needs.get(action) ?? []), one])
  }
  for (const root of roots) addRoot(root, firstStep(root.name, runbooks), { tables, add })
  for (const runbook of runbooks)
    for (const step of runbook.steps)
      for (const command of commandsOf(step))
        add(tables.actionsOfCommand(command), {
          where: nameOf(runbook),
          what:
            command.call ??
            command.argv
              .filter((word) => typeof word === 'string')
              .slice(0, 3)
              .join(' '),
          step: step.id,
          wave: step.wave,
        })
  return [...needs]
    .map(([action, uses]) => ({ action, for: firstOfEach(uses) }))
    .sort((a, b) => compareText(a.action, b.action))
}

interface Adding {
  readonly tables: NeedTables
  readonly add: (actions: readonly string[], one: NeededFor) => void
}

function addRoot({ name, variables }: TerraformRoot, first: Pick<NeededFor, 'step' | 'wave'>, { tables, add }: Adding) {
  const where = `Terraform ${name}`
  const used = tables.resources.filter(
    ({ root, when }) => root === name && (when.length === 0 || when.some((key) => holds(variables[key]))),
  )
  if (used.length > 0) add(tables.always, { where, what: 'the provider', ...first })
  for (const { type, actions } of used) add(actions, { where, what: type, ...first })
}

function holds(value: JsonValue | undefined): boolean {
  if (value === undefined || value === null || value === false || value === '') return false
  return typeof value === 'object' ? Object.keys(value).length > 0 : true
}

const nameOf = ({ phase, mode }: Runbook): string =>
  phase === 'failover' && mode === 'planned' ? 'planned failover' : phase

const commandsOf = ({ command, dryRun, undo }: RunbookStep): readonly RunbookCommand[] =>
  [command, dryRun, undo?.command].flatMap((one) => one ?? [])

/** Of an apply; that of the failover rather than of another one, since it is the one that matters on the day. */
function firstStep(root: string, runbooks: readonly Runbook[]): Pick<NeededFor, 'step' | 'wave'> {
  const ordered = runbooks.toSorted((a, b) => rank(a) - rank(b))
  for (const { steps } of ordered) {
    const found = steps.find(({ command }) => applies(command, root))
    if (found) return { step: found.id, wave: found.wave }
  }
  return { step: null, wave: null }
}

const rank = ({ phase, mode }: Runbook): number => (phase === 'failover' ? (mode === 'unplanned' ? 0 : 1) : 2)

const applies = (command: RunbookCommand | null, root: string): boolean =>
  command !== null &&
  command.argv[0] === 'terraform' &&
  command.argv.includes(`-chdir=terraform/${root}`) &&
  command.argv.includes('apply')

/** The first step of each runbook, and each type of resource once: a plan of a thousand VMs has thousands of steps. */
function firstOfEach(uses: readonly NeededFor[]): readonly NeededFor[] {
  const seen = new Map<string, NeededFor>()
  for (const use of uses) {
    const key = `${use.where}\n${use.what}`
    if (!seen.has(key)) seen.set(key, use)
  }
  return [...seen.values()]
}
