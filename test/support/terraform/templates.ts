/** The hand-written Terraform files of the AWS target, as text. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Plan } from '../../../src/model/plan.ts'
import { terraformSettingsSchema } from '../../../src/model/terraform-settings.ts'
import { renderTerraform, type RenderedFile } from '../../../src/render/terraform.ts'
import { awsTerraformRoots } from '../../../src/targets/aws/terraform.ts'

export const templatesFolder = fileURLToPath(new URL('../../../templates/terraform/aws', import.meta.url))

export function awsTemplates(): ReadonlyMap<string, string> {
  const entries = readdirSync(templatesFolder, { recursive: true, withFileTypes: true })
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  return new Map(
    paths.map((path) => [relative(templatesFolder, path).split(sep).join('/'), readFileSync(path, 'utf8')]),
  )
}

export const renderPlan = (plan: Plan): readonly RenderedFile[] =>
  renderTerraform(awsTerraformRoots(plan), { templates: awsTemplates(), settings: terraformSettingsSchema.parse({}) })

/** Writes the Terraform of a plan into a new temporary folder and gives its path. */
export function emitPlan(plan: Plan): string {
  const folder = mkdtempSync(join(tmpdir(), 'drplan-terraform-'))
  for (const { path, contents } of renderPlan(plan)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), contents)
  }
  return folder
}
