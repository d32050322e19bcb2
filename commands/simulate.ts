import * as Flags from '@oclif/core/flags'
import { BaseCommand, workspaceFlags } from '../src/cli/base-command.ts'
import { failbackSimulationScreen } from '../src/cli/screens/simulation-failback.ts'
import { simulationScreen } from '../src/cli/screens/simulation.ts'
import { hasUnicode, inAscii } from '../src/cli/terminal.ts'
import { InputError } from '../src/errors.ts'
import { schemaId, type InputHashes } from '../src/model/artifact.ts'
import type { FailbackReport } from '../src/model/failback-report.ts'
import { nearest } from '../src/model/nearest.ts'
import type { SimulationReport } from '../src/model/simulation-report.ts'
import { simulationScenarioIds } from '../src/model/simulation-scenario.ts'
import type { StepContext } from '../src/pipeline/context.ts'
import { openContext } from '../src/pipeline/open.ts'
import { simulate } from '../src/pipeline/simulate.ts'
import { simulateFailback } from '../src/pipeline/simulate-failback.ts'
import { loadSource } from '../src/sources/index.ts'
import { loadTarget } from '../src/targets/index.ts'

const MOST_THREADS = 64

interface Envelope {
  readonly schema: string
  readonly madeBy: string
  readonly inputs: InputHashes
}
type Report = (SimulationReport | FailbackReport) & Envelope

export default class Simulate extends BaseCommand {
  static override summary =
    'Simulate many recoveries: how sure is it that each promise is kept, and what would help most?'
  static override description = `Runs what is stale, then recovers the plan thousands of times with times drawn at random, and shows for each application how often its promise is kept, P50 and P95, and the distribution. The same plan, settings and seed give the same figures. The plan is not written; the result is simulation.json in the workspace.

Settings are under simulation in drplan.yaml: spreads, people, jobs, limits, recorded times, thresholds of the verdict. Spreads are assumptions until drills replace them (--times).

--scenario says what is lost: the site, one zone, its region; ransomware (standby is spoilt too, all is restored from an older backup); link-loss (replication was behind); api-degraded (fewer calls, more failing tries).

--phase failback simulates the way home instead: how long copies take while the recovery site serves, and how long users wait in the cut-over. What the line home carries and whether old disks still stand are under simulation.failback.

Exit code 1: all promises together are kept in a lower share of runs than --fail-below.`
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --scenario ransomware --no-levers',
    '<%= config.bin %> <%= command.id %> --scenario zone-loss --zone eu-west-1a   only what runs there fails',
    '<%= config.bin %> <%= command.id %> --application storefront   its distribution instead of that of the worst',
    '<%= config.bin %> <%= command.id %> --times drill-times.json   measured times of a drill replace assumptions',
    '<%= config.bin %> <%= command.id %> --phase failback   the way home: copies, waves, cut-over',
    '<%= config.bin %> <%= command.id %> --fail-below 95 --json   in a pipeline',
  ]
  static override flags = {
    ...workspaceFlags,
    phase: Flags.option({
      options: ['failover', 'failback'] as const,
      default: 'failover' as const,
      description: 'what is simulated: the recovery, or the way home',
    })(),
    scenario: Flags.option({
      options: simulationScenarioIds,
      default: 'site-loss' as const,
      description: 'what is lost',
    })(),
    zone: Flags.string({
      description: 'of zone-loss: the zone, cluster or datacentre that fails [default: that of most planned VMs]',
    }),
    runs: Flags.integer({
      description: 'how many recoveries [default: simulation.runs, 5000]',
      min: 1,
      max: 1_000_000,
    }),
    seed: Flags.integer({
      description: 'of the random numbers [default: simulation.seed, 1]',
      min: 0,
      max: 0xffff_ffff,
    }),
    threads: Flags.integer({
      description: 'threads to compute on; the result does not depend on it [default: one a core]',
      min: 0,
      max: MOST_THREADS,
    }),
    application: Flags.string({ description: 'whose distribution is drawn [default: the worst]' }),
    all: Flags.boolean({ description: 'every application, not only the first' }),
    levers: Flags.boolean({
      description: 'try which single change helps most',
      default: true,
      allowNo: true,
    }),
    times: Flags.string({ description: 'measured times of a drill, from drplan runbook times' }),
    'fail-below': Flags.integer({
      description: 'exit with 1 when all promises together are kept in less than this percentage of runs',
      min: 0,
      max: 100,
    }),
  }

  async run(): Promise<Report> {
    const { flags } = await this.parse(Simulate)
    refuseForFailback(flags)
    if (flags.zone !== undefined && flags.scenario !== 'zone-loss')
      throw new InputError('cli.usage', `--zone is only for --scenario zone-loss, not for ${flags.scenario}.`)
    const options = this.stepOptions(flags)
    const threads = flags.threads ?? options.threads
    const context = await openContext({ ...options, threads, loadSource, loadTarget })
    if (flags.phase === 'failback') return this.failback(context, flags)
    const { scenario, zone, runs, seed, times, levers } = flags
    const progress = this.progressOf({ step: 'simulate', units: 'simulations' }, flags['log-level'])
    const onSimulated = (done: number, total: number): void => progress.show(done, total)
    const asked = { scenario, zone, runs, seed, times, levers, onSimulated }
    const { stored } = await simulate(context, asked).finally(() => progress.end())
    const report = stored.content
    const application = flags.application ?? null
    if (application !== null) refuseUnknown(application, report)
    const plots = hasUnicode(process.env, process.platform)
    const lines = ['', ...simulationScreen({ report, width: this.width, all: flags.all, application, plots })]
    this.print(plots ? lines : lines.map(inAscii))
    if (isBelow(report, flags['fail-below'])) process.exitCode = 1
    return { schema: schemaId('simulation'), madeBy: stored.madeBy, inputs: stored.inputs, ...report }
  }

  private async failback(
    context: StepContext,
    { runs, seed, times, all }: Pick<Parsed, 'runs' | 'seed' | 'times' | 'all'>,
  ): Promise<Report> {
    const { stored } = await simulateFailback(context, { runs, seed, times })
    const lines = ['', ...failbackSimulationScreen({ report: stored.content, width: this.width, all })]
    this.print(hasUnicode(process.env, process.platform) ? lines : lines.map(inAscii))
    return { schema: schemaId('failback'), madeBy: stored.madeBy, inputs: stored.inputs, ...stored.content }
  }
}

