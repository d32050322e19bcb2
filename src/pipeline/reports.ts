/** The reports that lie beside a plan. */
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { planHash } from '../workspace/runs.ts'
import { InputError } from '../errors.ts'

/** By path below the output folder. */
const reports: Readonly<Record<string, string>> = {
  'reports/network.md': 'every object of the network, and what it becomes',
  'reports/summary.md': 'promises, cost, VMs and findings, for people and pull requests',
  'runbooks/exports/exports.md': 'what other orchestrators keep of the order, with proofs',
  'runbooks/failover.md': 'the day itself, step by step',
}

export interface ListedReport {
  readonly path: string
  readonly what: string
  readonly written: boolean
}

/** Throws InputError `plan.missing`. */
export async function listReports(out: string): Promise<readonly ListedReport[]> {
  if ((await planHash(out)) === null)
    throw new InputError('plan.missing', `There is no plan in ${out}.`, {
      suggestions: ['drplan plan   makes one, and writes its reports.'],
    })
  const listed: ListedReport[] = []
  for (const [path, what] of Object.entries(reports)) {
    const found = await stat(join(out, path)).catch(() => null)
    listed.push({ path, what, written: found?.isFile() ?? false })
  }
  return listed
}
