/** One archive of what was planned, checked and drilled. Its bytes depend on what is in it, and on nothing else. */
import { basename, join } from 'node:path'
import { judgeControls } from '../core/evidence/judge-controls.ts'
import { sumsText } from '../core/evidence/compare-pack.ts'
import { manifestOf } from '../core/evidence/manifest.ts'
import { policiesWithResults } from '../core/evidence/policies.ts'
import { promisesWithTerms } from '../core/evidence/promises.ts'
import { packedWaivers } from '../core/evidence/waivers.ts'
import type { CheckReport } from '../model/check-report.ts'
import type { JudgedFramework } from '../model/control.ts'
import { manifestPath, sumsPath, type EvidenceFile, type EvidenceManifest, type PackedFile } from '../model/evidence.ts'
import { checkSettingsSchema } from '../model/check-settings.ts'
import { renderControls, renderEvidenceReadme } from '../render/evidence.ts'
import { bytesOf, hashBytes, packArchive } from '../workspace/archive.ts'
import { canonicalJson } from '../workspace/artifacts.ts'
import { loadControls } from '../workspace/control-file.ts'
import { writeWhole, writeWholeBytes } from '../workspace/files.ts'
import { loadTemplates } from '../workspace/templates.ts'
import type { StepContext } from './context.ts'
import { checkOf, type CheckGiven } from './evidence-check.ts'
import { drillsOf, plannedOf, simulationOf, writtenFiles, type Drills, type Planned } from './evidence-parts.ts'
import { loadPolicies } from './policies.ts'
import { hashValue } from './refresh.ts'

export interface EvidenceWish extends CheckGiven {
  /** The archive; null = `drplan-evidence-<site>.zip` in the output folder. */
  readonly output: string | null
  /** simulation.json; null = that of the workspace, where it is of this plan. */
  readonly simulation: string | null
}

export interface MadeEvidence {
  readonly file: string
  /** Of the archive; also in `<file>.sha256`, as sha256sum writes it. */
  readonly sha256: string
  readonly bytes: number
  readonly manifest: EvidenceManifest
  readonly frameworks: readonly JudgedFramework[]
}

/** Throws InputError `plan.missing`, `evidence.*`, `run.damaged`, and what `check` throws where no report of one is given. */
export async function makeEvidence(context: StepContext, wish: EvidenceWish): Promise<MadeEvidence> {
  const { files, manifest, frameworks } = await packOf(context, wish)
  const bytes = packArchive(new Map(files.map(({ path, contents }) => [path, bytesOf(contents)])))
  const sha256 = hashBytes(bytes)
  const file = wish.output ?? join(context.folders.out, `drplan-evidence-${manifest.site}.zip`)
  await writeWholeBytes(file, bytes)
  await writeWhole(`${file}.sha256`, `${sha256}  ${basename(file)}\n`)
  return { file, sha256, bytes: bytes.length, manifest, frameworks }
}

interface Pack {
  readonly files: readonly EvidenceFile[]
  readonly manifest: EvidenceManifest
  readonly frameworks: readonly JudgedFramework[]
}

