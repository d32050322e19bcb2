/** The real pipeline on a folder with a drplan.yaml; as a program, what the kill test kills. */
import { join } from 'node:path'
import type { StepContext, StepReport } from '../../src/pipeline/context.ts'
import { openContext } from '../../src/pipeline/open.ts'
import { plan } from '../../src/pipeline/plan.ts'
import { loadSource } from '../../src/sources/index.ts'
import { loadTarget } from '../../src/targets/index.ts'

export const contextOf = (folder: string, report: (line: StepReport) => void = () => {}): Promise<StepContext> =>
  openContext({
    configFile: join(folder, 'drplan.yaml'),
    folders: { workspace: join(folder, '.drplan'), out: join(folder, 'out') },
    madeBy: 'drplan test',
    threads: 0,
    now: '2026-11-21T00:00:00.000Z',
    loadSource,
    loadTarget,
    report,
  })

/** Runs `plan` and tells which steps were reused; the last one, `write`, never is. */
export async function runPlan(folder: string): Promise<Readonly<Record<string, boolean>>> {
  const reused: Record<string, boolean> = {}
  await plan(await contextOf(folder, (line) => (reused[line.step] = line.reused)))
  return reused
}

const [folder] = process.argv.slice(2)
if (folder !== undefined && import.meta.main) await runPlan(folder)
