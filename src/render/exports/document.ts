/** A written export, and what all of them have in common. */
import type { JsonValue } from '../../model/target.ts'
import type { RenderedFile } from '../terraform.ts'

export interface ExportDocument {
  /** The one that orders; relative to the folder of the exports. */
  readonly main: RenderedFile
  /** Read together with it. */
  readonly beside: readonly RenderedFile[]
}

export const jsonFile = (path: string, value: JsonValue): RenderedFile => ({
  path,
  contents: `${JSON.stringify(value, null, 2)}\n`,
})

/** Which acts a step of a document stands for, by the name of the step; and what has to be filled in. */
export type ExportMembers = {
  readonly schema: 'drplan/export-members@1'
  readonly parameters: Readonly<Record<string, string>>
  readonly steps: Readonly<Record<string, readonly string[]>>
}

export const membersOf = (
  steps: readonly { readonly name: string; readonly acts: readonly string[] }[],
  parameters: Readonly<Record<string, string>>,
): ExportMembers => ({
  schema: 'drplan/export-members@1',
  parameters,
  steps: Object.fromEntries(steps.filter(({ acts }) => acts.length > 0).map(({ name, acts }) => [name, acts])),
})