async function packOf(context: StepContext, wish: EvidenceWish): Promise<Pack> {
  const planned = await plannedOf(context)
  const check = await checkOf(context, wish, planned.sha256)
  const drills = await drillsOf(context, planned)
  const simulation = await simulationOf(context, planned, wish.simulation)
  const waivers = packedWaivers(context.config, check.today)
  const own: readonly EvidenceFile[] = [
    { path: 'plan.json', contents: planned.text, what: 'the plan: the file that everything here is about' },
    json('check.json', 'the check of the plan', { schema: 'drplan/check@2', ...check }),
    json('equivalence.json', 'the proof of connections: verdicts, and packets that differ', planned.equivalence),
    json('promises.json', 'promises, verdicts and the terms of RTO and RPO', promisesWithTerms(planned.plan)),
    json('drills.json', 'runs: what was left out, what failed, and how long it took', { runs: drills.runs }),
    json('policies.json', 'policies with versions and results', await policiesOf(context, check)),
    json('waivers.json', 'what somebody answers for, and changed severities', waivers),
    ...drills.files,
    ...simulation.files,
    ...(await writtenFiles(context.folders.out)),
  ]
  const facts = {
    plan: planned.plan,
    check,
    runs: drills.runs,
    paths: new Set(own.map(({ path }) => path)),
    isSimulated: simulation.files.length > 0,
  }
  const frameworks = judgeControls(await loadControls(), facts)
  const templates = await loadTemplates('report')
  const answered: readonly EvidenceFile[] = [
    ...own,
    json('controls.json', 'controls of standards, and what of this pack speaks to them', { frameworks }),
    {
      path: 'controls.md',
      contents: renderControls(templates.get('controls.md') ?? '', frameworks),
      what: 'the same for people',
    },
  ]
  const manifest = (files: readonly EvidenceFile[]): EvidenceManifest =>
    manifestFor(context, { planned, check, drills, seed: simulation.seed, lacks: simulation.leftOut, files })
  const readme = renderEvidenceReadme(templates.get('evidence.md') ?? '', {
    manifest: manifest(answered),
    plan: planned.plan,
    check,
    drills: drills.runs.filter(
      ({ runbook, ofThisPlan, state }) => runbook === 'drill' && ofThisPlan && state === 'finished',
    ).length,
    waiversInForce: waivers.waivers.filter(({ inForce }) => inForce).length,
  })
  return {
    ...sealed([...answered, { path: 'README.md', contents: readme, what: 'where to begin' }], manifest),
    frameworks,
  }
}

const json = (path: string, what: string, value: unknown): EvidenceFile => ({
  path,
  what,
  contents: canonicalJson(value),
})

/** With the manifest, and with the sums of all files. */
function sealed(
  files: readonly EvidenceFile[],
  manifestOfFiles: (files: readonly EvidenceFile[]) => EvidenceManifest,
): Omit<Pack, 'frameworks'> {
  const manifest = manifestOfFiles(files)
  const text = canonicalJson(manifest)
  const sums = sumsText(
    new Map([
      ...manifest.files.map(({ path, sha256 }) => [path, sha256] as const),
      [manifestPath, hashBytes(bytesOf(text))],
    ]),
  )
  return {
    manifest,
    files: [...files, { path: manifestPath, contents: text, what: '' }, { path: sumsPath, contents: sums, what: '' }],
  }
}

interface ManifestParts {
  readonly planned: Planned
  readonly check: CheckReport
  readonly drills: Drills
  readonly seed: number | null
  readonly lacks: readonly string[]
  readonly files: readonly EvidenceFile[]
}

const manifestFor = (
  context: StepContext,
  { planned, check, drills, seed, lacks, files }: ManifestParts,
): EvidenceManifest =>
  manifestOf({
    plan: planned.plan,
    planSha256: planned.sha256,
    plannedBy: planned.madeBy,
    plannedFrom: planned.inputs,
    madeBy: context.madeBy,
    today: check.today,
    simulationSeed: seed,
    outputs: planned.outputs,
    leftOut: [...drills.leftOut, ...lacks, ...check.notChecked],
    files: files.map(packed).sort((a, b) => (a.path < b.path ? -1 : 1)),
  })

function packed({ path, contents, what }: EvidenceFile): PackedFile {
  const bytes = bytesOf(contents)
  return { path, sha256: hashBytes(bytes), bytes: bytes.length, what }
}

async function policiesOf(
  { config, configFolder: folder, placeOf }: StepContext,
  check: CheckReport,
): Promise<unknown> {
  const settings = checkSettingsSchema.parse(config.check ?? {})
  const policies = await loadPolicies({ settings, folder, placeOf })
  const versioned = policies.map((policy) => {
    const { place: _place, origin: _origin, ...definition } = policy
    return { policy, sha256: hashValue(definition) }
  })
  return policiesWithResults(versioned, check)
}
