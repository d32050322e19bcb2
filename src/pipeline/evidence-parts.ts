/** What an evidence pack is made of, as it lies beside the plan and in the workspace. */
import { resolve } from 'node:path'
import { evidenceRun } from '../core/run/evidence-run.ts'
import { measuredTimes } from '../core/run/times.ts'
import { InputError } from '../errors.ts'
import type { InputHashes } from '../model/artifact.ts'
import { checkSettingsSchema } from '../model/check-settings.ts'
import type { EvidenceFile } from '../model/evidence.ts'
import type { EvidenceRun } from '../model/evidence-run.ts'
import { measuredTimesSchemaId } from '../model/measured-times.ts'
import type { Plan } from '../model/plan.ts'
import { runIdSchema } from '../model/run.ts'
import { artifactFile, canonicalJson, loadArtifact } from '../workspace/artifacts.ts'
import { loadDrillTimes } from '../workspace/drill-times.ts'
import { readTextIfThere } from '../workspace/files.ts'
import { compareOutputs, readOutputs, type OutputState } from '../workspace/outputs.ts'
import { readRunTexts } from '../workspace/runs.ts'
import type { StepContext } from './context.ts'
import { hashValue } from './refresh.ts'
import { loadRuns, type OpenedRun } from './runbook/open-run.ts'

export interface Planned {
  readonly plan: Plan
  readonly text: string
  readonly sha256: string
  readonly madeBy: string
  readonly inputs: InputHashes
  /** As it stands in plan.json. */
  readonly equivalence: unknown
  readonly outputs: OutputState
}

/** Throws InputError `plan.missing` or `artifact.*`. */
export async function plannedOf({ folders }: StepContext): Promise<Planned> {
  const file = artifactFile('plan', folders)
  const stored = await loadArtifact(file, 'plan')
  const text = await readTextIfThere(file)
  if (!stored || text === null)
    throw new InputError('plan.missing', `There is no plan at ${file}.`, {
      suggestions: ['drplan plan   makes one.'],
    })
  const { equivalence } = JSON.parse(text) as { readonly equivalence: unknown }
  return {
    plan: stored.content,
    text,
    sha256: stored.hash,
    madeBy: stored.madeBy,
    inputs: stored.inputs,
    equivalence,
    outputs: (await compareOutputs(folders.out, stored.hash)) ?? { missing: [], changed: [] },
  }
}

/** Terraform, runbooks, address maps and reports, as they were written with the plan. */
export const writtenFiles = async (out: string): Promise<readonly EvidenceFile[]> =>
  (await readOutputs(out)).map((file) => ({ ...file, what: `written with the plan: ${file.path.split('/')[0] ?? ''}` }))

export interface Drills {
  readonly runs: readonly EvidenceRun[]
  readonly files: readonly EvidenceFile[]
  readonly leftOut: readonly string[]
}

/** Throws InputError `run.damaged`, `simulation.times-missing` or `simulation.times-invalid`. */
export async function drillsOf({ folders, config, configFolder }: StepContext, planned: Planned): Promise<Drills> {
  const opened = await loadRuns(folders.out)
  const of = { promises: planned.plan.promises, planSha256: planned.sha256 }
  const files: EvidenceFile[] = []
  for (const run of opened) files.push(...(await runFiles(folders.out, run)))
  const { drills } = checkSettingsSchema.parse(config.check ?? {})
  for (const [index, file] of drills.entries()) {
    const { times } = await loadDrillTimes(resolve(configFolder, file))
    files.push({
      path: `drills/recorded-${index + 1}.json`,
      contents: canonicalJson(times),
      what: 'measured times of a drill that was walked elsewhere (check.drills)',
    })
  }
  return {
    runs: opened.map((run) => evidenceRun(run.id, run, of)),
    files,
    leftOut: opened.length === 0 ? ['Nobody has walked a runbook of this plan yet (drplan runbook start drill).'] : [],
  }
}

async function runFiles(out: string, run: OpenedRun): Promise<readonly EvidenceFile[]> {
  if (!runIdSchema.safeParse(run.id).success)
    throw new InputError('run.damaged', `${run.file} does not have the name of a run.`, {
      place: { file: run.file },
      suggestions: [`Call it ${run.state.started.run}.jsonl, or take it away if it is a copy.`],
    })
  const { journal, runbook } = await readRunTexts(out, run.id)
  const folder = `drills/${run.id}`
  return [
    {
      path: `${folder}/journal.jsonl`,
      contents: journal,
      what: 'who did what and when; lines are chained by checksums',
    },
    { path: `${folder}/runbook.json`, contents: runbook, what: 'the runbook that was walked' },
    {
      path: `${folder}/times.json`,
      contents: canonicalJson({ schema: measuredTimesSchemaId, ...measuredTimes(run) }),
      what: 'what the steps took',
    },
  ]
}

export interface PackedSimulation {
  readonly files: readonly EvidenceFile[]
  readonly seed: number | null
  readonly leftOut: readonly string[]
}

/** `file`: null = that of the workspace. Throws InputError `evidence.missing` or `artifact.*`. */
export async function simulationOf(
  { folders }: StepContext,
  { plan }: Planned,
  file: string | null,
): Promise<PackedSimulation> {
  const from = file ?? artifactFile('simulation', folders)
  const stored = await loadArtifact(from, 'simulation')
  const text = await readTextIfThere(from)
  if (!stored && file !== null)
    throw new InputError('evidence.missing', `There is no ${file}.`, { suggestions: ['drplan simulate   writes one.'] })
  // What moved since an earlier plan is written into plan.json, and simulated without.
  const { moves: _moves, ...simulated } = plan
  const leftOut = (why: string): PackedSimulation => ({ files: [], seed: null, leftOut: [why] })
  if (!stored || text === null) return leftOut('Recoveries were not simulated (drplan simulate).')
  if (stored.inputs['plan'] !== hashValue(simulated))
    return leftOut('The simulation there is, is of another plan, and left out (drplan simulate).')
  return {
    files: [{ path: 'simulation.json', contents: text, what: 'simulated recoveries: times as distributions' }],
    seed: stored.content.seed,
    leftOut: [],
  }
}
