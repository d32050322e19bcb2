import * as Flags from '@oclif/core/flags'
import { join, resolve } from 'node:path'
import { z } from 'zod'
import { BaseCommand, workspaceFlags } from '../src/cli/base-command.ts'
import { evidenceScreen, verdictScreen } from '../src/cli/screens/evidence.ts'
import { table } from '../src/cli/text.ts'
import { InputError } from '../src/errors.ts'
import type { JudgedFramework } from '../src/model/control.ts'
import type { EvidenceManifest, EvidenceVerdict } from '../src/model/evidence.ts'
import { makeEvidence } from '../src/pipeline/evidence.ts'
import { openContext } from '../src/pipeline/open.ts'
import { listReports, type ListedReport } from '../src/pipeline/reports.ts'
import { verifyEvidence } from '../src/pipeline/verify-evidence.ts'
import { loadSource } from '../src/sources/index.ts'
import { loadTarget } from '../src/targets/index.ts'

type Outcome =
  | { readonly schema: 'drplan/reports@1'; readonly reports: readonly ListedReport[] }
  | {
      readonly schema: 'drplan/evidence-made@1'
      readonly file: string
      readonly sha256: string
      readonly bytes: number
      readonly manifest: EvidenceManifest
      readonly frameworks: readonly JudgedFramework[]
    }
  | ({ readonly schema: 'drplan/evidence-verdict@1' } & EvidenceVerdict)

export default class Report extends BaseCommand {
  static override summary = 'List the reports of the plan; pack or verify evidence for auditors.'
  static override description = `With --evidence: one archive of the plan, its inputs' hashes, a check, proofs, promises with their terms, policies, waivers, runbooks, Terraform, drills, and which controls of ISO 22301, ISO/IEC 27001, SOC 2 and NIST SP 800-53 they speak to. The same files and the same day give the same bytes on any machine. Its SHA-256 is printed, and written beside it.

With --verify: exit code 1 when something in the archive is altered, added or missing. Nothing is unpacked to the disk.`
  static override examples = [
    '<%= config.bin %> <%= command.id %>   which reports there are, and where',
    '<%= config.bin %> <%= command.id %> --evidence --today 2026-01-31',
    '<%= config.bin %> <%= command.id %> --evidence --check check.json --output audit/2026.zip   with the check of a pipeline',
    '<%= config.bin %> <%= command.id %> --verify audit/2026.zip',
  ]
  static override flags = {
    ...workspaceFlags,
    evidence: Flags.boolean({ description: 'write the evidence pack', exclusive: ['verify'] }),
    verify: Flags.string({ helpValue: 'FILE', description: 'verify an evidence pack' }),
    output: Flags.string({
      char: 'o',
      helpValue: 'FILE',
      description: 'of --evidence: the archive [default: drplan-evidence-<site>.zip in the output folder]',
      dependsOn: ['evidence'],
    }),
    today: Flags.string({
      helpValue: 'DATE',
      description: 'of --evidence: the day that ages and ends of waivers are counted to [default: today]',
      dependsOn: ['evidence'],
    }),
    check: Flags.string({
      helpValue: 'FILE',
      description: 'of --evidence: a report of drplan check --write json=FILE, in place of a check now',
      dependsOn: ['evidence'],
      exclusive: ['today'],
    }),
    simulation: Flags.string({
      helpValue: 'FILE',
      description: 'of --evidence: a simulation.json [default: that of the workspace, where it is of this plan]',
      dependsOn: ['evidence'],
    }),
  }

  async run(): Promise<Outcome> {
    const { flags } = await this.parse(Report)
    if (flags.verify !== undefined) return this.verify(flags.verify)
    // Places of findings are then those of any machine.
    const options = this.stepOptions({ ...flags, config: resolve(flags.config) })
    if (!flags.evidence) return this.list(options.folders.out)
    const context = await openContext({ ...options, loadSource, loadTarget })
    const evidence = await makeEvidence(context, {
      output: pathOf(flags.output),
      check: pathOf(flags.check),
      simulation: pathOf(flags.simulation),
      today: dayOf(flags.today ?? context.now.slice(0, 10)),
    })
    this.print(evidenceScreen({ ...evidence, file: this.shown(evidence.file) }, this.width))
    return { schema: 'drplan/evidence-made@1', ...evidence }
  }

  private async list(out: string): Promise<Outcome> {
    const reports = await listReports(out)
    const rows = reports.map(({ path, what, written }) => [
      this.shown(join(out, path)),
      written ? what : 'not there: drplan plan writes it',
    ])
    this.print(['', ...table([{ head: 'report' }, { head: 'what it says', cut: true }], rows, this.width)])
    this.print(['', 'drplan report --evidence   packs all of it for auditors'])
    return { schema: 'drplan/reports@1', reports }
  }

  private async verify(file: string): Promise<Outcome> {
    const verdict = await verifyEvidence(resolve(file))
    this.print(verdictScreen(verdict, this.shown(verdict.file), this.width))
    if (verdict.problems.length > 0) process.exitCode = 1
    return { schema: 'drplan/evidence-verdict@1', ...verdict }
  }
}

const pathOf = (flag: string | undefined): string | null => (flag === undefined ? null : resolve(flag))

/** Throws InputError `cli.usage`. */
function dayOf(text: string): string {
  if (z.iso.date().safeParse(text).success) return text
  throw new InputError('cli.usage', `--today ${text} is not a day.`, { suggestions: ['Write it as 2026-01-31.'] })
}
