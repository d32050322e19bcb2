import { z } from 'zod'
import { BaseCommand, workspaceFlags } from '../src/cli/base-command.ts'
import { findingBlocks } from '../src/cli/screens/findings.ts'
import { translationScreen } from '../src/cli/screens/translation.ts'
import { artifacts, schemaId } from '../src/model/artifact.ts'
import { openContext } from '../src/pipeline/open.ts'
import { untilTranslate } from '../src/pipeline/steps.ts'
import { loadSource } from '../src/sources/index.ts'
import { loadTarget } from '../src/targets/index.ts'

export default class Translate extends BaseCommand {
  static override summary = 'Translate the network: blocks, subnets, addresses, routes, security rules, DNS.'
  static override description =
    'Blocks named under network.blocks go where drplan.yaml says, the others to a free block of the same size; host parts are kept. Everything that names an address follows.'
  static override examples = ['<%= config.bin %> <%= command.id %>', '<%= config.bin %> <%= command.id %> --json']
  static override flags = { ...workspaceFlags }

  async run(): Promise<unknown> {
    const { flags } = await this.parse(Translate)
    const { translation } = await untilTranslate(
      await openContext({ ...this.stepOptions(flags), loadSource, loadTarget }),
    )
    const { content } = translation.stored
    this.print([
      '',
      ...translationScreen(content.translation, this.width),
      '',
      ...findingBlocks(content.findings, this.width),
    ])
    const encoded = z.encode(
      artifacts.translation.schema,
      structuredClone(content) as z.output<typeof artifacts.translation.schema>,
    )
    return { schema: schemaId('translation'), ...encoded }
  }
}
