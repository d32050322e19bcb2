/** What drplan.yaml says about Terraform, as files of a root. */
import type { HclFile } from '../model/hcl.ts'
import { stateNames, type TerraformRootName, type TerraformSettings } from '../model/terraform-settings.ts'

export function settingsFiles(root: TerraformRootName, { backend, imports }: TerraformSettings): readonly HclFile[] {
  const own = imports.filter((each) => each.root === root)
  return [...(backend ? [backendFile(root, backend)] : []), ...(own.length > 0 ? [importFile(own)] : [])]
}

function backendFile(
  root: TerraformRootName,
  { type, prefix, settings }: NonNullable<TerraformSettings['backend']>,
): HclFile {
  const state = type === 'gcs' ? `${prefix}${root}` : `${prefix}${root}.tfstate`
  const sorted = Object.entries(settings).sort(([a], [b]) => (a < b ? -1 : 1))
  return {
    path: 'backend.tf',
    comment: 'Where the state of this root lives, as drplan.yaml says.',
    blocks: [
      {
        type: 'terraform',
        labels: [],
        attributes: {},
        blocks: [
          { type: 'backend', labels: [type], attributes: { [stateNames[type]]: state, ...Object.fromEntries(sorted) } },
        ],
      },
    ],
  }
}

/** Terraform takes an import again and again: the block may stay for ever. */
const importFile = (imports: TerraformSettings['imports']): HclFile => ({
  path: 'imports.tf',
  comment: 'What was there already, as drplan.yaml says.',
  blocks: imports.map(({ to, id }) => ({
    type: 'import',
    labels: [],
    attributes: { to: { expression: to }, id },
  })),
})
