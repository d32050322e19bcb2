/**
 * Terraform as files: hand-written modules are copied as they are, and values are written as JSON. What Terraform wants
 * literally (backends, further providers, moves, imports) goes through one small writer of HCL that quotes all text.
 */
import type { JsonValue, TerraformRoot } from '../model/target.ts'
import type { TerraformSettings } from '../model/terraform-settings.ts'
import { renderHcl } from './hcl.ts'
import { settingsFiles } from './terraform-settings.ts'

export interface RenderedFile {
  /** Relative to the output folder, with forward slashes. */
  readonly path: string
  readonly contents: string
}

interface TerraformParts {
  /** The files of templates/terraform/<target> by their path there. */
  readonly templates: ReadonlyMap<string, string>
  readonly settings: TerraformSettings
}

/** Sorted by path. */
export function renderTerraform(
  roots: readonly TerraformRoot[],
  { templates, settings }: TerraformParts,
): readonly RenderedFile[] {
  const copied = [...templates].map(([path, contents]) => ({ path, contents }))
  const values = roots.map(({ name, variables }) => ({
    path: `${name}/terraform.tfvars.json`,
    contents: `${JSON.stringify(sortKeys(variables), null, 2)}\n`,
  }))
  const written = roots.flatMap(({ name, files }) =>
    [...files, ...settingsFiles(name, settings)].map((file) => ({
      path: `${name}/${file.path}`,
      contents: renderHcl(file),
    })),
  )
  return [...copied, ...values, ...written].sort((a, b) => (a.path < b.path ? -1 : 1))
}

/** The same value with the keys of every object in code-unit order. */
function sortKeys(value: JsonValue): JsonValue {
  if (value === null || typeof value !== 'object') return value
  if (isList(value)) return value.map(sortKeys)
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(entries.map(([key, inner]) => [key, sortKeys(inner)]))
}

const isList = (value: object): value is readonly JsonValue[] => Array.isArray(value)
