/** Parsed HCL (as @cdktn/hcl2json gives it) against a provider schema, without terraform. */
import type { BlockSchema } from './provider-schema.ts'

export type Hcl = null | boolean | number | string | Hcl[] | { [name: string]: Hcl }

/** What Terraform itself reads in a resource or data block. */
const META = new Set(['for_each', 'lifecycle', 'depends_on', 'provider'])

/** What is wrong with the body of one block: unknown names, missing ones, and ones that only the provider sets. */
export function blockFaults(schema: BlockSchema, body: Hcl, path: string): readonly string[] {
  const written = bodyOf(body)
  const unknown = [...written.keys()].filter((name) => !(name in schema.attributes) && !schema.block_types?.[name])
  const missing = Object.entries(schema.attributes).filter(([name, { required }]) => required && !written.has(name))
  const computed = Object.entries(schema.attributes).filter(
    ([name, { required, optional }]) => written.has(name) && !required && !optional,
  )
  const missingBlocks = Object.entries(schema.block_types ?? {}).filter(
    ([name, { min_items: least }]) => (least ?? 0) > 0 && !written.has(name),
  )
  const nested = Object.entries(schema.block_types ?? {}).flatMap(([name, { block }]) =>
    (written.get(name) ?? []).flatMap((inner) => blockFaults(block, inner, `${path}.${name}`)),
  )
  return [
    ...unknown.map((name) => `${path}.${name} does not exist`),
    ...[...missing, ...missingBlocks].map(([name]) => `${path}.${name} is required`),
    ...computed.map(([name]) => `${path}.${name} is only computed`),
    ...nested,
  ]
}

/** Everything that a body sets, by name, with the bodies of blocks; dynamic blocks count as the blocks they make. */
function bodyOf(body: Hcl): ReadonlyMap<string, readonly Hcl[]> {
  const written = new Map<string, Hcl[]>()
  const add = (name: string, values: readonly Hcl[]): void => {
    written.set(name, [...(written.get(name) ?? []), ...values])
  }
  for (const [name, value] of entriesOf(body)) {
    if (name === 'dynamic') for (const [made, blocks] of entriesOf(value)) add(made, contentsOf(blocks))
    else if (!META.has(name)) add(name, Array.isArray(value) ? value : [value])
  }
  return written
}

const contentsOf = (blocks: Hcl): readonly Hcl[] =>
  (Array.isArray(blocks) ? blocks : []).flatMap((block) =>
    entriesOf(block).flatMap(([name, value]) => (name === 'content' && Array.isArray(value) ? value : [])),
  )

export const entriesOf = (value: Hcl | undefined): readonly [string, Hcl][] =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : []
