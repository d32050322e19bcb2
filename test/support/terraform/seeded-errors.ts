/** A good plan with errors put into it, several at a time: terraform names each of them and where it is. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runTerraform, type StandIn } from './terraform.ts'

interface Seed {
  readonly file: string
  readonly from: string
  readonly to: string
  /** Part of what terraform must say of this seed, and of no other of the batch. */
  readonly said: string
  /** Where it must say so: a resource with its module and key, a block, or a variable. */
  readonly place: string
}

/** Seeds that do not hide one another; a failed variable hides what is checked against it. */
export type Batch = Readonly<Record<string, Seed>>

interface Fault {
  readonly text: string
  readonly place: string
}

interface Refusal {
  readonly code: number
  readonly faults: readonly Fault[]
}

interface Diagnostic {
  readonly summary: string
  readonly detail: string
  readonly address?: string
  readonly snippet?: { readonly context: string | null; readonly code: string }
}

/** Plans a copy of `good`, an initialised plan, with all seeds of a batch in it: once, whoever asks. */
export function createSeeder(good: () => string, standIn: () => StandIn): (batch: Batch) => Promise<Refusal> {
  const refusals = new Map<Batch, Promise<Refusal>>()
  return (batch) => {
    const refusal = refusals.get(batch) ?? planSeeded(good(), standIn(), Object.values(batch))
    refusals.set(batch, refusal)
    return refusal
  }
}

async function planSeeded(good: string, standIn: StandIn, seeds: readonly Seed[]): Promise<Refusal> {
  const folder = mkdtempSync(join(tmpdir(), 'drplan-seeded-'))
  try {
    cpSync(good, folder, { recursive: true })
    for (const { file, from, to } of seeds) rewrite(join(folder, file), from, to)
    const cwd = join(folder, 'foundation')
    const { code, stdout } = await runTerraform(['plan', '-input=false', '-json'], { cwd, standIn })
    return { code, faults: faultsIn(stdout) }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function rewrite(path: string, from: string, to: string): void {
  const text = readFileSync(path, 'utf8')
  if (!text.includes(from)) throw new Error(`There is no ${from} in ${path}`)
  writeFileSync(path, text.replace(from, to))
}

/** One JSON object a line; the type of those with errors is "diagnostic" (developer.hashicorp.com, "Machine-Readable UI"). */
const faultsIn = (stdout: string): readonly Fault[] =>
  stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as { readonly '@level': string; readonly diagnostic?: Diagnostic })
    .flatMap((line) => (line['@level'] === 'error' && line.diagnostic ? [line.diagnostic] : []))
    .map((diagnostic) => ({
      text: `${diagnostic.summary} ${diagnostic.detail}`.replaceAll(/\s+/g, ' '),
      place: placeOf(diagnostic),
    }))

/** A value of a variable has its line of the file of values, and that line begins with its name. */
const placeOf = ({ address, snippet }: Diagnostic): string =>
  address ?? snippet?.context ?? /"(\w+)"/.exec(snippet?.code ?? '')?.[1] ?? ''
