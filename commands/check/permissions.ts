import * as Flags from '@oclif/core/flags'
import { BaseCommand, workspaceFlags } from '../../src/cli/base-command.ts'
import type { NeededAction } from '../../src/model/needed-action.ts'
import { openContext } from '../../src/pipeline/open.ts'
import { neededPermissions, type NeededPermissions } from '../../src/pipeline/permissions.ts'
import { loadSource } from '../../src/sources/index.ts'
import { loadTarget } from '../../src/targets/index.ts'

type Report = NeededPermissions & { readonly schema: 'drplan/permissions@1' }

const formats = ['text', 'document'] as const

export default class CheckPermissions extends BaseCommand {
  static override summary = 'List what whoever carries out the committed plan has to be allowed.'
  static override description =
    'By the resources that the Terraform of this plan makes and the commands of its runbooks, and nothing else. Asks nobody, and writes nothing.'
  static override examples = [
    '<%= config.bin %> <%= command.id %>   each action with what needs it',
    '<%= config.bin %> <%= command.id %> --format document > policy.json   as a policy of AWS, or a role of Azure',
    '<%= config.bin %> <%= command.id %> --json',
  ]
  static override flags = {
    ...workspaceFlags,
    format: Flags.option({
      options: formats,
      default: 'text' as const,
      description: 'a list to read, or a policy or role of the target',
    })(),
  }

  async run(): Promise<Report> {
    const { flags } = await this.parse(CheckPermissions)
    const context = await openContext({ ...this.stepOptions(flags), loadSource, loadTarget })
    const { needed, document } = await neededPermissions(context)
    this.print(flags.format === 'document' ? [JSON.stringify(document, null, 2)] : needed.map(line))
    return { schema: 'drplan/permissions@1', needed, document }
  }
}

/** Of each who need it, the first few things that they need it for. */
function line({ action, for: uses }: NeededAction): string {
  const places = [...Map.groupBy(uses, ({ where }) => where)].map(([where, own]) => {
    const named = own.slice(0, MOST_NAMED).map(({ what }) => what)
    return `${where} (${[...named, ...(own.length > MOST_NAMED ? [`${own.length - MOST_NAMED} more`] : [])].join(', ')})`
  })
  return `${action}  ${places.join('; ')}`
}

const MOST_NAMED = 2
