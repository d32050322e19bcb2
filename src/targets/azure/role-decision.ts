/**
 * What role definitions of Azure say about actions, by themselves: what is in `actions` and not in `notActions` of one of
 * them ("Understand Azure role definitions", Microsoft Learn). Scopes, deny assignments and conditions are not known here.
 */
import { z } from 'zod'
import type { DecidedAction } from '../../model/needed-action.ts'
import { matchesAction } from '../action-pattern.ts'

const list = z.array(z.string()).nullish()
const permissionSchema = z.looseObject({ actions: list, notActions: list, Actions: list, NotActions: list })
type Permission = z.infer<typeof permissionSchema>
const permissions = z.array(permissionSchema)
const roleSchema = z.looseObject({
  permissions: permissions.optional(),
  properties: z.looseObject({ permissions }).optional(),
  Actions: list,
  NotActions: list,
})

/** Null: it is neither a role definition, nor a list of these or of actions. */
export function decideByRoles(actions: readonly string[], document: unknown): readonly DecidedAction[] | null {
  const found = permissionsOf(document)
  return (
    found &&
    actions.map((action) => ({
      action,
      decision: found.some((one) => grants(one, action)) ? 'allowed' : 'not-allowed',
      reason: null,
    }))
  )
}

function permissionsOf(document: unknown): readonly Permission[] | null {
  if (Array.isArray(document)) return permissionsOfAll(document)
  const role = roleSchema.safeParse(document)
  if (!role.success) return null
  const { permissions: own, properties, Actions } = role.data
  return own ?? properties?.permissions ?? (Actions ? [role.data] : null)
}

function permissionsOfAll(documents: readonly unknown[]): readonly Permission[] | null {
  if (documents.length === 0) return null
  if (documents.every((each) => typeof each === 'string')) return [{ actions: [...documents] }]
  const all = documents.map(permissionsOf)
  return all.every((each) => each !== null) ? all.flat() : null
}

const grants = ({ actions, Actions, notActions, NotActions }: Permission, action: string): boolean =>
  matchesAction(actions ?? Actions ?? [], action) && !matchesAction(notActions ?? NotActions ?? [], action)
