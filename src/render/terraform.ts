/**
 * Terraform as files: hand-written modules are copied as they are, and values are written as JSON. What Terraform wants
 * literally (backends, further providers, moves, imports) goes through one small writer of HCL that quotes all text.
 */
import type { JsonValue, TerraformRoot } from '../model/target.ts'
import { terraformRoots, type TerraformRootName, type TerraformSettings } from '../model/terraform-settings.ts'
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

/** Sorted by path. Of roots that are not among `roots` nothing is copied. */
export function renderTerraform(
  roots: readonly TerraformRoot[],
  { templates, settings }: TerraformParts,
): readonly RenderedFile[] {
  const there = new Set(roots.map(({ name }) => name))
  const copied = [...templates].flatMap(([path, contents]) => {
    const root = rootOf(path)
    return root === undefined || there.has(root) ? [{ path, contents }] : []
  })
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

const rootOf = (path: string): TerraformRootName | undefined =>
  terraformRoots.find((name) => path.startsWith(`${name}/`))

/**
 * Of the templates of a platform, those that failback/ needs, with its module inside it: the modules of the target beside
 * it may be those of another platform.
 */
export const failbackTemplates = (templates: ReadonlyMap<string, string>): ReadonlyMap<string, string> =>
  new Map(
    [...templates].flatMap(([path, contents]) => {
      if (path.startsWith('failback/')) return [[path, contents]]
      return path.startsWith('modules/compute/') ? [[`failback/${path}`, contents]] : []
    }),
  )

/** The same value with the keys of every object in code-unit order. */
function sortKeys(value: JsonValue): JsonValue {
  if (value === null || typeof value !== 'object') return value
  if (isList(value)) return value.map(sortKeys)
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(entries.map(([key, inner]) => [key, sortKeys(inner)]))
}

const isList = (value: object): value is readonly JsonValue[] => Array.isArray(value)
