/** The hand-written Terraform files of the targets, as text, and plans as folders of files. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Plan } from '../../../src/model/plan.ts'
import type { TargetId } from '../../../src/model/target-id.ts'
import type { TerraformRoot } from '../../../src/model/target.ts'
import { terraformSettingsSchema } from '../../../src/model/terraform-settings.ts'
import { failbackHome } from '../../../src/model/failback-home.ts'
import { failbackTemplates, renderTerraform, type RenderedFile } from '../../../src/render/terraform.ts'
import { awsFailbackRoot } from '../../../src/targets/aws/terraform-failback.ts'
import { awsTerraformRoots } from '../../../src/targets/aws/terraform.ts'
import { azureFailbackRoot } from '../../../src/targets/azure/terraform-failback.ts'
import { azureTerraformRoots } from '../../../src/targets/azure/terraform.ts'
import { bgpAddressOf, sharedKeyOf } from './azure-read-back-gateways.ts'

export const templatesFolder = fileURLToPath(new URL('../../../templates/terraform', import.meta.url))

export function templatesOf(target: TargetId): ReadonlyMap<string, string> {
  const folder = join(templatesFolder, target)
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true })
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  return new Map(paths.map((path) => [relative(folder, path).split(sep).join('/'), readFileSync(path, 'utf8')]))
}

const rootsOf: Readonly<Record<TargetId, (plan: Plan) => readonly TerraformRoot[]>> = {
  aws: awsTerraformRoots,
  azure: azureTerraformRoots,
}

const failbackOf: Readonly<Record<TargetId, (plan: Plan) => TerraformRoot | null>> = {
  aws: awsFailbackRoot,
  azure: azureFailbackRoot,
}

const settings = terraformSettingsSchema.parse({})

/** For the target of the plan, and for the way home. */
export function renderPlan(plan: Plan): readonly RenderedFile[] {
  const home = failbackHome(plan)?.platform
  const root = home && failbackOf[home](plan)
  return [
    ...renderTerraform(rootsOf[plan.target.id](plan), { templates: templatesOf(plan.target.id), settings }),
    ...(root ? renderTerraform([root], { templates: failbackTemplates(templatesOf(home)), settings }) : []),
  ]
}

const certificate = 'arn:aws:acm:eu-west-1:111122223333:certificate/0f00d0f0-0d00-4f00-8d00-f00d0f00d0f0'

/** What the user of a root has to say besides the plan: a certificate for each listener, and ids of public zones. */
function ownValues({ name, variables }: TerraformRoot): object {
  const { listeners = {}, failover_records: records = {} } = variables as Record<
    string,
    Record<string, { readonly protocol?: string; readonly zone?: string }>
  >
  const encrypted = Object.entries(listeners).filter(([, { protocol = '' }]) => ['HTTPS', 'TLS'].includes(protocol))
  const certificates = Object.fromEntries(encrypted.map(([key]) => [key, certificate]))
  const zones = Object.values(records).map(({ zone = '' }) => [zone, 'Z0F00D0F00D0F00D'])
  if (name === 'foundation') return { certificates, public_zones: Object.fromEntries(zones) }
  return { certificates, recovered_instances: launchedInstances(Object.keys(variables['replicated_servers'] ?? {})) }
}

/** By server key, as the runbook writes it. */
export const launchedInstances = (keys: readonly string[]): Record<string, string> =>
  Object.fromEntries(keys.map((key, index) => [key, `i-0${String(index).padStart(16, 'd')}`]))

/** Keys of VPN connections, and where devices speak BGP from. */
const ownAzureValues = ({ network: { connections = [], remoteGateways = [] } }: Plan): object => ({
  vpn_shared_keys: Object.fromEntries(connections.map(({ key }) => [key, sharedKeyOf(key)])),
  vpn_bgp_addresses: Object.fromEntries(remoteGateways.map(({ key }) => [key, bgpAddressOf(key)])),
})

/** Writes the Terraform of a plan into a new temporary folder and gives its path. */
export function emitPlan(plan: Plan): string {
  const folder = mkdtempSync(join(tmpdir(), 'drplan-terraform-'))
  for (const { path, contents } of renderPlan(plan)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), contents)
  }
  writeOwnValues(plan, folder)
  return folder
}

/** Into a folder of the Terraform of a plan: what drplan cannot know. */
export function writeOwnValues(plan: Plan, folder: string): void {
  if (plan.target.id === 'aws')
    for (const root of awsTerraformRoots(plan))
      writeFileSync(join(folder, root.name, 'own.auto.tfvars.json'), JSON.stringify(ownValues(root)))
  else writeFileSync(join(folder, 'foundation/own.auto.tfvars.json'), JSON.stringify(ownAzureValues(plan)))
}
