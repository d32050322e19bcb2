import * as Flags from '@oclif/core/flags'
import { BaseCommand } from '../../src/cli/base-command.ts'
import { catalogueNotes, componentTable, priceIn } from '../../src/cli/screens/catalogue.ts'
import { InputError } from '../../src/errors.ts'
import type { DrComponent } from '../../src/model/dr-component.ts'
import { nearest } from '../../src/model/nearest.ts'
import { targetIds } from '../../src/model/target-id.ts'
import { loadTarget } from '../../src/targets/index.ts'

interface CatalogueReport {
  readonly schema: 'drplan/catalogue@1'
  readonly target: string
  readonly region: string
  readonly asOf: string
  readonly components: readonly DrComponent[]
}

export default class CatalogueList extends BaseCommand {
  static override summary = 'List the components of a recovery platform, cheapest first.'
  static override examples = [
    '<%= config.bin %> <%= command.id %> --region eu-west-1 --vcpus 4 --memory 16',
    '<%= config.bin %> <%= command.id %> --gpu',
    '<%= config.bin %> <%= command.id %> --regions',
  ]
  static override flags = {
    target: Flags.option({ options: targetIds, default: 'aws' as const, description: 'the platform' })(),
    region: Flags.string({ description: 'whose prices', default: 'eu-central-1' }),
    regions: Flags.boolean({ description: 'list the regions instead' }),
    vcpus: Flags.integer({ description: 'at least so many vCPU', min: 1 }),
    memory: Flags.integer({ description: 'at least so many GiB', min: 1 }),
    gpu: Flags.boolean({ description: 'with an accelerator' }),
    all: Flags.boolean({ description: 'previous generations too, and every row' }),
  }

  async run(): Promise<CatalogueReport> {
    const { flags } = await this.parse(CatalogueList)
    const catalogue = (await loadTarget(flags.target)).loadCatalogue()
    if (flags.regions) this.print(catalogue.regions.map((region) => `  ${region}`))
    if (!flags.regions && !catalogue.regions.includes(flags.region)) {
      const near = nearest(flags.region, catalogue.regions)
      throw new InputError(
        'config.region-unknown',
        `The catalogue of ${catalogue.asOf} has no region ${flags.region}.`,
        {
          suggestions: [...(near ? [`Did you mean ${near}?`] : []), 'drplan catalogue list --regions'],
        },
      )
    }
    const components = catalogue.components
      .filter((one) => (flags.all || one.current) && priceIn(one, flags.region) !== undefined)
      .filter(({ capacity }) => capacity.vcpus >= (flags.vcpus ?? 0) && capacity.memoryGiB >= (flags.memory ?? 0))
      .filter(({ capacity }) => !flags.gpu || capacity.accelerators.length > 0)
      .sort(
        (a, b) =>
          (priceIn(a, flags.region)?.perHour ?? 0) - (priceIn(b, flags.region)?.perHour ?? 0) || (a.id < b.id ? -1 : 1),
      )
    if (!flags.regions) this.print(this.screen(components, catalogue, flags))
    return {
      schema: 'drplan/catalogue@1',
      target: catalogue.target,
      region: flags.region,
      asOf: catalogue.asOf,
      components,
    }
  }

  private screen(
    components: readonly DrComponent[],
    catalogue: Parameters<typeof catalogueNotes>[0],
    flags: { readonly all: boolean; readonly region: string },
  ): readonly string[] {
    const shown = flags.all ? components : components.slice(0, 40)
    const hidden = components.length - shown.length
    return [
      ...componentTable(shown, flags.region, this.width),
      ...(hidden > 0 ? [`  … ${hidden} more: --all, or narrow with --vcpus, --memory, --gpu`] : []),
      '',
      ...catalogueNotes(catalogue, flags.region, this.width),
    ]
  }
}
