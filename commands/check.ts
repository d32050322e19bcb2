import * as Flags from '@oclif/core/flags'
import { BaseCommand, workspaceFlags } from '../src/cli/base-command.ts'
import type { CheckReport } from '../src/model/check-report.ts'
import { severities } from '../src/model/finding-codes.ts'
import { check } from '../src/pipeline/check.ts'
import { openContext } from '../src/pipeline/open.ts'
import { loadSource } from '../src/sources/index.ts'
import { loadTarget } from '../src/targets/index.ts'

type Report = CheckReport & { readonly schema: 'drplan/check@2' }

export default class Check extends BaseCommand {
  static override summary = 'Compare the committed plan with the site as it is now.'
  static override description =
    'Reads the sources afresh and writes nothing. Exit code 0: the plan still holds. 1: a finding at or above --fail-on. 2: bad input. 3: the outside failed. 70: a fault of drplan.'
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --fail-on warning   stop the pipeline when an input changed, too',
    '<%= config.bin %> <%= command.id %> --json',
  ]
  static override flags = {
    ...workspaceFlags,
    'fail-on': Flags.option({
      options: severities,
      default: 'error' as const,
      description: 'the least severity that fails',
    })(),
    forecast: Flags.boolean({ description: 'read the samples again, and forecast demand from them' }),
    today: Flags.string({ description: 'the day that ages and ends of waivers are counted to [default: today]' }),
  }

  async run(): Promise<Report> {
    const { flags } = await this.parse(Check)
    const context = await openContext({ ...this.stepOptions(flags), loadSource, loadTarget })
    const report = await check(context, {
      failOn: flags['fail-on'],
      forecast: flags.forecast,
      today: flags.today ?? context.now.slice(0, 10),
      baseline: null,
    })
    for (const f of report.findings)
      this.print([`${f.since} ${f.status} ${f.severity} ${f.rule} ${f.subject}: ${f.message}`])
    if (!report.passed) process.exitCode = 1
    return { schema: 'drplan/check@2', ...report }
  }
}
