/**
 * Scenarios compared: the site is monitored once, and mapped by drplan.yaml and by every scenario. What a scenario needs
 * lies in a folder of its own in the workspace, so that the plan and its artefacts stay as they are.
 */
import { join } from 'node:path'
import { compareScenarios, type MappedScenario } from '../core/scenario/compare.ts'
import { InputError } from '../errors.ts'
import { stableKey } from '../model/key.ts'
import type { ScenarioComparison } from '../model/scenario-comparison.ts'
import type { SettingChange } from '../model/scenario.ts'
import { loadConfig } from '../workspace/config.ts'
import { removeLeftovers } from '../workspace/files.ts'
import { withLock } from '../workspace/lock.ts'
import { loadScenario, type LoadedScenario } from '../workspace/scenario.ts'
import type { StepContext } from './context.ts'
import { forecast } from './forecast.ts'
import { map } from './map.ts'
import { metricFolder } from './metric-folder.ts'
import { monitor, type Monitored } from './monitor.ts'
import { contextOf, type OpenOptions } from './open.ts'
import { hashValue, type Refreshed } from './refresh.ts'
import { scopeOf } from './scope.ts'

/** How drplan.yaml itself is called among scenarios. */
const BASE_NAME = 'as planned'

interface OpenScenario {
  readonly name: string
  readonly file: string | null
  readonly settings: readonly SettingChange[]
  readonly context: StepContext
}

export interface OpenScenarios {
  readonly base: OpenScenario
  readonly others: readonly OpenScenario[]
}

/** Everything is read and checked before any work is done. Throws what `openContext` throws, and InputError `scenario.*`. */
export async function openScenarios(options: OpenOptions, files: readonly string[]): Promise<OpenScenarios> {
  const loaded = await loadConfig(options.configFile)
  const context = await contextOf(loaded, options)
  const scenarios: LoadedScenario[] = []
  for (const file of files) scenarios.push(await loadScenario(file, loaded))
  refuseSameNames(scenarios)
  const others: OpenScenario[] = []
  for (const scenario of scenarios) others.push(await openOne(scenario, options, context))
  return { base: { name: BASE_NAME, file: null, settings: [], context }, others }
}

function refuseSameNames(scenarios: readonly LoadedScenario[]): void {
  const taken = new Map([[BASE_NAME, 'drplan.yaml itself']])
  for (const { name, file, placeOf } of scenarios) {
    const other = taken.get(name)
    if (other !== undefined)
      throw new InputError('scenario.name-taken', `The name "${name}" of ${file} is that of ${other}, too.`, {
        place: placeOf(['name']),
        suggestions: ['Give one of them another name: the key name, or else the name of the file.'],
      })
    taken.set(name, file)
  }
}

async function openOne(scenario: LoadedScenario, options: OpenOptions, base: StepContext): Promise<OpenScenario> {
  const { name, file, settings, sets } = scenario
  const context = await contextOf(scenario, options, {
    place: scenario.placeOf(sets(['target', 'region']) ? ['target', 'region'] : ['target']),
    advice: sets(['target', 'region']) ? [] : [`State target.region beside target.platform in ${file}.`],
  })
  return {
    name,
    file,
    settings,
    context: {
      ...context,
      folders: {
        ...options.folders,
        workspace: join(options.folders.workspace, 'scenarios', stableKey(name, name)),
        metrics: metricFolder(base),
      },
      report: (line) => options.report({ ...line, summary: `${name}: ${line.summary}` }),
    },
  }
}

export const runScenarios = ({ base, others }: OpenScenarios): Promise<ScenarioComparison> =>
  withLock(base.context.folders.workspace, async () => {
    const monitored = await monitor(base.context)
    const forecasts = new Map<string, Refreshed<'demands'>>()
    const first = await mapOne(base, monitored, forecasts)
    const mapped: MappedScenario[] = []
    for (const scenario of others) {
      await removeLeftovers(scenario.context.folders.workspace)
      mapped.push(await mapOne(scenario, monitored, forecasts))
    }
    return compareScenarios(monitored.site.stored.content, first, mapped)
  })

/** `forecasts`: by what they depend on; scenarios that have that in common share one, and leave it where the first made it. */
async function mapOne(
  { name, file, settings, context }: OpenScenario,
  monitored: Monitored,
  forecasts: Map<string, Refreshed<'demands'>>,
): Promise<MappedScenario> {
  const { config } = context
  const { planned } = scopeOf(monitored.site.stored.content, config)
  const key = hashValue([config.demand, planned.map(({ vm }) => vm.id).sort()])
  const demands = forecasts.get(key) ?? (await forecast(context, monitored))
  forecasts.set(key, demands)
  const { content } = (await map(context, monitored, demands)).stored
  const findings = [...demands.stored.content.findings, ...content.findings]
  return { name, file, settings, config, mapping: content.mapping, findings }
}
