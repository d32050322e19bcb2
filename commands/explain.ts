import * as Args from '@oclif/core/args'
import { BaseCommand, workspaceFlags } from '../src/cli/base-command.ts'
import { findVmOrApplication } from '../src/cli/find-vm.ts'
import { explainScreen } from '../src/cli/screens/explain-vm.ts'
import { hasUnicode, inAscii } from '../src/cli/terminal.ts'
import type { Explanation } from '../src/model/vm-explanation.ts'
import { explain } from '../src/pipeline/explain.ts'
import { openContext } from '../src/pipeline/open.ts'
import { loadSource } from '../src/sources/index.ts'
import { loadTarget } from '../src/targets/index.ts'

type ExplainReport = Explanation & { readonly schema: 'drplan/explain@1' }

export default class Explain extends BaseCommand {
  static override summary =
    'Explain one VM: its promise, demand, component, cost, addresses, order, and what would change them; or an application.'
  static override description =
    'Runs what is stale, then shows why the VM comes back as it does: where tier and demand come from, what keeps other components out, why no cheaper strategy keeps the promise, every line of the cost, and which changes would make it cheaper. Each of these changes is tried by choosing again. Of an application it shows where its two cells are, the states that they can be in, and its workflow there and home again, with what each transition waits for. The plan is not written.'
  static override examples = [
    '<%= config.bin %> <%= command.id %> db-01',
    '<%= config.bin %> <%= command.id %> i-0abc12345678   by the id that the source gives',
    '<%= config.bin %> <%= command.id %> storefront   an application: its cells, their states, what moves them',
    '<%= config.bin %> <%= command.id %> db-01 --json   everything, with unrounded figures',
  ]
  static override args = {
    vm: Args.string({ description: 'the VM, by id or name; or an application', required: true }),
  }
  static override flags = { ...workspaceFlags }

  async run(): Promise<ExplainReport> {
    const { args, flags } = await this.parse(Explain)
    const explanation = await explain(
      await openContext({ ...this.stepOptions(flags), loadSource, loadTarget }),
      (vms, applications) => findVmOrApplication(args.vm, vms, applications),
    )
    const lines = ['', ...explainScreen(explanation, this.width)]
    this.print(hasUnicode(process.env, process.platform) ? lines : lines.map(inAscii))
    return { schema: 'drplan/explain@1', ...explanation }
  }
}
