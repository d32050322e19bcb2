/** The resources of `terraform show -json <plan>`, with what is not known before apply marked as such. */

export type PlanValue = null | boolean | number | string | PlanValue[] | { [name: string]: PlanValue }

export interface PlanResource {
  readonly address: string
  readonly mode: 'managed' | 'data'
  readonly type: string
  /** The for_each key; null for a resource that is there once. */
  readonly index: string | null
  readonly values: { [name: string]: PlanValue }
}

const KNOWN_AFTER_APPLY = '(known after apply)'

interface Change {
  readonly address: string
  readonly mode: 'managed' | 'data'
  readonly type: string
  readonly index?: string
  readonly change: { readonly after: PlanValue; readonly after_unknown: PlanValue }
}

interface StateModule {
  readonly resources?: readonly (Omit<PlanResource, 'index'> & { readonly index?: string })[]
  readonly child_modules?: readonly StateModule[]
}

export interface PlanJson {
  readonly resource_changes?: readonly Change[]
  readonly prior_state?: { readonly values?: { readonly root_module?: StateModule } }
  readonly variables: { readonly servers: { readonly value: Readonly<Record<string, { readonly name: string }>> } }
}

/** Everything that will be managed, and the data that was read for it. */
export function planResources(plan: PlanJson): readonly PlanResource[] {
  const managed = (plan.resource_changes ?? [])
    .filter(({ mode, change }) => mode === 'managed' && change.after !== null)
    .map(({ address, mode, type, index, change }) => {
      const values = merge(change.after, change.after_unknown) as PlanResource['values']
      return { address, mode, type, index: index ?? null, values }
    })
  const data = stateResources(plan.prior_state?.values?.root_module ?? {})
    .filter(({ mode }) => mode === 'data')
    .map(({ address, mode, type, index, values }) => ({ address, mode, type, index: index ?? null, values }))
  return [...managed, ...data]
}

export interface StateJson {
  readonly values?: { readonly root_module?: StateModule }
}

/** Everything in `terraform show -json` of a state: what was made, and the data that was read for it. */
export const appliedResources = ({ values }: StateJson): readonly PlanResource[] =>
  stateResources(values?.root_module ?? {}).map((resource) => ({ ...resource, index: resource.index ?? null }))

const stateResources = (module: StateModule): NonNullable<StateModule['resources']> => [
  ...(module.resources ?? []),
  ...(module.child_modules ?? []).flatMap(stateResources),
]

/** `unknown` has the shape of `known`, with true where a value is still to come. */
function merge(known: PlanValue, unknown: PlanValue): PlanValue {
  if (unknown === true) return KNOWN_AFTER_APPLY
  if (Array.isArray(known))
    return known.map((item, index) => merge(item, Array.isArray(unknown) ? unknown[index]! : null))
  if (!isRecord(known)) return known
  const names = new Set([...Object.keys(known), ...(isRecord(unknown) ? Object.keys(unknown) : [])])
  return Object.fromEntries(
    [...names].map((name) => [name, merge(known[name] ?? null, (isRecord(unknown) ? unknown[name] : null) ?? null)]),
  )
}

export const isRecord = (value: PlanValue | undefined): value is { [name: string]: PlanValue } =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** A value in one line, the same for what is missing and what is null. */
export const textOf = (value: PlanValue | undefined): string =>
  typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value ?? 'none')
