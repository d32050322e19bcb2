import * as Flags from '@oclif/core/flags'
import { BaseCommand, workspaceFlags } from '../../src/cli/base-command.ts'
import { replicationFlags, showAllFlag } from '../../src/cli/replication-flags.ts'
import { isInTime, seedScreen } from '../../src/cli/screens/replication-seed.ts'
import { hasUnicode, inAscii } from '../../src/cli/terminal.ts'
import { parseTime } from '../../src/cli/time-flag.ts'
import type { Finding } from '../../src/model/finding.ts'
import type { SeedingAnswer } from '../../src/model/seeding.ts'
import { openContext } from '../../src/pipeline/open.ts'
import { seedReplication } from '../../src/pipeline/replication.ts'
import { loadSource } from '../../src/sources/index.ts'
import { loadTarget } from '../../src/targets/index.ts'

type Report = SeedingAnswer & { readonly schema: string; readonly findings: readonly Finding[] }

export default class ReplicationSeed extends BaseCommand {
  static override summary = 'When are the first copies there, and which link has them there by a date?'
  static override description = `Copies of all VMs side by side over the link, by tier and the largest first, while what changes is sent too: when each begins and is there, in which stream and batch. Writes nothing.

Settings are under replication in drplan.yaml: linkMiBps, schedule, and seeding (linkShare, parallel, vmMiBps).

Exit code 1, with --finish-by: not everything is certain to be there by then.`
  static override examples = [
    '<%= config.bin %> <%= command.id %> --start 2026-01-31',
    '<%= config.bin %> <%= command.id %> --start 2026-01-31T20:00:00Z --finish-by 2026-02-15   which link is needed?',
    '<%= config.bin %> <%= command.id %> --start 2026-01-31 --link 125 --all --json',
  ]
  static override flags = {
    ...workspaceFlags,
    ...replicationFlags,
    ...showAllFlag,
    start: Flags.string({
      description: 'when the first byte is sent: a day, from midnight UTC, or a time with its zone',
      required: true,
    }),
    'finish-by': Flags.string({ description: 'when everything has to be there; exit with 1 when it is not' }),
  }

  async run(): Promise<Report> {
    const { flags } = await this.parse(ReplicationSeed)
    const by = flags['finish-by']
    const start = parseTime(flags.start, 'start')
    const finishBy = by === undefined ? null : parseTime(by, 'finish-by')
    const context = await openContext({ ...this.stepOptions(flags), loadSource, loadTarget })
    const { answer, names, findings } = await seedReplication(context, {
      linkMiBps: flags.link,
      all: flags.all,
      start,
      finishBy,
    })
    const lines = ['', ...seedScreen({ answer, names, findings, width: this.width, all: flags['show-all'] })]
    this.print(hasUnicode(process.env, process.platform) ? lines : lines.map(inAscii))
    if (!isInTime(answer)) process.exitCode = 1
    return { schema: 'drplan/replication-seeding@1', ...answer, findings }
  }
}
