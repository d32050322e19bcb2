/** What the commands of a run share. They need the output folder only: neither drplan.yaml nor the workspace. */
import * as Flags from '@oclif/core/flags'
import { userInfo } from 'node:os'
import { InputError } from '../errors.ts'
import type { RunView } from '../model/run-view.ts'
import { BaseCommand, workspaceFlags, type LogLevel } from './base-command.ts'
import { nextScreen } from './screens/run.ts'

/** `--as`, and where that is a role `--by` only. */
const person = { description: "who does it [default: the account's name]", helpGroup: 'GLOBAL' } as const

const placeFlags = {
  config: workspaceFlags.config,
  out: Flags.string({
    description: 'where plan.json and the runbooks are [default: out beside the configuration]',
    helpGroup: 'GLOBAL',
  }),
}

const runFlag = {
  run: Flags.string({ description: 'which run [default: the only one that is open]', helpGroup: 'GLOBAL' }),
}

export const startFlags = { ...placeFlags, by: Flags.string({ ...person, aliases: ['as'] }) }
export const runFlags = { ...startFlags, ...runFlag }
export const approvalFlags = { ...placeFlags, ...runFlag, by: Flags.string(person) }

export const setFlag = {
  set: Flags.string({
    multiple: true,
    helpValue: 'name=value',
    description: 'a value that the runbook asks for; it is kept, so never a secret',
  }),
}

interface RunFlags {
  readonly config: string
  readonly out?: string | undefined
  readonly run?: string | undefined
  readonly by?: string | undefined
  readonly 'log-level': LogLevel
}

export interface CommandActor {
  readonly by: string
  readonly user: string
  readonly runner: string | null
  readonly nowMs: number
}

export abstract class RunbookCommand extends BaseCommand {
  protected placeOf(flags: RunFlags): { readonly out: string; readonly run: string | null } {
    return { out: this.stepOptions(flags).folders.out, run: flags.run ?? null }
  }

  /** `runner`: names this process where it runs a program; null = a person works by hand. */
  protected actorOf({ by }: RunFlags, runner: string | null = null): () => CommandActor {
    const user = accountName()
    return () => ({ by: by ?? user, user, runner, nowMs: Date.now() })
  }

  /** What happened, and what may be done now. */
  protected tellNext(happened: string, view: RunView, level: LogLevel): RunView {
    this.tellTorn(view.torn, level)
    this.print([`  ${happened}`, '', ...nextScreen(view, this.width)])
    return view
  }

  /** A line that a crash left half is gone for good: whoever looks is told. */
  protected tellTorn(torn: number, level: LogLevel): void {
    if (torn > 0)
      this.progress(
        `  The last line of the journal was written half (${torn} characters): what it was about did not count, and is done again.`,
        'warn',
        level,
      )
  }
}

/** Throws InputError `cli.usage`. */
export function parseSets(sets: readonly string[] = []): Readonly<Record<string, string>> {
  return Object.fromEntries(
    sets.map((text) => {
      const at = text.indexOf('=')
      if (at > 0) return [text.slice(0, at), text.slice(at + 1)]
      throw new InputError('cli.usage', `--set ${text} is not name=value.`)
    }),
  )
}

function accountName(): string {
  try {
    return userInfo().username
  } catch {
    // An account without an entry in the system's list, as in some containers.
    return process.env['USER'] ?? 'unknown'
  }
}

/** Throws InputError `cli.usage`. */
export async function parseMinutes(text: string): Promise<number> {
  const minutes = Number(text)
  if (text.trim() !== '' && Number.isFinite(minutes) && minutes >= 0) return minutes
  throw new InputError('cli.usage', `--minutes ${text} is no number of minutes.`, {
    suggestions: ['Write it as 12.5.'],
  })
}
