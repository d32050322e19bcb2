/** What people read of an evidence pack: README.md and controls.md. */
import type { CheckReport } from '../model/check-report.ts'
import type { JudgedControl, JudgedFramework } from '../model/control.ts'
import { verdictWords } from '../model/equivalence.ts'
import type { EvidenceManifest } from '../model/evidence.ts'
import { headline } from '../model/headline.ts'
import type { Plan } from '../model/plan.ts'
import { count, trim } from '../model/quantity.ts'
import { inlineText } from './markdown.ts'
import { renderMarkdown } from './template.ts'

export interface EvidenceReadme {
  readonly manifest: EvidenceManifest
  readonly plan: Plan
  readonly check: CheckReport
  /** Of this plan, walked to their end. */
  readonly drills: number
  readonly waiversInForce: number
}

/** `template`: the text of templates/report/evidence.md. */
export function renderEvidenceReadme(template: string, readme: EvidenceReadme): string {
  const { manifest, plan, check, drills, waiversInForce } = readme
  const open = check.findings.filter(({ status }) => status === 'open').length
  const view = {
    manifest,
    headline: headline(plan.promises),
    connections: verdictWords(plan.equivalence),
    solution: solutionWords(plan.mapping.solution),
    check: `${check.passed ? 'passed' : 'did not pass'} on ${check.today}: ${count(open, 'finding')} open`,
    drills,
    waivers: waiversInForce,
    kinds: kindsOf(manifest),
  }
  return `${renderMarkdown('report/evidence.md', template, view).trim()}\n`
}

const solutionWords = ({ status, objective, gap }: Plan['mapping']['solution']): string =>
  `${status} for ${objective}${gap === null ? '' : `, gap ${trim(gap * 100, 2)} %`}`

/** Folders as one row each. */
function kindsOf({ files }: EvidenceManifest): readonly { readonly path: string; readonly what: string }[] {
  const kinds = new Map<string, string>()
  for (const { path, what } of files) {
    const [folder = path, ...rest] = path.split('/')
    kinds.set(rest.length === 0 ? path : `${folder}/`, rest.length === 0 ? what : (folders[folder] ?? what))
  }
  return [...kinds.entries()].map(([path, what]) => ({ path, what }))
}

const folders: Readonly<Record<string, string>> = {
  drills: 'journals of runs with the runbook of each, and measured times',
  network: 'address maps',
  reports: 'the reports of the plan',
  runbooks: 'runbooks, for people and as data, and the order for other orchestrators with proofs',
  terraform: 'the recovery site as Terraform',
}

/** `template`: the text of templates/report/controls.md. */
export function renderControls(template: string, frameworks: readonly JudgedFramework[]): string {
  const view = { frameworks: frameworks.map((one) => ({ ...one, controls: one.controls.map(rowOf) })) }
  return `${renderMarkdown('report/controls.md', template, view).trim()}\n`
}

function rowOf({ evidence, needs, ...control }: JudgedControl): object {
  const present = evidence.filter((answer) => answer.present)
  const lacking = evidence.flatMap(({ present, what, lacks }) =>
    present || lacks === null ? [] : [`${inlineText(what)}: ${inlineText(lacks)}`],
  )
  return {
    ...control,
    evidence:
      present.map(({ path, pointer }) => `\`${path}${pointer === '' ? '' : `#${pointer}`}\``).join('<br>') || '–',
    lacks: [...lacking, ...needs.map((need) => `needs: ${inlineText(need)}`)].join('<br>') || '–',
  }
}
