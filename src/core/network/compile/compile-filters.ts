/**
 * Guards as the target has them. What is carried over speaks the addresses of the recovery site already, and still the
 * words of the primary site: here it gets the target's words.
 */
import type { NetworkTranslation } from '../../../model/network-translation.ts'
import type { CompileContext, Compiled } from './context.ts'
import { toOrdered } from './to-ordered.ts'
import { toPermissions } from './to-permissions.ts'

export function compileFilters(carried: NetworkTranslation, context: CompileContext): Compiled {
  const words = context.limits.filterWords
  return words ? toOrdered(carried, { ...context, words }) : toPermissions(carried, context)
}
