/**
 * The order of a failover as steps of a workflow that knows two things only: steps that follow one another, and steps side by
 * side. Whoever writes such a workflow down takes them from here, so that all that is written says the same.
 */
import { gateAct, vmAct, type ExportedWave, type OrderToExport } from './order-export.ts'

interface NamedStep {
  /** Letters, digits and hyphens; no two steps of a workflow have the same. */
  readonly name: string
  /** What it stands for; those of steps side by side are with these. */
  readonly acts: readonly string[]
}

/** Somebody looks, decides and says so. */
interface ApprovalStep extends NamedStep {
  readonly does: 'approve'
  /** As somebody wrote it. */
  readonly description: string
  readonly timeoutMinutes: number
}

/** The VMs of its acts are brought back. */
interface RecoveryStep extends NamedStep {
  readonly does: 'recover'
  readonly timeoutMinutes: number
}

/** The name leads to the recovery site. */
interface RedirectStep extends NamedStep {
  readonly does: 'redirect'
  readonly recordName: string
  readonly timeoutMinutes: number
}

/** No steps inside steps inside. */
export type SingleSwitchStep = ApprovalStep | RecoveryStep | RedirectStep

interface ParallelSwitchStep extends NamedStep {
  readonly does: 'side-by-side'
  /** Two at least. */
  readonly inside: readonly SingleSwitchStep[]
}

export type SwitchStep = SingleSwitchStep | ParallelSwitchStep

/** Minutes until a record that was switched is asked about. */
const REDIRECT_MINUTES = 30
/** Of the way home, which nobody walks by a workflow. */
const HOME_MINUTES = 60

/** Minutes are whole. */
export function switchSteps(order: OrderToExport): readonly SwitchStep[] {
  const names = recordNames(order).map((recordName, index) =>
    redirection({ name: `redirect-${index + 1}`, recordName }),
  )
  return [
    ...order.gates.map(({ id, title, who, timeoutMinutes }) =>
      approval({
        name: id.replaceAll('.', '-'),
        description: `${title} (${who})`,
        timeoutMinutes,
        acts: [gateAct(id)],
      }),
    ),
    ...(order.standing.length === 0 ? [] : [recovery('standing-grow', order.standing, 60)]),
    ...order.waves.flatMap(waveSteps),
    ...(names.length === 0 ? [] : [sideBySide('redirect', names)]),
  ]
}

/** A workflow for one way wants another one for the way back: it asks, and does nothing. */
export const homeStep: ApprovalStep = {
  does: 'approve',
  name: 'go-by-failback',
  acts: [],
  description: 'The way home is the runbook failback.md. Do not approve.',
  timeoutMinutes: HOME_MINUTES,
}

/** All steps, with those side by side after the step that holds them. */
export const allSteps = (steps: readonly SwitchStep[]): readonly SwitchStep[] =>
  steps.flatMap((step) => (step.does === 'side-by-side' ? [step, ...step.inside] : [step]))

/** Terraform and the jobs of the first round side by side, then the other rounds, then somebody looks. */
function waveSteps({ number, rounds, made, timeoutMinutes }: ExportedWave): readonly SwitchStep[] {
  const wave = `wave-${number}`
  const blocks = Array.from({ length: Math.max(rounds.length, made.length > 0 ? 1 : 0) }, (_, round) => [
    ...(round === 0 && made.length > 0 ? [recovery(`${wave}-make`, made, timeoutMinutes)] : []),
    ...(rounds[round] ?? []).map((keys, job) => recovery(`${wave}-job-${round + 1}-${job + 1}`, keys, timeoutMinutes)),
  ])
  if (blocks.length === 0) return []
  const checked = approval({
    name: `${wave}-check`,
    description: `Check wave ${number}`,
    timeoutMinutes,
    acts: [],
  })
  return [...blocks.map((steps, round) => sideBySide(`${wave}-round-${round + 1}`, steps)), checked]
}

const approval = ({ timeoutMinutes, ...given }: Omit<ApprovalStep, 'does'>): ApprovalStep => ({
  does: 'approve',
  ...given,
  timeoutMinutes: Math.ceil(timeoutMinutes),
})

const recovery = (name: string, keys: readonly string[], timeoutMinutes: number): RecoveryStep => ({
  does: 'recover',
  name,
  acts: keys.map(vmAct),
  timeoutMinutes: Math.ceil(timeoutMinutes),
})

const redirection = (given: Pick<RedirectStep, 'name' | 'recordName'>): RedirectStep => ({
  does: 'redirect',
  ...given,
  acts: [],
  timeoutMinutes: REDIRECT_MINUTES,
})

/** One alone needs nothing around it. */
export function sideBySide(name: string, inside: readonly SingleSwitchStep[]): SwitchStep {
  const [only] = inside
  return only && inside.length === 1 ? only : { does: 'side-by-side', name, acts: [], inside }
}

/** Names of records that are nothing but names. */
const recordNames = ({ records }: OrderToExport): readonly string[] =>
  records.filter((name) => /^[a-z0-9_*]([a-z0-9_.-]{0,253})$/i.test(name))
