/** The screens of a run: how far it is, what may be done now, and what is left to undo. */
import { count, duration, fixed } from '../../model/quantity.ts'
import type { Standing } from '../../model/run-state.ts'
import type { RunView, StepView, UndoView } from '../../model/run-view.ts'
import { runbookStages } from '../../model/runbook.ts'
import { harmless, paragraph, style, table, type Column } from '../text.ts'

const marks: Record<Standing, () => string> = {
  done: () => style.kept('● done'),
  skipped: () => style.dim('– left out'),
  held: () => style.typed('▶ at work'),
  lapsed: () => style.risk('▲ lapsed'),
  failed: () => style.broken('■ failed'),
  noted: () => style.risk('▲ failed, noted'),
  pausing: () => style.risk('▲ tries again'),
  ready: () => '○ ready',
  waiting: () => style.dim('  waiting'),
}

const words = {
  prepare: 'Preparation',
  failover: 'Failover',
  'planned-failover': 'Planned failover',
  drill: 'Drill',
  failback: 'Failback',
} as const

const WAITING_SHOWN = 5
const clockOf = (at: string): string => `${at.slice(0, 10)} ${at.slice(11, 19)}Z`
const isOver = ({ standing }: StepView): boolean => standing === 'done' || standing === 'skipped'

export function statusScreen(
  view: RunView,
  { width, all }: { readonly width: number; readonly all: boolean },
): readonly string[] {
  const waiting = view.steps.filter(({ standing }) => standing === 'waiting')
  const shown = all
    ? view.steps
    : view.steps.filter(
        (step) => !isOver(step) && (step.standing !== 'waiting' || waiting.indexOf(step) < WAITING_SHOWN),
      )
  const hidden = waiting.length - WAITING_SHOWN
  return [
    ...headline(view, width),
    '',
    ...stageTable(view, width),
    '',
    ...(shown.length > 0 ? stepTable(shown, width) : []),
    ...(!all && hidden > 0 ? [style.dim(`  … ${fixed(hidden, 0)} more wait: --all`)] : []),
    '',
    ...nextScreen(view, width),
  ]
}

function headline(view: RunView, width: number): readonly string[] {
  const over = view.steps.filter(isOver).length
  const overdue = view.steps.filter((step) => step.overdue).length
  const ending = {
    open: '',
    finished: ', finished',
    aborted: `, aborted by ${harmless(view.aborted?.by ?? '')}: ${harmless(view.aborted?.reason ?? '')}`,
  }
  const title = `${style.bold(`${words[view.runbook]} of ${harmless(view.site)}`)}: ${over} of ${count(view.steps.length, 'step')} done${overdue > 0 ? `, ${style.risk(`${overdue} overdue`)}` : ''}${ending[view.state]}`
  const minutes = (Date.parse(view.now) - Date.parse(view.startedAt)) / 60_000
  return [
    ...paragraph(title, width),
    style.dim(
      `  ${view.run}, started ${clockOf(view.startedAt)} by ${harmless(view.startedBy)}, ${duration(minutes).replaceAll('\u00a0', ' ')} ago`,
    ),
  ]
}

const stageColumns: readonly Column[] = [
  { head: 'stage' },
  { head: 'done', right: true },
  { head: 'measured', right: true },
  { head: 'who is at work', cut: true },
]

/** A stage lasts as long as its steps together: they may be done side by side, so it is no time of day. */
function stageTable({ steps }: RunView, width: number): readonly string[] {
  const rows = runbookStages.flatMap((stage) => {
    const own = steps.filter((step) => step.stage === stage)
    if (own.length === 0) return []
    const measured = own.flatMap(({ minutes }) => (minutes === null ? [] : [minutes]))
    const people = [...new Set(own.flatMap(({ heldBy }) => (heldBy === null ? [] : [harmless(heldBy)])))]
    const sum = measured.reduce((total, one) => total + one, 0)
    return [
      [
        stage,
        `${own.filter(isOver).length} of ${own.length}`,
        measured.length === 0 ? '–' : duration(sum),
        people.join(', '),
      ],
    ]
  })
  return table(stageColumns, rows, width)
}

