import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import { BaseCommand } from '../../src/cli/base-command.ts'
import { componentScreen } from '../../src/cli/screens/catalogue.ts'
import { InputError } from '../../src/errors.ts'
import type { DrComponent } from '../../src/model/dr-component.ts'
import { nearest } from '../../src/model/nearest.ts'
import { targetIds } from '../../src/model/target-id.ts'
import { loadTarget } from '../../src/targets/index.ts'

export default class CatalogueShow extends BaseCommand {
  static override summary = 'Show one component: what it can do, and its price in every region.'
  static override examples = ['<%= config.bin %> <%= command.id %> m7i.xlarge']
  static override args = { component: Args.string({ required: true, description: 'its name, such as m7i.xlarge' }) }
  static override flags = {
    target: Flags.option({ options: targetIds, default: 'aws' as const, description: 'the platform' })(),
  }

  async run(): Promise<DrComponent & { readonly schema: 'drplan/component@1' }> {
    const { args, flags } = await this.parse(CatalogueShow)
    const { components, asOf } = (await loadTarget(flags.target)).loadCatalogue()
    const component = components.find(({ id }) => id === args.component)
    if (!component) {
      const near = nearest(
        args.component,
        components.map(({ id }) => id),
      )
      throw new InputError(
        'catalogue.component-unknown',
        `The catalogue of ${asOf} has no component ${args.component}.`,
        {
          suggestions: [near ? `Did you mean ${near}?` : 'drplan catalogue list   shows them all'],
        },
      )
    }
    this.print(componentScreen(component, this.width))
    return { schema: 'drplan/component@1', ...component }
  }
}
