/**
 * A second opinion on the security baseline: checkov (bridgecrewio/checkov) over the plan. What it finds and we keep is in
 * checkov-exceptions.ts.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TargetId } from '../../../src/model/target-id.ts'
import { findProgram } from '../find-program.ts'
import { exceptions } from './checkov-exceptions.ts'

const program = findProgram('checkov', process.env['DRPLAN_CHECKOV'])

/** One that is there and does not run fails its tests. */
export const hasCheckov = program !== null

export interface CheckovFailure {
  readonly check_id: string
  readonly check_name: string
  readonly resource: string
}

/** What checkov objects to in plans of terraform; throws with what it said when it does not end by itself. */
export function checkovFailures(planJsons: readonly string[]): {
  checked: number
  failures: readonly CheckovFailure[]
} {
  const folder = mkdtempSync(join(tmpdir(), 'drplan-checkov-'))
  try {
    const files = planJsons.map((json, index) => {
      const path = join(folder, `plan-${index}.json`)
      writeFileSync(path, json)
      return ['-f', path]
    })
    const options = ['--framework', 'terraform_plan', '--skip-download', '--quiet', '--compact', '-o', 'json']
    const { stdout, stderr } = spawnSync(program ?? 'checkov', [...files.flat(), ...options], {
      encoding: 'utf8',
      maxBuffer: 2 ** 28,
    })
    if (!stdout.trimStart().startsWith('{')) throw new Error(`checkov gave no report: ${stderr}`)
    const report = JSON.parse(stdout) as {
      results: { failed_checks: readonly CheckovFailure[] }
      summary: { passed: number; failed: number }
    }
    return { checked: report.summary.passed + report.summary.failed, failures: report.results.failed_checks }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Failures that no exception of the target is about; a rule of the primary site for the whole world is the site's own. */
export const unexcused = (
  failures: readonly CheckovFailure[],
  { target, sourceRules }: { readonly target: TargetId; readonly sourceRules: ReadonlySet<string> },
): readonly string[] =>
  failures
    .filter(
      ({ check_id: id, resource }) =>
        !exceptions[target].some((known) => known.id === id && known.about.test(resource)),
    )
    .filter(({ check_id: id, resource }) => !(ofThePrimarySite.has(id) && sourceRules.has(keyOf(resource))))
    .map(({ check_id: id, check_name: name, resource }) => `${id} ${name}: ${resource}`)

/** Exceptions of the target that nothing needs any more, though there are such resources. */
export function staleExceptions(
  failures: readonly CheckovFailure[],
  { target, addresses }: { readonly target: TargetId; readonly addresses: readonly string[] },
): readonly string[] {
  const used = new Set(failures.map(({ check_id: id }) => id))
  const concerned = exceptions[target].filter(({ about }) => addresses.some((address) => about.test(address)))
  return concerned.map(({ id }) => id).filter((id) => !used.has(id))
}

/**
 * Checks of rules that admit everybody, of entries with all ports and of listeners without TLS (checkov, August 2026): where
 * the primary site has them. Our own checks see that there are no others.
 */
const ofThePrimarySite: ReadonlySet<string> = new Set([
  'CKV_AWS_103',
  'CKV_AWS_352',
  'CKV_AWS_24',
  'CKV_AWS_25',
  'CKV_AWS_260',
  'CKV_AWS_277',
  'CKV_AWS_382',
  'CKV_AZURE_9',
  'CKV_AZURE_10',
  'CKV_AZURE_77',
  'CKV_AZURE_160',
])

const keyOf = (address: string): string => /\["(.*)"\]$/.exec(address)?.[1] ?? ''
