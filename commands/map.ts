import * as Flags from '@oclif/core/flags'
import { BaseCommand, workspaceFlags } from '../src/cli/base-command.ts'
import { frontierScreen } from '../src/cli/screens/frontier.ts'
import { mapTable } from '../src/cli/screens/map-table.ts'
import { scenarioScreen } from '../src/cli/screens/scenarios.ts'
import { InputError } from '../src/errors.ts'
import { schemaId, type ArtifactOf } from '../src/model/artifact.ts'
import type { Frontier } from '../src/model/frontier.ts'
import type { Immutable } from '../src/model/immutable.ts'
import type { ScenarioComparison } from '../src/model/scenario-comparison.ts'
import { frontier } from '../src/pipeline/frontier.ts'
import { openContext, type OpenOptions } from '../src/pipeline/open.ts'
import { openScenarios, runScenarios } from '../src/pipeline/scenarios.ts'
import { untilMap } from '../src/pipeline/steps.ts'
import { loadSource } from '../src/sources/index.ts'
import { loadTarget } from '../src/targets/index.ts'

const FIRST_ROWS = 20
const MOST_SCENARIOS = 8

type MapReport = Immutable<ArtifactOf<'mapping'>> & { readonly schema: string }
type FrontierReport = Frontier & { readonly schema: 'drplan/frontier@1' }
type ScenarioReport = ScenarioComparison & { readonly schema: 'drplan/scenarios@1' }

export default class MapCommand extends BaseCommand {
  static override summary = 'Map every VM to a component of the recovery site, with the reason.'
  static override description = `The cheapest component and strategy that hold the demand and keep the promise of the tier. VMs without one are named with the constraint that binds.

Where VMs share quotas, stock, licences or a budget (mapping in drplan.yaml), all of them are chosen for at once, and it is said how far from the best that can be at most. Where no mapping keeps to all of it, the requirements that exclude each other are named.

--frontier traces what more protection costs: mappings from the cheapest to the safest, each with its proof. The plan is not changed by it.

--scenario names a file with settings to lay over drplan.yaml (platform, region, prices, tiers, comfort factors ...). drplan.yaml and up to ${MOST_SCENARIOS} of them are mapped and shown side by side; the plan is not changed by them either.`
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --all',
    '<%= config.bin %> <%= command.id %> --frontier 12   what would it cost to be safer, or less safe?',
    '<%= config.bin %> <%= command.id %> --scenario what-if/azure.yaml --scenario what-if/tight-sizing.yaml   what would they change?',
    '<%= config.bin %> <%= command.id %> --json',
  ]
  static override flags = {
    ...workspaceFlags,
    all: Flags.boolean({ description: 'every VM, or with --scenario every VM that differs, not only the first' }),
    frontier: Flags.integer({
      description: 'trace so many mappings from the cheapest to the safest',
      min: 2,
      max: 100,
    }),
    scenario: Flags.string({
      description: 'a file with settings to lay over drplan.yaml; may be given several times, to compare them',
      multiple: true,
      multipleNonGreedy: true,
    }),
  }

  async run(): Promise<MapReport | FrontierReport | ScenarioReport> {
    const { flags } = await this.parse(MapCommand)
    const options = { ...this.stepOptions(flags), loadSource, loadTarget }
    if (flags.scenario) {
      refuseOtherWishes(flags.scenario, flags.frontier)
      return this.showScenarios(options, flags.scenario, flags.all)
    }
    const context = await openContext(options)
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
  private async showScenarios(options: OpenOptions, files: readonly string[], all: boolean): Promise<ScenarioReport> {
    const compared = await runScenarios(await openScenarios(options, files))
    this.print(['', ...scenarioScreen(compared, { width: this.width, all })])
    return { schema: 'drplan/scenarios@1', ...compared }
  }
}

/** Throws InputError `cli.usage`. */
function refuseOtherWishes(files: readonly string[], frontier: number | undefined): void {
  if (frontier !== undefined)
    throw new InputError('cli.usage', '--scenario and --frontier cannot be given together.', {
      suggestions: ['Compare scenarios first; then trace the frontier with the settings you chose in drplan.yaml.'],
    })
  if (files.length > MOST_SCENARIOS)
    throw new InputError(
      'cli.usage',
      `${files.length} scenarios are more than the ${MOST_SCENARIOS} that fit beside one another.`,
      {
        suggestions: ['Compare them in several runs; what was computed is reused.'],
      },
    )
}
