import { BaseCommand, workspaceFlags } from '../../src/cli/base-command.ts'
import { linkFlag, showAllFlag } from '../../src/cli/replication-flags.ts'
import { cadenceScreen } from '../../src/cli/screens/replication-cadence.ts'
import { hasUnicode, inAscii } from '../../src/cli/terminal.ts'
import type { CadenceReport } from '../../src/model/cadence.ts'
import { openContext } from '../../src/pipeline/open.ts'
import { cadenceOfPlan } from '../../src/pipeline/replication.ts'
import { loadSource } from '../../src/sources/index.ts'
import { loadTarget } from '../../src/targets/index.ts'

export default class ReplicationCadence extends BaseCommand {
  static override summary = 'How seldom may snapshots and logs be taken, so that RTO and RPO are kept?'
  static override description = `For each planned VM, were it brought back from snapshots and logs: the cheapest intervals that keep both promises (without prices, the longest), what they keep and send, and where none do, what would have to change. Writes nothing.

Settings are under replication in drplan.yaml: cadence (intervals, synthetic snapshots, kept days, prices) and logShipping (intervals, replay rate); rates of restores and fixed times are those under recovery.`
  static override examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --link 125 --show-all',
    '<%= config.bin %> <%= command.id %> --json',
  ]
  static override flags = { ...workspaceFlags, ...linkFlag, ...showAllFlag }

  async run(): Promise<CadenceReport & { readonly schema: string }> {
    const { flags } = await this.parse(ReplicationCadence)
    const context = await openContext({ ...this.stepOptions(flags), loadSource, loadTarget })
    const report = await cadenceOfPlan(context, { linkMiBps: flags.link })
    const lines = ['', ...cadenceScreen({ report, width: this.width, all: flags['show-all'] })]
    this.print(hasUnicode(process.env, process.platform) ? lines : lines.map(inAscii))
    return { schema: 'drplan/replication-cadence@1', ...report }
  }
}
