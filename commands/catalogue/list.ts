import * as Flags from '@oclif/core/flags'
import { workspaceFlags } from '../../src/cli/base-command.ts'
import { CatalogueCommand } from '../../src/cli/catalogue-command.ts'
import { filterFlags, filterOf, targetFlag } from '../../src/cli/catalogue-flags.ts'
import { componentTable, diskTable, regionTable, serviceTable } from '../../src/cli/screens/catalogue-list.ts'
import { catalogueHead, catalogueNotes, type CatalogueView } from '../../src/cli/screens/catalogue-parts.ts'
import { findingBlocks } from '../../src/cli/screens/findings.ts'
import { paragraph } from '../../src/cli/text.ts'
import type { Catalogue } from '../../src/model/dr-component.ts'
import type { Finding } from '../../src/model/finding.ts'
import { trim } from '../../src/model/quantity.ts'
import { listComponents, openCatalogue, requireRegion, type OpenCatalogue } from '../../src/pipeline/catalogue.ts'
import { loadTarget } from '../../src/targets/index.ts'

const FIRST_ROWS = 40

type Listed = OpenCatalogue['catalogue']['components'][number]

interface CatalogueReport {
  readonly schema: 'drplan/catalogue-list@1'
  readonly target: string
  /** Null = each component in its cheapest region. */
  readonly region: string | null
  readonly asOf: string
  readonly currency: string
  readonly regions: readonly string[]
  readonly refreshed: OpenCatalogue['refreshed']
  readonly sources: Catalogue['sources']
  readonly components: readonly Listed[]
  readonly diskClasses: Catalogue['diskClasses']
  readonly services: Catalogue['services']
  readonly ownPrices: OpenCatalogue['changes']
  readonly findings: readonly Finding[]
}

export default class CatalogueList extends CatalogueCommand {
  static override summary = 'List the components of a recovery platform, cheapest first.'
  static override description =
    'Prices are those that map and plan use: as drplan ships them, refreshed (drplan catalogue refresh), with own prices and discounts (target.prices of drplan.yaml). A drplan.yaml is not needed; with one, its platform and region are meant. Without a region, every component is shown in its cheapest one.'
  static override examples = [
    '<%= config.bin %> <%= command.id %> --region eu-west-1 --vcpus 4 --memory 16',
    '<%= config.bin %> <%= command.id %> --vcpus 4..8 --memory 16.. --architecture arm64 --current --max-price 0.5',
    "<%= config.bin %> <%= command.id %> --gpus 1.. --gpu-memory 24.. --family 'g*' --sort memory",
    '<%= config.bin %> <%= command.id %> --disks --region eu-west-1',
    '<%= config.bin %> <%= command.id %> --regions   which regions there are, and how old their prices are',
  ]
  static override flags = {
    ...workspaceFlags,
    ...targetFlag,
    region: Flags.string({ description: 'whose prices [default: that of drplan.yaml]' }),
    ...filterFlags,
    limit: Flags.integer({
      description: `at most so many rows [default: ${FIRST_ROWS} on the screen, all in JSON]`,
      min: 1,
    }),
    all: Flags.boolean({ description: 'every row', exclusive: ['limit'] }),
    disks: Flags.boolean({ description: 'list classes of disks instead', exclusive: ['services', 'regions'] }),
    services: Flags.boolean({
      description: 'list what strategies pay for besides machines and disks',
      exclusive: ['disks', 'regions'],
    }),
    regions: Flags.boolean({ description: 'list the regions instead', exclusive: ['disks', 'services'] }),
  }

  async run(): Promise<CatalogueReport> {
    const { flags, metadata } = await this.parse(CatalogueList)
    const open = await openCatalogue({ ...this.catalogueOptions(flags, metadata), loadTarget })
    const region = flags.region ?? open.region
    if (region !== null) requireRegion(region, open)
    const rows = listComponents(open, region, filterOf(flags))
    const view: CatalogueView = { ...open, name: open.target.name, width: this.width }
    const what = flags.regions
      ? 'prices by region'
      : region === null
        ? 'prices of the cheapest region'
        : `prices of ${region}`
    this.print([
      ...catalogueHead(view, what),
      '',
      ...this.tableOf(flags, view, { region, rows }),
      '',
      ...catalogueNotes(view),
      ...(open.findings.length > 0 ? ['', ...findingBlocks(open.findings, this.width)] : []),
    ])
    const { asOf, currency, regions, sources, diskClasses, services } = open.catalogue
    return {
      schema: 'drplan/catalogue-list@1',
      target: open.target.id,
      region,
      asOf,
      currency,
      regions,
      refreshed: open.refreshed,
      sources,
      components: rows.slice(0, flags.limit).map(({ component }) => component),
      diskClasses,
      services,
      ownPrices: open.changes,
      findings: open.findings,
    }
  }

  private tableOf(
    flags: { readonly [Name in 'disks' | 'services' | 'regions' | 'all']: boolean } & {
      readonly limit?: number | undefined
    },
    view: CatalogueView,
    { region, rows }: { readonly region: string | null; readonly rows: ReturnType<typeof listComponents> },
  ): readonly string[] {
    if (flags.disks) return diskTable(view, region)
    if (flags.services) return serviceTable(view, region)
    if (flags.regions) return regionTable(view)
    if (rows.length === 0) return ['  No component is like that; ask for less, or for another region.']
    const shown = flags.all ? rows : rows.slice(0, flags.limit ?? FIRST_ROWS)
    const hidden = rows.length - shown.length
    const more = `… ${trim(hidden, 0)} more: --all, --limit, or narrow with --vcpus, --memory, --family, --gpus`
    return [...componentTable(shown, view, region), ...(hidden > 0 ? paragraph(more, this.width) : [])]
  }
}
