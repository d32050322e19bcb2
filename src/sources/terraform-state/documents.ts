/**
 * The managed resources in a Terraform file, whichever of its shapes it has: a state of version 4 or 3, or the output of
 * `terraform show -json` for a state or a plan (Terraform docs, "JSON Output Format"). Attributes may be secrets: only
 * the schemas look into them, and no message shows one.
 */
import { isObject, listOf, type Answer, type Fields, type Item } from '../json-items.ts'
import { unflatten } from './unflatten.ts'

export interface Resource {
  readonly type: string
  readonly attributes: Fields
}

export interface Document {
  readonly resources: readonly Item<Resource>[]
  /** What the shape makes uncertain. */
  readonly notes: readonly ('planned' | 'version-3')[]
}

/** Null when the file is none of Terraform's. */
export function readDocument({ file, value }: Answer): Document | null {
  if (!isObject(value)) return null
  if (value['version'] === 4 && Array.isArray(value['resources']))
    return { resources: fromState(value, file.shown), notes: [] }
  if (value['version'] === 3 && Array.isArray(value['modules']))
    return { resources: fromVersion3(value, file.shown), notes: ['version-3'] }
  if (typeof value['format_version'] === 'string') return fromShow(value, file.shown)
  return null
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '')

function fromState(state: Fields, shown: string): readonly Item<Resource>[] {
  return listOf(state['resources']).flatMap((resource) => {
    if (!isObject(resource) || resource['mode'] !== 'managed') return []
    const type = text(resource['type'])
    const address = [text(resource['module']), type, text(resource['name'])].filter((part) => part !== '').join('.')
    return listOf(resource['instances']).flatMap((instance, index) => {
      if (!isObject(instance)) return []
      const { attributes, attributes_flat: flat } = instance
      const own = isObject(attributes) ? attributes : isObject(flat) ? unflatten(flat) : null
      return own === null ? [] : [{ value: { type, attributes: own }, place: `${shown}#${address}[${index}]` }]
    })
  })
}

function fromVersion3(state: Fields, shown: string): readonly Item<Resource>[] {
  return listOf(state['modules']).flatMap((module) => {
    const resources = isObject(module) && isObject(module['resources']) ? module['resources'] : {}
    return Object.entries(resources).flatMap(([key, resource]) => {
      if (key.startsWith('data.') || !isObject(resource)) return []
      const primary = isObject(resource['primary']) ? resource['primary'] : {}
      if (!isObject(primary['attributes'])) return []
      const attributes = unflatten({ id: primary['id'], ...primary['attributes'] })
      return [{ value: { type: text(resource['type']), attributes }, place: `${shown}#${key}` }]
    })
  })
}

/** Of a plan, what is there already; only where nothing is, what would be. */
function fromShow(shown: Fields, file: string): Document {
  const state = fromValues(shown['values'], file)
  if (state.length > 0 || !('planned_values' in shown)) return { resources: state, notes: [] }
  const prior = isObject(shown['prior_state']) ? fromValues(shown['prior_state']['values'], file) : []
  if (prior.length > 0) return { resources: prior, notes: [] }
  return { resources: fromValues(shown['planned_values'], file), notes: ['planned'] }
}

const fromValues = (values: unknown, file: string): readonly Item<Resource>[] =>
  isObject(values) ? fromModule(values['root_module'], file, 0) : []

const DEEPEST = 40

function fromModule(module: unknown, file: string, depth: number): readonly Item<Resource>[] {
  if (!isObject(module) || depth > DEEPEST) return []
  const own = listOf(module['resources']).flatMap((resource) =>
    isObject(resource) && resource['mode'] === 'managed' && isObject(resource['values'])
      ? [
          {
            // What a plan would create has no id yet; its address is one.
            value: {
              type: text(resource['type']),
              attributes: { ...resource['values'], id: resource['values']['id'] ?? text(resource['address']) },
            },
            place: `${file}#${text(resource['address'])}`,
          },
        ]
      : [],
  )
  return [...own, ...listOf(module['child_modules']).flatMap((inner) => fromModule(inner, file, depth + 1))]
}
