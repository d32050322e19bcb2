import * as Flags from '@oclif/core/flags'
import { basename, dirname, extname, resolve } from 'node:path'
import { BaseCommand } from '../src/cli/base-command.ts'
import { facts, harmless, style } from '../src/cli/text.ts'
import { InputError } from '../src/errors.ts'
import { nearest } from '../src/model/nearest.ts'
import { sourceIds } from '../src/model/source-id.ts'
import { targetIds } from '../src/model/target-id.ts'
import { init } from '../src/pipeline/init.ts'

interface InitReport {
  readonly schema: 'drplan/init@1'
  readonly file: string
}

const kindByExtension: Readonly<Record<string, string>> = {
  '.xlsx': 'rvtools',
  '.json': 'inventory',
  '.csv': 'inventory',
}

export default class Init extends BaseCommand {
  static override summary = 'Write a commented drplan.yaml to start from.'
  static override examples = [
    '<%= config.bin %> <%= command.id %> --source inventory.xlsx --target aws:eu-central-1',
    '<%= config.bin %> <%= command.id %> --source aws-describe:dumps --source metrics-csv:metrics --target aws:eu-west-1',
  ]
  static override flags = {
    config: Flags.string({ char: 'c', description: 'the file to write', default: 'drplan.yaml' }),
    site: Flags.string({ description: 'short name of the primary site [default: the name of the folder]' }),
    source: Flags.string({
      multiple: true,
      description: `kind:path, or a path whose kind is plain from its name; kinds: ${sourceIds.join(', ')}`,
      default: ['inventory.csv'],
    }),
    target: Flags.string({ description: 'platform:region of the recovery site', default: 'aws:eu-central-1' }),
    force: Flags.boolean({ description: 'replace a file that is there' }),
  }

  async run(): Promise<InitReport> {
    const { flags } = await this.parse(Init)
    const [platform = '', region = ''] = flags.target.split(':')
    if (!(targetIds as readonly string[]).includes(platform) || region === '') {
      throw new InputError('cli.usage', `--target ${flags.target} is not platform:region.`, {
        suggestions: [`Platforms: ${targetIds.join(', ')}; for example aws:eu-central-1.`],
      })
    }
    const site = flags.site ?? siteName(basename(dirname(resolve(flags.config))))
    await init(flags.config, { site, sources: flags.source.map(parseSource), platform, region }, flags.force)
    this.print([
      '',
      ...facts(
        [
          ['Wrote', style.typed(harmless(flags.config))],
          ['Next', style.typed('drplan plan'), 'after a look at sources, assign and network'],
        ],
        this.width,
      ),
    ])
    return { schema: 'drplan/init@1', file: flags.config }
  }
}

const siteName = (folder: string): string =>
  folder
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 63) || 'primary'

function parseSource(text: string): { kind: string; path: string } {
  const [, kind, path] = /^([a-z-]+):(.+)$/.exec(text) ?? []
  if (kind !== undefined && path !== undefined) {
    if ((sourceIds as readonly string[]).includes(kind)) return { kind, path }
    const near = nearest(kind, sourceIds)
    throw new InputError('cli.usage', `There is no kind of source named ${kind}.`, {
      suggestions: [near ? `Did you mean ${near}?` : `Kinds: ${sourceIds.join(', ')}.`],
    })
  }
  const guessed = kindByExtension[extname(text).toLowerCase()]
  if (guessed) return { kind: guessed, path: text }
  throw new InputError('cli.usage', `What kind of source is ${text}?`, {
    suggestions: [`Write kind:${text}; kinds: ${sourceIds.join(', ')}.`],
  })
}
