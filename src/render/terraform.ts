/**
 * Terraform as files: hand-written modules are copied as they are, and only values are written. No HCL is ever
 * built from strings, so none can be escaped wrongly.
 */
import type { JsonValue, TerraformRoot } from '../model/target.ts'

export interface RenderedFile {
  /** Relative to the output folder, with forward slashes. */
  readonly path: string
  readonly contents: string
}

/** `templates` are the files of templates/terraform/<target> by their path there. Sorted by path. */
export function renderTerraform(
  roots: readonly TerraformRoot[],
  templates: ReadonlyMap<string, string>,
): readonly RenderedFile[] {
  const copied = [...templates].map(([path, contents]) => ({ path, contents }))
  const values = roots.map(({ name, variables }) => ({
    path: `${name}/terraform.tfvars.json`,
    contents: `${JSON.stringify(sortKeys(variables), null, 2)}\n`,
  }))
  return [...copied, ...values].sort((a, b) => (a.path < b.path ? -1 : 1))
}

/** The same value with the keys of every object in code-unit order. */
function sortKeys(value: JsonValue): JsonValue {
  if (value === null || typeof value !== 'object') return value
  if (isList(value)) return value.map(sortKeys)
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(entries.map(([key, inner]) => [key, sortKeys(inner)]))
}

const isList = (value: object): value is readonly JsonValue[] => Array.isArray(value)
