import * as Flags from '@oclif/core/flags'
import { BaseCommand, workspaceFlags } from '../src/cli/base-command.ts'
import { mapTable } from '../src/cli/screens/map-table.ts'
import { schemaId, type ArtifactOf } from '../src/model/artifact.ts'
import type { Immutable } from '../src/model/immutable.ts'
import { openContext } from '../src/pipeline/open.ts'
import { untilMap } from '../src/pipeline/steps.ts'
import { loadSource } from '../src/sources/index.ts'
import { loadTarget } from '../src/targets/index.ts'

const FIRST_ROWS = 20

export default class MapCommand extends BaseCommand {
  static override summary = 'Map every VM to a component of the recovery site, with the reason.'
  static override description =
    'The cheapest component and strategy that hold the demand and keep the promise of the tier. VMs without one are named with the constraint that binds.'
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --all',
    '<%= config.bin %> <%= command.id %> --json',
  ]
  static override flags = { ...workspaceFlags, all: Flags.boolean({ description: 'every VM, not only the first' }) }

  async run(): Promise<Immutable<ArtifactOf<'mapping'>> & { readonly schema: string }> {
    const { flags } = await this.parse(MapCommand)
    const { monitored, mapping } = await untilMap(
      await openContext({ ...this.stepOptions(flags), loadSource, loadTarget }),
    )
    const { content } = mapping.stored
    const names = new Map(monitored.site.stored.content.vms.map(({ id, name }) => [id, name]))
    const rows = flags.all ? Number.POSITIVE_INFINITY : FIRST_ROWS
    this.print(['', ...mapTable({ mapping: content.mapping, names, width: this.width, rows })])
    return { schema: schemaId('mapping'), ...content }
  }
}
