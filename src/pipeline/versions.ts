/** Versions for the check: those of the output folder, and with --recovery that of the Terraform on this machine. */
import type { VersionReading } from '../model/version-reading.ts'
import { installedTerraform, readTerraformVersions } from '../workspace/terraform-versions.ts'
import type { StepContext } from './context.ts'

export const readVersions = async (
  { folders }: Pick<StepContext, 'folders'>,
  { live }: { readonly live: boolean },
): Promise<VersionReading> => ({
  roots: await readTerraformVersions(folders.out),
  terraform: live ? await installedTerraform() : null,
})
