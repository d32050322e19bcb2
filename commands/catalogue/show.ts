import * as Args from '@oclif/core/args'
import { workspaceFlags } from '../../src/cli/base-command.ts'
import { CatalogueCommand } from '../../src/cli/catalogue-command.ts'
import { targetFlag } from '../../src/cli/catalogue-flags.ts'
import { componentScreen, diskClassScreen } from '../../src/cli/screens/catalogue-show.ts'
import type { Catalogue, DiskClass, DrComponent } from '../../src/model/dr-component.ts'
import type { PriceChange } from '../../src/model/price-list.ts'
import { findById, openCatalogue } from '../../src/pipeline/catalogue.ts'
import { loadTarget } from '../../src/targets/index.ts'

interface Origins {
  /** Prices that are not those of the catalogue, and why. */
  readonly ownPrices: readonly PriceChange[]
  readonly sources: Catalogue['sources']
}

type Shown = Origins &
  ((DrComponent & { readonly schema: 'drplan/component@1' }) | (DiskClass & { readonly schema: 'drplan/disk-class@1' }))

export default class CatalogueShow extends CatalogueCommand {
  static override summary =
    'Show one component or class of disks: what it can do, its price in every region, and where that is from.'
  static override examples = [
    '<%= config.bin %> <%= command.id %> m7i.xlarge',
    '<%= config.bin %> <%= command.id %> gp3   a class of disks',
    '<%= config.bin %> <%= command.id %> m7i.xlarge --json',
  ]
  static override args = {
    component: Args.string({ required: true, description: 'its name, such as m7i.xlarge or gp3' }),
  }
  static override flags = { ...workspaceFlags, ...targetFlag }

  async run(): Promise<Shown> {
    const { args, flags, metadata } = await this.parse(CatalogueShow)
    const open = await openCatalogue({ ...this.catalogueOptions(flags, metadata), loadTarget })
    const found = findById(args.component, open)
    const view = { ...open, width: this.width }
    const { id } = 'component' in found ? found.component : found.diskClass
    const origins = { ownPrices: open.changes.filter((one) => one.id === id), sources: open.catalogue.sources }
    if ('component' in found) {
      this.print(componentScreen(found.component, view))
      return { schema: 'drplan/component@1', ...found.component, ...origins }
    }
    this.print(diskClassScreen(found.diskClass, view))
    return { schema: 'drplan/disk-class@1', ...found.diskClass, ...origins }
  }
}
