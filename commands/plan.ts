import * as Flags from '@oclif/core/flags'
import { join } from 'node:path'
import { BaseCommand, workspaceFlags } from '../src/cli/base-command.ts'
import { planSummary } from '../src/cli/screens/plan-summary.ts'
import { summaryJson, type PlanSummary } from '../src/model/plan-summary.ts'
import { isAtLeast } from '../src/model/finding.ts'
import { severities } from '../src/model/finding-codes.ts'
import { openContext } from '../src/pipeline/open.ts'
import { plan } from '../src/pipeline/plan.ts'
import { loadSource } from '../src/sources/index.ts'
import { loadTarget } from '../src/targets/index.ts'

export default class Plan extends BaseCommand {
  static override summary =
    'Make the recovery plan: run whatever is stale, then write plan, Terraform, runbook and report.'
  static override description =
    'Reads the sources of drplan.yaml, forecasts demand, maps every VM to a component, translates the network, and writes plan.json, terraform/, runbooks/ and reports/. The same inputs give the same bytes.'
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --config sites/north/drplan.yaml --out plans/north',
    '<%= config.bin %> <%= command.id %> --json --fail-on error   in a pipeline',
  ]
  static override flags = {
    ...workspaceFlags,
    'fail-on': Flags.option({
      options: severities,
      description: 'end with exit code 1 when a finding is as bad as this, or worse',
    })(),
  }

  async run(): Promise<PlanSummary> {
    const { flags } = await this.parse(Plan)
    const options = this.stepOptions(flags)
    const context = await openContext({ ...options, loadSource, loadTarget })
    const { stored } = await plan(context)
    const { out } = options.folders
    const files = {
      plan: this.shown(join(out, 'plan.json')),
      report: this.shown(join(out, 'reports', 'summary.md')),
      terraform: context.target.terraformRoots ? this.shown(join(out, 'terraform')) : null,
      runbook: this.shown(join(out, 'runbooks', 'failover.md')),
    }
    this.print(['', ...planSummary(stored.content, files, this.width)])
    const limit = flags['fail-on']
    if (limit && stored.content.findings.some(({ severity }) => isAtLeast(severity, limit))) process.exitCode = 1
    return summaryJson(stored.content, { planSha256: stored.hash, files })
  }
}
