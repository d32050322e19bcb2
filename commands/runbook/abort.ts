import * as Flags from '@oclif/core/flags'
import { runFlags, RunbookCommand } from '../../src/cli/runbook-command.ts'
import { undoScreen } from '../../src/cli/screens/run.ts'
import type { RunView, UndoView } from '../../src/model/run-view.ts'
import { askRun } from '../../src/pipeline/runbook/ask-run.ts'
import { viewRun, viewUndo } from '../../src/pipeline/runbook/view-run.ts'

export default class RunbookAbort extends RunbookCommand {
  static override summary = 'End a run early, and show what is to be undone, from the last to the first.'
  static override description =
    'Nothing more is begun in the run; who is at work may still say how it ended. Nothing is undone by itself.'
  static override examples = ['<%= config.bin %> <%= command.id %> --reason "the primary site is back"']
  static override flags = { ...runFlags, reason: Flags.string({ required: true, description: 'why' }) }

  async run(): Promise<RunView & { readonly undo: readonly UndoView[] }> {
    const { flags } = await this.parse(RunbookAbort)
    const actor = this.actorOf(flags)
    const ask = { reason: flags.reason }
    const run = await askRun({ place: this.placeOf(flags), actor, kind: 'abort', ask })
    const [view, undo] = [viewRun(run, actor().nowMs), viewUndo(run)]
    const held = view.steps.filter(({ heldBy }) => heldBy !== null)
    this.print([
      `  ${run.id} is aborted.`,
      ...held.map(({ id, heldBy }) => `  ${heldBy ?? ''} is still at work on ${id}.`),
      '',
      ...undoScreen(undo, this.width),
    ])
    return { ...view, undo }
  }
}
