/** An evidence pack that was made, and one that was verified. */
import { controlStatuses, type JudgedFramework } from '../../model/control.ts'
import type { EvidenceManifest, EvidenceVerdict } from '../../model/evidence.ts'
import { count } from '../../model/quantity.ts'
import { harmless, paragraph, style, table, type Column } from '../text.ts'

export interface ShownEvidence {
  /** As a person in this folder would type it. */
  readonly file: string
  readonly sha256: string
  readonly manifest: EvidenceManifest
  readonly frameworks: readonly JudgedFramework[]
}

const columns: readonly Column[] = [
  { head: 'controls of', cut: true },
  ...controlStatuses.map((status) => ({ head: status, right: true })),
]

export function evidenceScreen(
  { file, sha256, manifest, frameworks }: ShownEvidence,
  width: number,
): readonly string[] {
  const rows = frameworks.map(({ title, controls }) => [
    title,
    ...controlStatuses.map((status) => String(controls.filter((one) => one.status === status).length)),
  ])
  return [
    '',
    `${style.bold(harmless(file))}   ${count(manifest.files.length, 'file')} and the manifest`.replaceAll(
      '\u00a0',
      ' ',
    ),
    `SHA-256 ${sha256}`,
    '',
    ...table(columns, rows, width),
    '',
    ...manifest.leftOut.flatMap((one) => paragraph(`Not in it: ${harmless(one)}`, width)),
    ...paragraph('That a control is met is for an auditor to say; controls.md lists what else is needed.', width),
    '',
    `Next   ${style.typed(`drplan report --verify ${harmless(file)}`)}`,
  ]
}

export function verdictScreen(
  { sha256, summed, files, problems, manifest }: EvidenceVerdict,
  file: string,
  width: number,
): readonly string[] {
  const about = manifest && `${manifest.site}, ${manifest.today}, ${manifest.madeBy}`
  return [
    '',
    `${style.bold(harmless(file))}   ${count(files, 'file')}${about ? `; ${harmless(about)}` : ''}`.replaceAll(
      '\u00a0',
      ' ',
    ),
    `SHA-256 ${sha256}`,
    '',
    ...(problems.length === 0
      ? [style.kept('Every file is as it was packed.')]
      : problems.flatMap(({ fault, subject, message }) => [
          `${style.broken('✖')} ${fault}  ${harmless(subject)}`,
          ...paragraph(harmless(message), width).map((line) => `  ${line}`),
        ])),
    ...(summed
      ? []
      : paragraph('No .sha256 file is beside it: compare the sum with the one that you were given.', width)),
  ]
}
