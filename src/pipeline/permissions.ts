/** What the committed plan needs, and whether whoever carries it out may do it. Reads; asks IAM where it may. */
import { resolve } from 'node:path'
import { InputError } from '../errors.ts'
import type { CheckSettings } from '../model/check-settings.ts'
import type { DecidedAction, NeededAction, PermissionReading } from '../model/needed-action.ts'
import type { Plan } from '../model/plan.ts'
import type { JsonValue } from '../model/target.ts'
import { readJsonFile } from '../workspace/json-file.ts'
import { artifactFile, loadArtifact } from '../workspace/artifacts.ts'
import type { StepContext } from './context.ts'
import { runbooksOf } from './runbook-files.ts'
import { liveSettings } from './standing.ts'

/** With the target of the plan, which may be another one than drplan.yaml names by now. */
async function neededBy(plan: Plan, context: StepContext): Promise<readonly NeededAction[]> {
  const target = await context.loadTarget(plan.target.id)
  if (target.terraformRoots === null) return []
  return target.neededActions(plan, runbooksOf(plan, { config: context.config, target }))
}

/** Null where drplan.yaml names nobody. Throws InputError `permissions.*`. */
export async function readPermissions(
  plan: Plan,
  settings: CheckSettings,
  { context, live }: { readonly context: StepContext; readonly live: boolean },
): Promise<PermissionReading | null> {
  const { principal, policyFile } = settings.permissions ?? {}
  if (live && principal !== undefined) {
    const needed = await neededBy(plan, context)
    return { needed, principal, decided: await ask(plan, settings, { context, principal, needed }) }
  }
  if (policyFile === undefined) return null
  const needed = await neededBy(plan, context)
  return { needed, principal: principal ?? policyFile, decided: await judge(plan, policyFile, { context, needed }) }
}

async function ask(
  plan: Plan,
  settings: CheckSettings,
  asking: { readonly context: StepContext; readonly principal: string; readonly needed: readonly NeededAction[] },
): Promise<readonly DecidedAction[]> {
  const { context, principal } = asking
  const actions = asking.needed.map(({ action }) => action)
  const settled = liveSettings(plan, settings.recovery)
  const source = await context.loadSource(settled.kind)
  if (source.readPermissions) return source.readPermissions(settled, { principal, actions })
  const reason = `drplan asks nobody on ${settled.kind}; check.permissions.policyFile takes role definitions`
  return actions.map((action) => ({ action, decision: 'unknown', reason }))
}

async function judge(
  plan: Plan,
  file: string,
  { context, needed }: { readonly context: StepContext; readonly needed: readonly NeededAction[] },
): Promise<readonly DecidedAction[]> {
  const place = { file }
  const suggestions = ['Check check.permissions.policyFile in drplan.yaml; it is relative to that file.']
  const read = await readJsonFile(resolve(context.configFolder, file)).catch((cause: unknown) => {
    throw new InputError('permissions.missing', `${file} cannot be read.`, { place, suggestions, cause })
  })
  if (!read) throw new InputError('permissions.missing', `${file} is not there.`, { place, suggestions })
  const target = await context.loadTarget(plan.target.id)
  const decided = read.ok
    ? target.decideActions(
        needed.map(({ action }) => action),
        read.value,
      )
    : null
  if (decided) return decided
  throw new InputError(
    'permissions.invalid',
    read.ok
      ? `${file} holds neither policies or roles of ${target.name} nor a list of actions.`
      : `${file}: ${read.fault}`,
    { place, suggestions: ['Give it as the CLI answers, such as aws iam get-role-policy or az role definition list.'] },
  )
}

export interface NeededPermissions {
  readonly needed: readonly NeededAction[]
  /** A policy, or a role. */
  readonly document: JsonValue
}

/** Of the committed plan. Throws InputError `plan.missing`. */
export async function neededPermissions(context: StepContext): Promise<NeededPermissions> {
  const file = artifactFile('plan', context.folders)
  const committed = await loadArtifact(file, 'plan')
  if (!committed)
    throw new InputError('plan.missing', `There is no plan at ${file}.`, {
      suggestions: ['drplan plan   makes one; commit it.'],
    })
  const needed = await neededBy(committed.content, context)
  const { neededDocument } = await context.loadTarget(committed.content.target.id)
  return { needed, document: neededDocument(needed) }
}
