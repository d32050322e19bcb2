/** A command whose source throws what it is given: for the exit codes that no input provokes. */
import { BaseCommand, workspaceFlags } from '../../src/cli/base-command.ts'
import type { Source } from '../../src/model/source.ts'
import { openContext } from '../../src/pipeline/open.ts'
import { plan } from '../../src/pipeline/plan.ts'
import { loadTarget } from '../../src/targets/index.ts'

const thrower = (error: Error): Source => ({
  async listFiles() {
    throw error
  },
  async readSite() {
    throw error
  },
})

export function commandThatThrows(
  error: Error,
): typeof BaseCommand & { run(argv: string[], root: string): Promise<unknown> } {
  class BrokenSource extends BaseCommand {
    static override flags = { ...workspaceFlags }

    async run(): Promise<void> {
      const { flags } = await this.parse(BrokenSource)
      const loadSource = async (): Promise<Source> => thrower(error)
      await plan(await openContext({ ...this.stepOptions(flags), loadSource, loadTarget }))
    }
  }
  return BrokenSource
}
