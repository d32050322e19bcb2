/** The report of a check as a file of another program. */
import { relative, resolve, sep } from 'node:path'
import { createBaseline } from '../core/gate/baseline.ts'
import type { CheckReport } from '../model/check-report.ts'
import { checkFormats, type CheckFormatId } from '../render/check/index.ts'
import { loadBaseline, saveBaseline } from '../workspace/check-baseline.ts'
import { writeWhole } from '../workspace/files.ts'
import { repositoryRoot } from '../workspace/repository.ts'

export const checkFormatIds = Object.keys(checkFormats) as CheckFormatId[]
export type { CheckFormatId }

export interface CheckTextOptions {
  /** drplan.yaml. */
  readonly configFile: string
  readonly toolVersion: string
  readonly hasBaseline: boolean
}

/** Places in it are relative to the repository that drplan.yaml is in, or to the present folder. */
export function checkText(
  report: CheckReport,
  format: CheckFormatId,
  { configFile, toolVersion, hasBaseline }: CheckTextOptions,
): string {
  const absolute = resolve(configFile)
  const root = repositoryRoot(resolve(absolute, '..')) ?? process.cwd()
  const shown = relative(root, absolute).split(sep).join('/')
  return checkFormats[format].render(report, { configFile: shown, toolVersion, hasBaseline })
}

export interface CheckFile {
  readonly format: CheckFormatId
  readonly file: string
}

/** Each whole or not at all. Throws InputError `workspace.unwritable`. */
export async function writeCheckFiles(
  report: CheckReport,
  files: readonly CheckFile[],
  options: CheckTextOptions,
): Promise<void> {
  for (const { format, file } of files) await writeWhole(resolve(file), checkText(report, format, options))
}

/** Of what is open or known in the report. Throws InputError `workspace.unwritable`. */
export const writeBaseline = (file: string, report: CheckReport): Promise<unknown> =>
  saveBaseline(resolve(file), createBaseline(report.findings))

/** Throws InputError `check.baseline-missing` or `check.baseline-invalid`. */
export const readBaseline = loadBaseline
