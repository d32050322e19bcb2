import * as Flags from '@oclif/core/flags'
import { z } from 'zod'
import { BaseCommand, workspaceFlags } from '../src/cli/base-command.ts'
import { checkScreen, ruleList } from '../src/cli/screens/check.ts'
import { InputError } from '../src/errors.ts'
import type { CheckReport, ReportedRule } from '../src/model/check-report.ts'
import { severities } from '../src/model/finding-codes.ts'
import { nearest } from '../src/model/nearest.ts'
import { check } from '../src/pipeline/check.ts'
import { listRules } from '../src/pipeline/check-rules.ts'
import {
  checkFormatIds,
  checkText,
  readBaseline,
  writeBaseline,
  writeCheckFiles,
  type CheckFile,
  type CheckFormatId,
  type CheckTextOptions,
} from '../src/pipeline/check-text.ts'
import { openContext } from '../src/pipeline/open.ts'
import { loadSource } from '../src/sources/index.ts'
import { loadTarget } from '../src/targets/index.ts'

type Report =
  | (CheckReport & { readonly schema: 'drplan/check@2' })
  | { readonly schema: 'drplan/rules@1'; readonly rules: readonly ReportedRule[] }

export default class Check extends BaseCommand {
  static override summary = 'Is the committed plan still the right one? For a pipeline, and for every night.'
  static override description = `Reads the sources afresh, works out what would be planned now with as few changes as possible, and says what follows from each difference: which VM would not come back, which promise breaks, which connection is lost or opened (proven), what is out of date. Policies of drplan and of drplan.yaml are checked too (drplan policy). Nothing is written but what --write and --write-baseline name.

Exit code 0: the plan still holds. 1: an open finding at or above --fail-on. 2: bad input. 3: the outside failed. 70: a fault of drplan.

Under check in drplan.yaml: severities of rules, waivers with owner, reason and last day, own policies, how old drills, catalogue, quotas and inventory may be.`
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --fail-on warning   stricter',
    '<%= config.bin %> <%= command.id %> --write sarif=drplan.sarif --write junit=drplan.xml   in a pipeline',
    '<%= config.bin %> <%= command.id %> --format markdown   for a comment on a pull request',
    '<%= config.bin %> <%= command.id %> --write-baseline baseline.json   what is known and accepted for now',
    '<%= config.bin %> <%= command.id %> --baseline baseline.json   only what is new fails',
    '<%= config.bin %> <%= command.id %> --recovery   compare the recovery site itself with the plan',
    '<%= config.bin %> <%= command.id %> --list   every rule, how bad it is, and what it rests on',
  ]
  static override flags = {
    ...workspaceFlags,
    'fail-on': Flags.option({
      options: severities,
      default: 'error' as const,
      description: 'the least severity that fails',
    })(),
    format: Flags.option({
      options: ['text', ...checkFormatIds] as const,
      default: 'text' as const,
      description: 'what goes to the screen',
    })(),
    write: Flags.string({
      multiple: true,
      helpValue: 'FORMAT=FILE',
      description: 'write the report to a file as well; may be given more than once',
    }),
    baseline: Flags.string({ helpValue: 'FILE', description: 'findings that are known, and do not fail' }),
    'write-baseline': Flags.string({ helpValue: 'FILE', description: 'write what is found as a baseline' }),
    forecast: Flags.boolean({ description: 'read the samples again, and forecast demand from them' }),
    recovery: Flags.boolean({ description: 'read the recovery site too, and compare it with the plan' }),
    today: Flags.string({
      helpValue: 'DATE',
      description: 'the day that ages and ends of waivers are counted to [default: today]',
    }),
    list: Flags.boolean({ description: 'list the rules, and check nothing', exclusive: ['write', 'write-baseline'] }),
    all: Flags.boolean({ description: 'every finding, however many there are of a rule; with --list, every rule' }),
  }

  async run(): Promise<Report> {
    const { flags, metadata } = await this.parse(Check)
    if (flags.list) {
      const isConfigNamed = metadata.flags['config']?.setFromDefault !== true
      const rules = await listRules({ configFile: flags.config, isConfigNamed, all: flags.all })
      this.print(ruleList(rules, this.width))
      return { schema: 'drplan/rules@1', rules }
    }
    const files = (flags.write ?? []).map(parseWrite)
    const baseline = flags.baseline === undefined ? null : await readBaseline(flags.baseline)
    const context = await openContext({ ...this.stepOptions(flags), loadSource, loadTarget })
    const report = await check(context, {
      failOn: flags['fail-on'],
      forecast: flags.forecast,
      recovery: flags.recovery,
      today: dayOf(flags.today ?? context.now.slice(0, 10)),
      baseline,
    })
    const options = {
      configFile: flags.config,
      toolVersion: this.config.version,
      hasBaseline: baseline !== null,
    }
    if (flags['write-baseline'] !== undefined) await writeBaseline(flags['write-baseline'], report)
    await writeCheckFiles(report, files, options)
    this.show(report, flags, options)
    if (!report.passed) process.exitCode = 1
    return { schema: 'drplan/check@2', ...report }
  }

  private show(
    report: CheckReport,
    { format, all }: { readonly format: 'text' | CheckFormatId; readonly all: boolean },
    options: CheckTextOptions,
  ): void {
    if (format === 'text') this.print(checkScreen(report, { width: this.width, all }))
    else this.print([checkText(report, format, options).trimEnd()])
  }
}

/** `sarif=out/drplan.sarif`. Throws InputError `cli.usage`. */
function parseWrite(text: string): CheckFile {
  const at = text.indexOf('=')
  const [format, file] = [text.slice(0, Math.max(0, at)), text.slice(at + 1)]
  const known = checkFormatIds.find((id) => id === format)
  if (known && file !== '') return { format: known, file }
  const near = nearest(format, checkFormatIds)
  throw new InputError('cli.usage', `--write ${text} is not FORMAT=FILE with one of ${checkFormatIds.join(', ')}.`, {
    suggestions: [near ? `Did you mean --write ${near}=${file}?` : 'Write it as --write sarif=drplan.sarif.'],
  })
}

/** Throws InputError `cli.usage`. */
function dayOf(text: string): string {
  if (z.iso.date().safeParse(text).success) return text
  throw new InputError('cli.usage', `--today ${text} is not a day.`, { suggestions: ['Write it as 2026-01-31.'] })
}
