/** The check that an evidence pack holds: run now, or one of before; without what only this machine knows. */
import { sep } from 'node:path'
import { z } from 'zod'
import { InputError } from '../errors.ts'
import { checkReportSchema, type CheckReport } from '../model/check-report.ts'
import { readJsonFile } from '../workspace/json-file.ts'
import { check } from './check.ts'
import type { StepContext } from './context.ts'

export interface CheckGiven {
  /** A report of `drplan check --write json=FILE`; null = the plan is checked now. */
  readonly check: string | null
  /** ISO date, of a check that is run now. */
  readonly today: string
}

const fileSchema = z.strictObject({ schema: z.literal('drplan/check@2'), ...checkReportSchema.shape })

/** Throws InputError `evidence.missing` or `evidence.check-invalid`, and what `check` throws. */
export async function checkOf(context: StepContext, given: CheckGiven, planSha256: string): Promise<CheckReport> {
  const report = given.check === null ? await checkNow(context, given.today) : await readCheck(given.check, planSha256)
  const elsewhere = withoutFolders(report, context) as CheckReport
  return { ...elsewhere, plan: { ...elsewhere.plan, file: 'plan.json' } }
}

const checkNow = (context: StepContext, today: string): Promise<CheckReport> =>
  check(context, { failOn: 'error', forecast: false, recovery: false, today, baseline: null })

async function readCheck(file: string, planSha256: string): Promise<CheckReport> {
  const reading = await readJsonFile(file)
  if (reading === null)
    throw new InputError('evidence.missing', `There is no ${file}.`, {
      place: { file },
      suggestions: [`drplan check --write json=${file}   writes it.`],
    })
  if (!reading.ok) throw invalid(file, reading.fault)
  const result = fileSchema.safeParse(reading.value)
  if (!result.success) {
    const [issue] = result.error.issues
    throw invalid(file, `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not as its schema asks'}`)
  }
  const { schema: _schema, ...report } = result.data
  if (report.plan.sha256 !== planSha256) throw invalid(file, 'it is of another plan.json')
  return report
}

const invalid = (file: string, why: string): InputError =>
  new InputError('evidence.check-invalid', `${file} is no report of a check of this plan: ${why}.`, {
    place: { file },
    suggestions: [`Write it again: drplan check --write json=${file}`],
  })

/** Paths start at the folder of drplan.yaml, or at the output folder, wherever these are. */
function withoutFolders(value: unknown, { configFolder, folders }: StepContext): unknown {
  const known = [folders.out, folders.workspace, configFolder].filter((folder) => folder.length > 1)
  const cleaned = (inner: unknown): unknown => {
    if (typeof inner === 'string') return known.reduce((text, folder) => text.replaceAll(`${folder}${sep}`, ''), inner)
    if (Array.isArray(inner)) return inner.map(cleaned)
    if (typeof inner !== 'object' || inner === null) return inner
    return Object.fromEntries(Object.entries(inner).map(([key, one]) => [key, cleaned(one)]))
  }
  return cleaned(value)
}
