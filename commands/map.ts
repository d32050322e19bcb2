import * as Flags from '@oclif/core/flags'
import { BaseCommand, workspaceFlags } from '../src/cli/base-command.ts'
import { frontierScreen } from '../src/cli/screens/frontier.ts'
import { mapTable } from '../src/cli/screens/map-table.ts'
import { schemaId, type ArtifactOf } from '../src/model/artifact.ts'
import type { Frontier } from '../src/model/frontier.ts'
import type { Immutable } from '../src/model/immutable.ts'
import { frontier } from '../src/pipeline/frontier.ts'
import { openContext } from '../src/pipeline/open.ts'
import { untilMap } from '../src/pipeline/steps.ts'
import { loadSource } from '../src/sources/index.ts'
import { loadTarget } from '../src/targets/index.ts'

const FIRST_ROWS = 20

type MapReport = Immutable<ArtifactOf<'mapping'>> & { readonly schema: string }
type FrontierReport = Frontier & { readonly schema: 'drplan/frontier@1' }

export default class MapCommand extends BaseCommand {
  static override summary = 'Map every VM to a component of the recovery site, with the reason.'
  static override description = `The cheapest component and strategy that hold the demand and keep the promise of the tier. VMs without one are named with the constraint that binds.

Where VMs share quotas, stock, licences or a budget (mapping in drplan.yaml), all of them are chosen for at once, and it is said how far from the best that can be at most. Where no mapping keeps to all of it, the requirements that exclude each other are named.

--frontier traces what more protection costs: mappings from the cheapest to the safest, each with its proof. The plan is not changed by it.`
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --all',
    '<%= config.bin %> <%= command.id %> --frontier 12   what would it cost to be safer, or less safe?',
    '<%= config.bin %> <%= command.id %> --json',
  ]
  static override flags = {
    ...workspaceFlags,
    all: Flags.boolean({ description: 'every VM, not only the first' }),
    frontier: Flags.integer({
      description: 'trace so many mappings from the cheapest to the safest',
      min: 2,
      max: 100,
    }),
  }

  async run(): Promise<MapReport | FrontierReport> {
    const { flags } = await this.parse(MapCommand)
    const context = await openContext({ ...this.stepOptions(flags), loadSource, loadTarget })
    const mapped = await untilMap(context)
    if (flags.frontier !== undefined) {
      const traced = await frontier(context, mapped, flags.frontier)
      this.print(['', ...frontierScreen(traced, this.width)])
      return { schema: 'drplan/frontier@1', ...traced }
    }
    const { content } = mapped.mapping.stored
    const names = new Map(mapped.monitored.site.stored.content.vms.map(({ id, name }) => [id, name]))
    const rows = flags.all ? Number.POSITIVE_INFINITY : FIRST_ROWS
    this.print(['', ...mapTable({ mapping: content.mapping, names, width: this.width, rows })])
    return { schema: schemaId('mapping'), ...content }
  }
}
