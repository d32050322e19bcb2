import * as Flags from '@oclif/core/flags'
import { BaseCommand, workspaceFlags } from '../src/cli/base-command.ts'
import { findingLines } from '../src/cli/screens/findings.ts'
import { isAtLeast, type Finding } from '../src/model/finding.ts'
import { severities } from '../src/model/finding-codes.ts'
import { verdicts } from '../src/model/plan.ts'
import { check } from '../src/pipeline/check.ts'
import { openContext } from '../src/pipeline/open.ts'
import { loadSource } from '../src/sources/index.ts'
import { loadTarget } from '../src/targets/index.ts'

interface CheckReport {
  readonly schema: 'drplan/check@1'
  readonly passed: boolean
  readonly failOn: string
  readonly findings: readonly Finding[]
}

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
  }

  async run(): Promise<CheckReport> {
    const { flags } = await this.parse(Check)
    const failOn = flags['fail-on']
    const { plan, findings } = await check(await openContext({ ...this.stepOptions(flags), loadSource, loadTarget }))
    const passed = !findings.some(({ severity }) => isAtLeast(severity, failOn))
    const counts = severities
      .map((severity) => `${findings.filter((one) => one.severity === severity).length} ${severity}`)
      .join(', ')
    const counted = verdicts.map(
      (verdict) => `${plan.promises.filter((one) => one.verdict === verdict).length} ${verdict}`,
    )
    this.print([
      `drplan check: ${passed ? 'passed' : 'failed'} (${counts}; --fail-on ${failOn})`,
      '',
      ...findingLines(findings),
      `Promises: ${counted.join(', ')}.`,
      `exit ${passed ? 0 : 1}`,
    ])
    if (!passed) process.exitCode = 1
    return { schema: 'drplan/check@1', passed, failOn, findings }
  }
}
