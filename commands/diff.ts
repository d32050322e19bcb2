import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import { resolve } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { BaseCommand } from '../src/cli/base-command.ts'
import { diffScreen } from '../src/cli/screens/diff.ts'
import { hasUnicode, inAscii } from '../src/cli/terminal.ts'
import { InputError } from '../src/errors.ts'
import { planDiffSchemaId, type PlanDiff } from '../src/model/plan-diff.ts'
import { simulationSettingsSchema, type SimulationSettings } from '../src/model/simulation-settings.ts'
import { diffFiles, type DiffedFiles } from '../src/pipeline/diff.ts'
import { planDiffText } from '../src/pipeline/diff-text.ts'
import { loadTarget } from '../src/targets/index.ts'
import { loadConfig } from '../src/workspace/config.ts'
import { writeWhole } from '../src/workspace/files.ts'

const MOST_THREADS = 64

type Report = PlanDiff & {
  readonly schema: typeof planDiffSchemaId
  readonly plans: { readonly beforeSha256: string; readonly afterSha256: string }
}

export default class Diff extends BaseCommand {
  static override summary =
    'What changes between two plans, in consequences: what gets worse, what better, at what cost.'
  static override description = `Compares two plan.json, reads nothing else and writes nothing but --output. Compared are VMs, components, addresses, the network object by object, the connections that the recovery site lets through (by the proof: rules in another form are no change), waves, promises, cost and findings; with --simulate also recovery times as distributions.

Exit code 1: with --fail-on worse, something gets worse; with --fail-on any, something changes.`
  static override examples = [
    '<%= config.bin %> <%= command.id %> old/plan.json out/plan.json',
    '<%= config.bin %> <%= command.id %> old out --fail-on worse   folders that hold plan.json; in a pipeline',
    '<%= config.bin %> <%= command.id %> old out --format markdown --output comment.md   for a pull request',
    '<%= config.bin %> <%= command.id %> old out --simulate   also P50, P95 and how sure each promise is',
    'git show main:out/plan.json > old.json && <%= config.bin %> <%= command.id %> old.json out',
  ]
  static override args = {
    old: Args.string({ required: true, description: 'the earlier plan.json, or the folder that it is in' }),
    new: Args.string({ required: true, description: 'the later one' }),
  }
  static override flags = {
    format: Flags.option({
      options: ['text', 'json', 'markdown'] as const,
      default: 'text' as const,
      description: 'json: drplan/diff@1',
    })(),
    output: Flags.string({ char: 'o', helpValue: '<file>', description: 'write there instead of to the screen' }),
    'fail-on': Flags.option({
      options: ['worse', 'any'] as const,
      description: 'exit with 1 when something gets worse, or when anything changes [default: never]',
    })(),
    all: Flags.boolean({ description: 'every line, not only the first of each list' }),
    simulate: Flags.boolean({ description: 'simulate recoveries of both plans with the same random numbers' }),
    runs: Flags.integer({ description: 'of --simulate: how many', min: 1, max: 1_000_000, dependsOn: ['simulate'] }),
    seed: Flags.integer({ description: 'of --simulate', min: 0, max: 0xffff_ffff, dependsOn: ['simulate'] }),
    config: Flags.string({
      char: 'c',
      description: 'of --simulate: a drplan.yaml whose settings count [default: the defaults]',
      dependsOn: ['simulate'],
    }),
    threads: Flags.integer({
      description: 'of --simulate: threads to compute on; the result does not depend on it',
      min: 0,
      max: MOST_THREADS,
      default: 2,
    }),
  }

  async run(): Promise<Report> {
    const { flags, args } = await this.parse(Diff)
    if (this.jsonEnabled() && flags.format !== 'text' && flags.format !== 'json')
      throw new InputError('cli.usage', '--json and --format markdown exclude each other.')
    const simulation = flags.simulate ? await settingsOf(flags) : null
    const paths = { before: resolve(args.old), after: resolve(args.new) }
    const diffed = await diffFiles(paths, { loadTarget, simulation, threads: flags.threads })
    const report = reportOf(diffed)
    await this.show(report, flags)
    if (fails(report, flags['fail-on'])) process.exitCode = 1
    return report
  }

  private async show(
    report: Report,
    { format, output, all }: { readonly format: string; readonly output?: string | undefined; readonly all: boolean },
  ): Promise<void> {
    if (format === 'text' && output === undefined) {
      const lines = ['', ...diffScreen(report, { width: this.width, all })]
      this.print(hasUnicode(process.env, process.platform) ? lines : lines.map(inAscii))
      return
    }
    const text =
      format === 'text'
        ? `${stripVTControlCharacters(diffScreen(report, { width: this.width, all }).join('\n'))}\n`
        : planDiffText(report, format === 'json' ? 'json' : 'markdown')
    if (output === undefined) this.print([text.trimEnd()])
    else await writeWhole(resolve(output), text)
  }
}

const reportOf = ({ diff, before, after }: DiffedFiles): Report => ({
  schema: planDiffSchemaId,
  plans: { beforeSha256: before.hash, afterSha256: after.hash },
  ...diff,
})

interface Simulating {
  readonly config?: string | undefined
  readonly runs?: number | undefined
  readonly seed?: number | undefined
}

/** Throws InputError `config.*`. */
async function settingsOf({ config, runs, seed }: Simulating): Promise<SimulationSettings> {
  const stated = config === undefined ? null : (await loadConfig(config)).config.simulation
  const settings = stated ?? simulationSettingsSchema.parse({})
  return { ...settings, runs: runs ?? settings.runs, seed: seed ?? settings.seed }
}

const fails = ({ same, consequences }: PlanDiff, failOn: 'worse' | 'any' | undefined): boolean => {
  if (failOn === undefined) return false
  return failOn === 'any' ? !same : consequences.some(({ direction }) => direction === 'worse')
}
