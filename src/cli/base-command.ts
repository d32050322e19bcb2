/** What every command shares: flags, the one place that catches in order to report, exit codes. */
import { Command } from '@oclif/core/command'
import * as Flags from '@oclif/core/flags'
import { dirname, join, resolve } from 'node:path'
import { BugError, DrplanError, InputError } from '../errors.ts'
import { errorScreen } from './screens/error.ts'

export const logLevels = ['debug', 'info', 'warn', 'error'] as const
export type LogLevel = (typeof logLevels)[number]

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
}

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
    return Math.min(process.stdout.columns ?? 100, 120)
  }

  protected print(lines: readonly string[]): void {
    this.log(lines.join('\n'))
  }

  /** A line about progress: to stderr, so that stdout has the result only. */
  protected progress(line: string, level: LogLevel): void {
    if (level === 'debug' || level === 'info') this.logToStderr(line)
  }

  protected foldersOf(flags: {
    readonly config: string
    readonly workspace?: string | undefined
    readonly out?: string | undefined
  }): {
    workspace: string
    out: string
  } {
    const beside = dirname(resolve(flags.config))
    return {
      workspace: resolve(flags.workspace ?? join(beside, '.drplan')),
      out: resolve(flags.out ?? join(beside, 'out')),
    }
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
        (
          await errorScreen(
            error,
            process.argv.includes('--log-level=debug') || process.argv.join(' ').includes('--log-level debug'),
          )
        ).join('\n'),
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
