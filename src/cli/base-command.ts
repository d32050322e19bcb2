/** What every command shares: flags, the one place that catches in order to report, exit codes. */
import { Command } from '@oclif/core/command'
import * as Flags from '@oclif/core/flags'
import { availableParallelism } from 'node:os'
import { dirname, join, relative, resolve } from 'node:path'
import { BugError, DrplanError, InputError } from '../errors.ts'
import { createProgressLine, type ProgressLine } from './progress-line.ts'
import { errorScreen } from './screens/error.ts'
import { errorStyle, harmless } from './text.ts'

const logLevels = ['debug', 'info', 'warn', 'error'] as const
export type LogLevel = (typeof logLevels)[number]

/** Beyond this the engine that reads the samples is waited for. */
const MOST_THREADS = 8

/** One core gains nothing from a second thread. */
const threadsOf = (cores: number): number => (cores < 2 ? 0 : Math.min(cores, MOST_THREADS))

/** Any time that says its zone. Throws InputError `cli.usage`. */
function parseUntil(text: string): string {
  const milliseconds = /(Z|[+-]\d\d:\d\d)$/.test(text) ? Date.parse(text) : Number.NaN
  if (Number.isFinite(milliseconds)) return new Date(milliseconds).toISOString()
  throw new InputError('cli.usage', `--until ${text} is not a time.`, {
    suggestions: ['Write it as 2026-01-31T08:00:00Z.'],
  })
}

export const workspaceFlags = {
  config: Flags.string({
    char: 'c',
    description: 'the configuration file',
    default: 'drplan.yaml',
    helpGroup: 'GLOBAL',
  }),
  workspace: Flags.string({
    description: 'where artefacts are kept [default: .drplan beside the configuration]',
    helpGroup: 'GLOBAL',
  }),
  out: Flags.string({
    description: 'where the plan, Terraform, runbooks and reports go [default: out beside the configuration]',
    helpGroup: 'GLOBAL',
  }),
  until: Flags.string({
    description: 'end of the history that live sources are asked for, as 2026-01-31T08:00:00Z [default: now]',
    helpGroup: 'GLOBAL',
    parse: async (text) => parseUntil(text),
  }),
}

export interface WorkspaceFlags {
  readonly config: string
  readonly workspace?: string | undefined
  readonly out?: string | undefined
  readonly until?: string | undefined
  readonly 'log-level': LogLevel
}

interface StepLine {
  readonly step: string
  readonly summary: string
  readonly reused: boolean
}

export interface StepOptions {
  readonly configFile: string
  readonly folders: { readonly workspace: string; readonly out: string }
  readonly madeBy: string
  readonly threads: number
  readonly now: string
  readonly report: (line: StepLine) => void
}

const stepLine = ({ step, summary, reused }: StepLine): string =>
  `  ${errorStyle.kept('✔')} ${step.padEnd(10)} ${harmless(summary).replaceAll('\u00a0', ' ')}${reused ? '   reused' : ''}`

export abstract class BaseCommand extends Command {
  static override enableJsonFlag = true
  static override baseFlags = {
    'log-level': Flags.option({
      options: logLevels,
      default: 'info' as const,
      description: 'how much is said on stderr',
      helpGroup: 'GLOBAL',
    })(),
  }

  /** How wide the screen is; a pipe gets 100. Never wider than is comfortable to read. */
  protected get width(): number {
    return Math.min(process.stdout.columns || 100, 100)
  }

  protected print(lines: readonly string[]): void {
    this.log(lines.join('\n'))
  }

  /** A line about progress: to stderr, so that stdout has the result only. */
  protected progress(line: string, level: LogLevel, wanted: LogLevel): void {
    if (logLevels.indexOf(level) >= logLevels.indexOf(wanted)) this.logToStderr(line)
  }

  /** A line that is redrawn while long work goes on, where a person watches. */
  protected progressOf(work: Parameters<typeof createProgressLine>[0], wanted: LogLevel): ProgressLine {
    const isWatched = process.stderr.isTTY && !this.jsonEnabled() && wanted !== 'warn' && wanted !== 'error'
    return createProgressLine(work, isWatched ? process.stderr : null)
  }

  /** What the pipeline is opened with, besides the registries. */
  protected stepOptions(flags: WorkspaceFlags): StepOptions {
    const beside = dirname(resolve(flags.config))
    return {
      configFile: flags.config,
      folders: {
        workspace: resolve(flags.workspace ?? join(beside, '.drplan')),
        out: resolve(flags.out ?? join(beside, 'out')),
      },
      madeBy: `drplan ${this.config.version}`,
      threads: threadsOf(availableParallelism()),
      now: flags.until ?? new Date().toISOString(),
      report: (line) => this.progress(stepLine(line), 'info', flags['log-level']),
    }
  }

  /** A path as a person in this folder would type it. */
  protected shown(path: string): string {
    const below = relative(process.cwd(), path)
    return below === '' ? '.' : below.startsWith('..') ? path : below
  }

  protected override async catch(thrown: Error & { exitCode?: number; oclif?: { exit?: number } }): Promise<never> {
    const error = asDrplanError(thrown)
    // oclif's own way to end with a code, and --help and --version, are not errors.
    if (!error) throw thrown
    process.exitCode = error.exitCode
    if (this.jsonEnabled())
      this.logJson({
        error: {
          code: error.code,
          message: error.message,
          exitCode: error.exitCode,
          suggestions: error.suggestions,
          place: error.place,
        },
      })
    else
      this.logToStderr(
        (await errorScreen(error, /(^| )--log-level[ =]debug( |$)/.test(this.argv.join(' ')))).join('\n'),
      )
    return this.exit(error.exitCode)
  }
}

function asDrplanError(thrown: Error & { oclif?: { exit?: number } }): DrplanError | null {
  if (thrown instanceof DrplanError) return thrown
  if (thrown.oclif?.exit === 2) return new InputError('cli.usage', thrown.message, { cause: thrown })
  if (thrown.oclif) return null
  return new BugError('bug.unknown', thrown.message || String(thrown), {
    cause: thrown,
    suggestions: [
      'This is a fault of drplan. Run again with --log-level debug and report what it prints, without names of your site.',
    ],
  })
}
