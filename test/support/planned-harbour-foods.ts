/**
 * The Harbour Foods as `drplan plan` leaves them, planned once in a process: for tests that begin where a step has ended. What
 * was made is kept in memory, so that no test can change it for another.
 */
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { runPlan } from './run-plan.ts'
import { contentsOf, harbourFoods, shortHarbourFoods } from './temporary-folder.ts'

/** All five weeks of the scenario, or the nine days of `shortHarbourFoods`. */
type Samples = 'all' | 'nine-days'

/** What each step adds to a folder, in their order. */
const additions = {
  monitor: /^\.drplan\/(site\.json|metrics\/)/,
  forecast: /^\.drplan\/(demands\.json|\w+\.parquet)$/,
  map: /^\.drplan\/mapping\.json$/,
  translate: /^\.drplan\/translation\.json$/,
  write: /^out\//,
}

type PlannedStep = keyof typeof additions

const kept = new Map<Samples, Promise<ReadonlyMap<string, string>>>()

/** Puts into the folder of a site what the steps of a plan make of the Harbour Foods, up to and with `last`. */
export async function addSteps(folder: string, last: PlannedStep, samples: Samples = 'all'): Promise<void> {
  const made = kept.get(samples) ?? planOnce(samples)
  kept.set(samples, made)
  const steps = Object.keys(additions)
  const wanted = Object.values(additions).slice(0, steps.indexOf(last) + 1)
  for (const [path, text] of await made) {
    if (!wanted.some((files) => files.test(path))) continue
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), text, 'latin1')
  }
}

async function planOnce(samples: Samples): Promise<ReadonlyMap<string, string>> {
  const folder = await mkdtemp(join(tmpdir(), 'drplan-planned-once-'))
  try {
    if (samples === 'all') await cp(harbourFoods, folder, { recursive: true })
    else await shortHarbourFoods(folder)
    await runPlan(folder)
    return await contentsOf(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
