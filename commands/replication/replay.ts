import * as Flags from '@oclif/core/flags'
import { BaseCommand, workspaceFlags } from '../../src/cli/base-command.ts'
import { replicationFlags, showAllFlag } from '../../src/cli/replication-flags.ts'
import { replayScreen } from '../../src/cli/screens/replication-replay.ts'
import { canDraw, hasUnicode, inAscii } from '../../src/cli/terminal.ts'
import { schemaId, type InputHashes } from '../../src/model/artifact.ts'
import type { ReplicationReport } from '../../src/model/replication.ts'
import { openContext } from '../../src/pipeline/open.ts'
import { replayReplication } from '../../src/pipeline/replication.ts'
import { loadSource } from '../../src/sources/index.ts'
import { loadTarget } from '../../src/targets/index.ts'

type Report = ReplicationReport & { readonly schema: string; readonly madeBy: string; readonly inputs: InputHashes }

export default class ReplicationReplay extends BaseCommand {
  static override summary = 'Replay what VMs wrote over the link: how much would a failure have lost?'
  static override description = `Sends the measured writes once more over the shared link, strong tiers first, and shows for each tier what a failure would have lost (P50, P95, P99 of the hours, worst), how long the RPO was violated, the backlog, and the link that keeps the RPO 100, 99 and 90 % of the time. VMs that nobody measures are named, and are in no figure. The result is replication.json in the workspace.

Settings are under replication in drplan.yaml: the link, hours in which it is taken, compression. Without a link, only the link that would do is shown.

Exit code 1, with --fail-on-violation: the RPO of a tier was violated, or the link is unknown.`
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --link 125   what if the link had about 1 Gbit/s?',
    '<%= config.bin %> <%= command.id %> --all --show-all   every planned VM, each with its row',
    '<%= config.bin %> <%= command.id %> --fail-on-violation --json   in a pipeline',
  ]
  static override flags = {
    ...workspaceFlags,
    ...replicationFlags,
    ...showAllFlag,
    'fail-on-violation': Flags.boolean({ description: 'exit with 1 when an RPO was violated, or nobody can tell' }),
  }

  async run(): Promise<Report> {
    const { flags } = await this.parse(ReplicationReplay)
    const context = await openContext({ ...this.stepOptions(flags), loadSource, loadTarget })
    const progress = this.progressOf({ step: 'replay', units: 'links' }, flags['log-level'])
    const onSearched = (done: number, total: number): void => progress.show(done, total)
    const wish = { linkMiBps: flags.link, all: flags.all, onSearched }
    const { stored } = await replayReplication(context, wish).finally(() => progress.end())
    const report = stored.content
    const marks = hasUnicode(process.env, process.platform)
    const plots = canDraw(process.env, process.stdout, process.platform)
    const lines = ['', ...replayScreen({ report, width: this.width, all: flags['show-all'], marks, plots })]
    this.print(marks ? lines : lines.map(inAscii))
    if (flags['fail-on-violation'] && isViolated(report)) process.exitCode = 1
    return { schema: schemaId('replication'), madeBy: stored.madeBy, inputs: stored.inputs, ...report }
  }
}

const isViolated = ({ lag }: ReplicationReport): boolean =>
  lag === null || lag.tiers.some(({ withinShare, violations }) => withinShare !== null && violations.length > 0)
