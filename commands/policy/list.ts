import * as Flags from '@oclif/core/flags'
import { BaseCommand, workspaceFlags } from '../../src/cli/base-command.ts'
import { policyTable } from '../../src/cli/screens/policies.ts'
import { policyLayers } from '../../src/model/policy.ts'
import { listPolicies, type ListedPolicy } from '../../src/pipeline/policies.ts'

interface PolicyListReport {
  readonly schema: 'drplan/policy-list@1'
  readonly policies: readonly ListedPolicy[]
}

export default class PolicyList extends BaseCommand {
  static override summary = 'List the policies that count here.'
  static override description =
    'Those that come with drplan, without check.withoutPolicies of drplan.yaml, and those of the files under check.policies; with severities after check.severities. Without a drplan.yaml, those that come with drplan.'
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --layer deployment',
    '<%= config.bin %> <%= command.id %> --json   with conditions, fixes and sources',
  ]
  static override flags = {
    config: workspaceFlags.config,
    layer: Flags.option({ options: policyLayers, description: 'only policies of this layer' })(),
  }

  async run(): Promise<PolicyListReport> {
    const { flags, metadata } = await this.parse(PolicyList)
    const all = await listPolicies(flags.config, metadata.flags.config?.setFromDefault !== true)
    const policies = policyLayers.flatMap((layer) =>
      flags.layer === undefined || flags.layer === layer ? all.filter((one) => one.layer === layer) : [],
    )
    this.print(policyTable(policies, this.width))
    return { schema: 'drplan/policy-list@1', policies }
  }
}
