import * as Flags from '@oclif/core/flags'
import { basename, dirname, extname, resolve } from 'node:path'
import { BaseCommand } from '../src/cli/base-command.ts'
import { facts, harmless, paragraph, style } from '../src/cli/text.ts'
import { InputError } from '../src/errors.ts'
import { ciSystems, type CiSystem } from '../src/model/ci-system.ts'
import { nearest } from '../src/model/nearest.ts'
import { sourceIds } from '../src/model/source-id.ts'
import { targetIds } from '../src/model/target-id.ts'
import { init } from '../src/pipeline/init.ts'

interface InitReport {
  readonly schema: 'drplan/init@1'
  /** drplan.yaml. */
  readonly file: string
  /** What was written; not a drplan.yaml that was there. */
  readonly written: readonly string[]
}

const kindByExtension: Readonly<Record<string, string>> = {
  '.xlsx': 'rvtools',
  '.json': 'inventory',
  '.csv': 'inventory',
}

export default class Init extends BaseCommand {
  static override summary = 'Write a commented drplan.yaml to start from, and what runs drplan in a pipeline.'
  static override description =
    'With --ci, the files of a pipeline are written where the system looks for them, from the root of the repository: plan, comparison and comment for pull requests, a check every night. A drplan.yaml that is there is taken as it is. Files of a pipeline are never replaced.'
  static override examples = [
    '<%= config.bin %> <%= command.id %> --source inventory.xlsx --target aws:eu-central-1',
    '<%= config.bin %> <%= command.id %> --source aws-describe:dumps --source metrics-csv:metrics --target aws:eu-west-1',
    '<%= config.bin %> <%= command.id %> --ci github   for the drplan.yaml that is here',
    '<%= config.bin %> <%= command.id %> --ci gitlab --config sites/north/drplan.yaml',
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
    ci: Flags.option({ options: ciSystems, description: 'write the files of a pipeline, too' })(),
    force: Flags.boolean({ description: 'replace a drplan.yaml that is there' }),
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
    const written = await init({
      file: flags.config,
      answers: { site, sources: flags.source.map(parseSource), platform, region },
      overwrite: flags.force,
      ci: flags.ci ?? null,
      version: this.config.version,
    })
    this.print(['', ...facts(this.rowsOf(written, flags.ci), this.width), ...left(flags.ci, this.width)])
    return { schema: 'drplan/init@1', file: flags.config, written }
  }

  private rowsOf(written: readonly string[], system: CiSystem | undefined): readonly Row[] {
    const note = system
      ? 'and commit what it writes: the pipeline compares with it'
      : 'after a look at sources, assign and network'
    return [
      ...written.map((file): Row => ['Wrote', style.typed(harmless(this.shown(resolve(file))))]),
      ...(written.length === 0 ? [['Wrote', 'nothing: all of it is there'] as const] : []),
      ['Next', style.typed('drplan plan'), note],
    ]
  }
}

type Row = readonly [string, string, string?]

/** What else there is for a person to do. */
const left = (system: CiSystem | undefined, width: number): readonly string[] =>
  system === undefined ? [] : ['', ...paragraph(leftOf[system], width)]

const leftOf: Readonly<Record<CiSystem, string>> = {
  azure: 'Then make a pipeline from azure-pipelines/drplan.yml, and a build validation for pull requests.',
  github: 'Then set the variables that the workflow names, and pin its actions by commit.',
  gitlab: 'Then in .gitlab-ci.yml: include: [{ local: .gitlab/drplan.yml }]; then make a schedule.',
  jenkins: 'Then make a multibranch pipeline with the script path Jenkinsfile.drplan.',
  kubernetes: 'Then build the image, fill in the manifest, kubectl apply.',
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
