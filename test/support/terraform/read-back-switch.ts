/**
 * A plan of ARC Region switch as Terraform planned it, back in the words of its API, so that the reader of the exported document
 * understands it too.
 */
import { isRecord, type PlanResource, type PlanValue } from './plan-resources.ts'

type Values = PlanResource['values']

/** What the API has in the plural and the provider as blocks. */
const plural: Readonly<Record<string, string>> = { workflow: 'workflows', step: 'steps', lambda: 'lambdas' }
const camel = (name: string): string =>
  plural[name] ?? name.replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase())

/** Settings of a block: the API has one of them beside the name of the step, the provider a list of blocks. */
const isConfiguration = (name: string): boolean => name.endsWith('_config')

/** Without what only Terraform knows, and without what nobody set. */
const told = (values: Values): readonly (readonly [string, PlanValue])[] =>
  Object.entries(values).filter(
    ([name, value]) =>
      !['id', 'region', 'tags', 'tags_all', 'timeouts'].includes(name) &&
      value !== null &&
      !(Array.isArray(value) && value.length === 0),
  )

function inWords(values: Values): Record<string, unknown> {
  const [configurations, rest] = [told(values).filter(([name]) => isConfiguration(name)), told(values)]
  const own = rest.filter(([name]) => !isConfiguration(name)).map(([name, value]) => [camel(name), valueOf(value)])
  const [configuration] = configurations.map(([name, value]) => [
    camel(name),
    valueOf(Array.isArray(value) ? value[0]! : value),
  ])
  return {
    ...Object.fromEntries(own),
    ...(configuration && { executionBlockConfiguration: Object.fromEntries([configuration]) }),
  }
}

const valueOf = (value: PlanValue): unknown =>
  Array.isArray(value) ? value.map(valueOf) : isRecord(value) ? inWords(value) : value

export const switchPlanInWords = ({ values: { arn: _arn, ...values } }: PlanResource): Record<string, unknown> =>
  inWords(values)
