import * as Flags from '@oclif/core/flags'
import { BaseCommand, workspaceFlags } from '../../src/cli/base-command.ts'
import { lineScreen } from '../../src/cli/screens/replication-line.ts'
import { hasUnicode, inAscii } from '../../src/cli/terminal.ts'
import { parseTime } from '../../src/cli/time-flag.ts'
import type { Finding } from '../../src/model/finding.ts'
import type { RecoveryLineReport } from '../../src/model/recovery-line.ts'
import { openContext } from '../../src/pipeline/open.ts'
import { recoveryLine } from '../../src/pipeline/replication.ts'
import { loadSource } from '../../src/sources/index.ts'
import { loadTarget } from '../../src/targets/index.ts'

type Report = RecoveryLineReport & { readonly schema: string; readonly findings: readonly Finding[] }

export default class ReplicationLine extends BaseCommand {
  static override summary = 'Of these recovery points, which latest ones fit together, and what do they lose?'
  static override description = `Reads recovery points from a CSV, YAML or JSON file, and finds the latest point of every VM such that none remembers what a VM that it needs does not know. Shows for each consistency group the line, its skew and loss, or which dependency leaves none. Writes nothing.

A CSV file has the columns vm, time, consistency, id, group; YAML and JSON are drplan/recovery-points@1. Settings are under replication.line in drplan.yaml: who needs application-consistent points, whose points are of one moment, allowed skews.

Exit code 1: a VM has no point that fits.`
  static override examples = [
    '<%= config.bin %> <%= command.id %> --points points.csv',
    '<%= config.bin %> <%= command.id %> --points points.yaml --at 2026-01-31T02:00:00Z   nothing newer: it may be tampered with',
    '<%= config.bin %> <%= command.id %> --points points.csv --failed-at 2026-01-31T08:00:00Z --json',
  ]
  static override flags = {
    ...workspaceFlags,
    points: Flags.string({ description: 'the file of recovery points', required: true }),
    at: Flags.string({ description: 'no point after this time, as for ransomware that came in then' }),
    'failed-at': Flags.string({ description: 'what came after a point and until then is lost [default: now]' }),
  }

  async run(): Promise<Report> {
    const { flags } = await this.parse(ReplicationLine)
    const options = this.stepOptions(flags)
    const failed = flags['failed-at']
    const asked = {
      pointsFile: flags.points,
      failedAt: failed === undefined ? options.now : parseTime(failed, 'failed-at'),
      notAfter: flags.at === undefined ? null : parseTime(flags.at, 'at'),
    }
    const context = await openContext({ ...options, loadSource, loadTarget })
    const { report, findings } = await recoveryLine(context, asked)
    const lines = ['', ...lineScreen({ report, findings, width: this.width })]
    this.print(hasUnicode(process.env, process.platform) ? lines : lines.map(inAscii))
    if (!report.complete) process.exitCode = 1
    return { schema: 'drplan/recovery-line@1', ...report, findings }
  }
}
