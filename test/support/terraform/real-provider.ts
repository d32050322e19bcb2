/** The AWS roots through the real provider, against an emulator: with its binary, and without a registry. */
import * as ec2 from '@aws-sdk/client-ec2'
import { copyFileSync, chmodSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { appliedResources, type PlanResource, type StateJson } from './plan-resources.ts'
import { runTerraform } from './terraform.ts'

/** A binary of hashicorp/aws 6, of any name. */
export const awsProvider = process.env['DRPLAN_TERRAFORM_AWS'] ?? null

/**
 * What the emulator has: DRS, restore tests, backup selections, capacity reservations and the default key of EBS it has not.
 * Whatever these name comes with them.
 */
const targets: Readonly<Record<string, readonly string[]>> = {
  foundation: ['module.network', 'module.security', 'module.standby'],
  recovery: ['module.servers', 'aws_route.appliance', 'aws_security_group.drill'],
}

export interface RealRoots {
  apply(
    root: 'foundation' | 'recovery',
    environment?: Readonly<Record<string, string>>,
  ): Promise<readonly PlanResource[]>
  output(root: string, name: string): Promise<string>
  destroy(root: 'foundation' | 'recovery', environment?: Readonly<Record<string, string>>): Promise<void>
  close(): void
}

/** `folder`: of both roots. Throws with what terraform said when a command fails. */
export function openRealRoots(provider: string, folder: string, endpoint: string): RealRoots {
  const own = mkdtempSync(join(tmpdir(), 'drplan-real-provider-'))
  const binary = join(own, 'terraform-provider-aws')
  try {
    symlinkSync(provider, binary)
  } catch {
    copyFileSync(provider, binary)
    chmodSync(binary, 0o755)
  }
  const settings = join(own, 'terraform.rc')
  writeFileSync(
    settings,
    `provider_installation {\n  dev_overrides {\n    "hashicorp/aws" = ${JSON.stringify(own)}\n  }\n  direct {}\n}\n`,
  )
  const account = {
    TF_CLI_CONFIG_FILE: settings,
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: 'testing',
    AWS_SECRET_ACCESS_KEY: 'testing',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_MAX_ATTEMPTS: '2',
  }
  const run = async (root: string, args: readonly string[], environment = {}): Promise<string> => {
    const cwd = join(folder, root)
    const { code, stdout, stderr } = await runTerraform(args, { cwd, environment: { ...account, ...environment } })
    if (code !== 0) throw new Error(`terraform ${args.join(' ')} in ${root} ended with ${code}:\n${stderr}`)
    return stdout
  }
  const aimed = (root: string): readonly string[] => (targets[root] ?? []).map((target) => `-target=${target}`)
  const mode = (root: string): readonly string[] => (root === 'recovery' ? ['-var=mode=failover'] : [])
  return {
    apply: async (root, environment) => {
      await run(root, ['get'])
      await run(root, ['apply', '-input=false', '-auto-approve', ...mode(root), ...aimed(root)], environment)
      return appliedResources(JSON.parse(await run(root, ['show', '-json'])) as StateJson)
    },
    output: (root, name) => run(root, ['output', '-json', name]),
    destroy: async (root, environment) => {
      await run(root, ['destroy', '-input=false', '-auto-approve', ...mode(root), ...aimed(root)], environment)
    },
    close: () => rmSync(own, { recursive: true, force: true }),
  }
}

/** An image of every server, tagged as AWS Backup and DRS would leave it. */
export async function registerImages(compute: ec2.EC2Client, serverKeys: readonly string[]): Promise<void> {
  for (const key of serverKeys) {
    const { ImageId } = await compute.send(
      new ec2.RegisterImageCommand({ Name: `image-of-${key}`, RootDeviceName: '/dev/sda1', VirtualizationType: 'hvm' }),
    )
    const Tags = [{ Key: 'drplan:vm', Value: key }]
    await compute.send(new ec2.CreateTagsCommand({ Resources: [ImageId ?? ''], Tags }))
  }
}

/** Keys by the ids of a real state. */
export const keysOf = (resources: readonly PlanResource[]): ReadonlyMap<string, string> =>
  new Map(
    resources.flatMap(({ type, index, values }) => {
      const card = values['primary_network_interface_id']
      return [
        ...(typeof values['id'] === 'string' ? [[values['id'], index ?? ''] as const] : []),
        ...(type === 'aws_instance' && typeof card === 'string' ? [[card, `${index}/0`] as const] : []),
      ]
    }),
  )
