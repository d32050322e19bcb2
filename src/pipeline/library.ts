/** What the functions of the library share: a context without a terminal, and plans that are values. */
import { dirname, join, resolve } from 'node:path'
import { z } from 'zod'
import { BugError, DrplanError, InputError } from '../errors.ts'
import { severities } from '../model/finding-codes.ts'
import { simulationSettingsSchema, type SimulationSettings } from '../model/simulation-settings.ts'
import type { SourceId } from '../model/source-id.ts'
import type { Source } from '../model/source.ts'
import type { TargetId } from '../model/target-id.ts'
import type { Target } from '../model/target.ts'
import { canonicalJson, parseArtifact, type Stored } from '../workspace/artifacts.ts'
import { configFrom, loadConfig } from '../workspace/config.ts'
import { hashText, readTextIfThere } from '../workspace/files.ts'
import { packageName } from '../workspace/package.ts'
import type { StepContext, StepReport } from './context.ts'
import { loadPlan } from './diff.ts'
import { contextOf } from './open.ts'

export interface LibraryOptions {
  /** drplan.yaml; or what would be in it, and the folder that its paths start from. */
  readonly config: string | { readonly settings: unknown; readonly folder: string }
  readonly workspace: string | undefined
  readonly out: string | undefined
  /** ISO 8601, UTC. */
  readonly now: string
  readonly threads: number
  readonly onStep: (step: StepReport) => void
  readonly loadSource: (id: SourceId) => Promise<Source>
  readonly loadTarget: (id: TargetId) => Promise<Target>
}

/** What the types of the library allow and its functions do not. */
const optionsSchema = z.object({
  now: z.iso.datetime(),
  today: z.iso.date(),
  threads: z.int().min(0).max(64),
  failOn: z.enum(severities),
})

/** Throws InputError `library.option-invalid`. */
export function checkOptions(options: Partial<Record<keyof typeof optionsSchema.shape, unknown>>): void {
  refuse(optionsSchema.partial().safeParse(options).error)
}

/** Throws InputError `library.option-invalid`. */
export function simulationOf(options: unknown): SimulationSettings {
  const result = simulationSettingsSchema.safeParse(options)
  refuse(result.error)
  return result.data ?? simulationSettingsSchema.parse({})
}

function refuse(error: z.ZodError | undefined): void {
  const [issue] = error?.issues ?? []
  if (issue) throw new InputError('library.option-invalid', `${issue.path.join('.')}: ${issue.message}.`)
}

/** Whatever `work` throws is a DrplanError. */
export async function guarded<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof DrplanError) throw error
    const message = error instanceof Error ? error.message : String(error)
    throw new BugError('bug.unknown', message, { cause: error })
  }
}

/** Throws InputError `config.*`, `artifact.*`, `catalogue.*` or `library.option-invalid`. */
export async function openLibrary(options: LibraryOptions): Promise<StepContext> {
  const { config, now, threads } = options
  checkOptions({ now, threads })
  const loaded =
    typeof config === 'string' ? await loadConfig(resolve(config)) : configFrom(config.settings, config.folder)
  const beside = typeof config === 'string' ? dirname(resolve(config)) : loaded.folder
  return contextOf(loaded, {
    configFile: loaded.file,
    folders: {
      workspace: resolve(options.workspace ?? join(beside, '.drplan')),
      out: resolve(options.out ?? join(beside, 'out')),
    },
    madeBy: await packageName(),
    threads: options.threads,
    now: options.now,
    loadSource: options.loadSource,
    loadTarget: options.loadTarget,
    report: options.onStep,
  })
}

/** A path, or the content of a plan.json. Throws InputError `plan.missing` or `artifact.*`. */
export async function planFrom(plan: unknown, name: string): Promise<Stored<'plan'>> {
  if (typeof plan === 'string') return loadPlan(resolve(plan))
  return { ...parseArtifact(plan, 'plan', name), hash: hashText(canonicalJson(plan)) }
}

/** plan.json as it was written. Throws InputError `plan.missing`. */
export async function writtenPlan(out: string): Promise<unknown> {
  const file = join(out, 'plan.json')
  const text = await readTextIfThere(file)
  if (text === null) throw new InputError('plan.missing', `There is no plan at ${file}.`, { place: { file } })
  return JSON.parse(text)
}