interface Parsed {
  readonly phase: string
  readonly scenario: string
  readonly application: string | undefined
  readonly 'fail-below': number | undefined
  readonly runs: number | undefined
  readonly seed: number | undefined
  readonly times: string | undefined
  readonly all: boolean
}

/** Throws InputError `cli.usage`: what is about a disaster, or about promises, says nothing of the way home. */
function refuseForFailback(flags: Pick<Parsed, 'phase' | 'scenario' | 'application' | 'fail-below'>): void {
  if (flags.phase !== 'failback') return
  const wrong = [
    ...(flags.scenario === 'site-loss' ? [] : ['--scenario']),
    ...(flags.application === undefined ? [] : ['--application']),
    ...(flags['fail-below'] === undefined ? [] : ['--fail-below']),
  ]
  if (wrong.length > 0) throw new InputError('cli.usage', `${wrong.join(', ')} is not for --phase failback.`)
}

/** Where nothing is promised, nothing is below. */
const isBelow = ({ allKept }: SimulationReport, percentage: number | undefined): boolean =>
  percentage !== undefined && allKept !== null && allKept.share * 100 < percentage

/** Throws InputError `simulation.application-unknown`. */
function refuseUnknown(name: string, { promises }: SimulationReport): void {
  const known = promises.map(({ application }) => application)
  if (known.includes(name)) return
  const near = nearest(name, known)
  throw new InputError('simulation.application-unknown', `The plan has no application ${name}.`, {
    suggestions: near ? [`Did you mean ${near}?`] : ['drplan simulate --all   shows them'],
  })
}