const stepColumns: readonly Column[] = [
  { head: '' },
  { head: 'step', cut: 16 },
  { head: 'what', cut: true, drop: 1 },
  { head: 'who, since', cut: 14 },
]

const stepTable = (steps: readonly StepView[], width: number): readonly string[] =>
  table(
    stepColumns,
    steps.map((step) => [
      `${marks[step.standing]()}${step.overdue ? style.risk(', overdue') : ''}`,
      step.id,
      harmless(step.title),
      whoOf(step),
    ]),
    width,
  )

function whoOf(step: StepView): string {
  if (step.heldBy !== null)
    return `${harmless(step.heldBy)}, ${(step.heldSince ?? '').slice(11, 16)}Z, until ${(step.leaseUntil ?? '').slice(11, 16)}Z${step.attempt > 1 ? `, attempt ${step.attempt}` : ''}`
  if (step.standing === 'waiting') return `after ${step.waitsFor.join(', ')}`
  if (step.endedBy !== null)
    return [harmless(step.endedBy), ...(step.note === null ? [] : [harmless(step.note)])].join(': ')
  const { approval } = step
  if (!approval) return harmless(step.who)
  const agreed = approval.approvals.map(({ role, by }) => `${harmless(by)} (${harmless(role)})`)
  return `${agreed.length} of ${approval.required}${agreed.length > 0 ? `: ${agreed.join(', ')}` : ` of ${approval.of.map(harmless).join(', ')}`}`
}

/** What may be done now, with what to type. */
export function nextScreen(view: RunView, width: number): readonly string[] {
  if (view.state !== 'open')
    return paragraph(view.state === 'finished' ? 'Nothing is left to be done.' : 'The run was aborted.', width)
  if (view.stoppedBy.length > 0) return stoppedLines(view, width)
  const steps = view.steps.filter(({ id }) => view.next.includes(id))
  if (steps.length === 0) return paragraph('Nothing can be begun before what is at work ends.', width)
  return steps.flatMap((step) => [
    ...paragraph(
      `${style.bold(step.id)}  ${harmless(step.title)}${step.irreversible ? style.risk('  cannot be undone') : ''}`,
      width,
    ),
    ...paragraph(`${harmless(step.who)}: ${harmless(step.instruction)}`, width - 2).map((line) => `  ${line}`),
    `    ${style.typed(typed(step))}`,
  ])
}

function typed({ id, kind, command, approval, standing }: StepView): string {
  if (kind === 'approval') return `drplan runbook approve ${id} --as '${harmless(approval?.of[0] ?? '…')}'`
  if (command !== null) return `drplan runbook run ${id}`
  return standing === 'lapsed' ? `drplan runbook next --take ${id}` : `drplan runbook done ${id}`
}

const stoppedLines = (view: RunView, width: number): readonly string[] =>
  view.steps
    .filter(({ id }) => view.stoppedBy.includes(id))
    .flatMap((step) => [
      ...paragraph(
        `${style.broken('■')} ${style.bold(step.id)} failed, and nothing goes on until somebody decides: ${harmless(step.note ?? '')}`,
        width,
      ),
      ...step.tail.slice(-5).map((line) => style.dim(`    ${harmless(line)}`)),
      `    ${style.typed(`drplan runbook resume --again ${step.id} --reason …`)}`,
      `    ${style.typed(`drplan runbook skip ${step.id} --reason …`)}`,
      `    ${style.typed('drplan runbook abort --reason …')}`,
    ])

const undoWords: Record<UndoView['what'], string> = {
  undo: 'undo',
  look: 'look, then undo',
  irreversible: 'stays',
  'clean-up': 'take down',
}

export function undoScreen(items: readonly UndoView[], width: number): readonly string[] {
  if (items.length === 0) return paragraph('Nothing was changed, so there is nothing to undo.', width)
  return [
    ...paragraph('To undo, from the last to the first:', width),
    ...items.flatMap(({ step, title, what, instruction, command }, index) => [
      ...paragraph(`${index + 1}. ${style.bold(undoWords[what])}  ${step}  ${harmless(title)}`, width),
      ...paragraph(harmless(instruction), width - 3).map((line) => `   ${line}`),
      ...(command === null ? [] : [`     ${style.typed(harmless(command))}`]),
    ]),
  ]
}
