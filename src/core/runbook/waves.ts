/** Stages `standing` and `recover`: what stands grows, and what does not stand is made, wave by wave. */
import type { Wave } from '../../model/plan.ts'
import { count } from '../../model/quantity.ts'
import { CONVERT } from '../../model/recovery-terms.ts'
import { aStep, type RunbookStep } from '../../model/runbook.ts'
import { hookSteps, hooksOf } from './hooks.ts'
import { inTurn, lastOf } from './order.ts'
import { termMinutes, timeoutFor, vmsUsing, type Situation } from './situation.ts'
import { applyStep } from './terraform-steps.ts'

/** Warm standby; hot standby takes over by health check. A drill leaves both alone. */
export function standingSteps(situation: Situation, after: readonly string[]): readonly RunbookStep[] {
  const warm = vmsUsing(situation, 'warm-standby')
  if (situation.mode === 'drill' || warm.length === 0) return []
  const minutes = termMinutes(situation, 'scale up', warm)
  const shared = {
    id: 'standing.grow',
    stage: 'standing',
    title: `Grow ${count(warm.length, 'standing server')} to full size`,
    expected: 'they run at full size; nothing else changes',
    timeoutMinutes: timeoutFor(minutes),
    vmIds: warm,
    modelMinutes: minutes,
    measures: 'scale up',
  } as const
  const step = situation.terraform
    ? applyStep('foundation', {
        ...shared,
        instruction: 'Each is stopped and started; disks and addresses stay.',
        options: ['-var', 'mode=recovered'],
        undoOptions: ['-var', 'mode=standby'],
      })
    : aStep({ ...shared, kind: 'manual', who: 'platform', instruction: 'Change each to the component of plan.json.' })
  return inTurn([step], after)
}

interface Before {
  readonly after: readonly string[]
  /** A wave waits for these where one of its VMs grows with them. */
  readonly standing: readonly RunbookStep[]
}

/**
 * A wave is made once the waves are checked that hold something it needs. Terraform works on one state, so its applies
 * follow one another even where VMs do not.
 */
export function recoverSteps(situation: Situation, { after, standing }: Before): readonly RunbookStep[] {
  const { plan } = situation
  const waveOf = new Map(plan.waves.flatMap(({ number, vmIds }) => vmIds.map((id) => [id, number] as const)))
  const needs = new Map(plan.vms.map(({ vmId, dependsOn }) => [vmId, dependsOn]))
  const ends = new Map<number, readonly string[]>()
  const all: RunbookStep[] = []
  let applied: readonly string[] = []
  for (const wave of plan.waves) {
    const needed = new Set(wave.vmIds.flatMap((id) => needs.get(id) ?? []).map((id) => waveOf.get(id)))
    const waited = [...needed].flatMap((number) =>
      number === undefined || number === wave.number ? [] : (ends.get(number) ?? []),
    )
    const grown = standing.filter((step) => step.vmIds.some((id) => wave.vmIds.includes(id))).map(({ id }) => id)
    const steps = waveSteps(wave, situation, [...new Set([...after, ...grown, ...applied, ...waited])].sort())
    const apply = steps.findLast(usesRecoveryState)
    if (apply) applied = [apply.id]
    ends.set(wave.number, lastOf(steps))
    all.push(...steps)
  }
  return all
}

/** A back end may apply once more, when its platform has launched something. */
const usesRecoveryState = ({ command }: RunbookStep): boolean =>
  command?.argv.includes('-chdir=terraform/recovery') ?? false

function waveSteps(wave: Wave, situation: Situation, after: readonly string[]): readonly RunbookStep[] {
  const { parts, mode, terraform } = situation
  const made = onTheDay(wave, situation)
  const byTerraform = made.filter((id) => !parts.vmIds.has(id))
  const applications = applicationsOf(wave, situation)
  const steps = [
    ...hookSteps(hooksOf(situation, { wave, when: 'before' }), { situation, wave, applications }),
    ...(byTerraform.length === 0
      ? []
      : [terraform ? apply(wave, byTerraform, situation) : makeByHand(wave, byTerraform, situation)]),
    ...parts.recover(wave.number, mode).map((step) => ({ ...step, wave: wave.number })),
    check(wave, situation),
    ...hookSteps(hooksOf(situation, { wave, when: 'after' }), { situation, wave, applications }),
  ]
  return inTurn(steps, after)
}

const strategies = ['pilot-light', 'backup-restore']

function onTheDay(wave: Wave, situation: Situation): readonly string[] {
  const made = new Set(vmsUsing(situation, ...strategies))
  return wave.vmIds.filter((id) => made.has(id))
}

const applicationsOf = (wave: Wave, { plan }: Situation): readonly string[] => {
  const own = new Set(wave.vmIds)
  return [...new Set(plan.vms.filter(({ vmId }) => own.has(vmId)).map(({ application }) => application))].sort()
}

const making = ['launch', 'restore', CONVERT]

/** All of making it is one wait for whoever runs the step; boot and application start come with the check. */
function makingTime(
  situation: Situation,
  vmIds: readonly string[],
): Pick<RunbookStep, 'modelMinutes' | 'measures' | 'covers'> & { readonly modelMinutes: number } {
  const minutesOf = (id: string): number =>
    making.reduce((sum, name) => sum + (termMinutes(situation, name, [id]) ?? 0), 0)
  const covers = making.slice(1).filter((name) => termMinutes(situation, name, vmIds) !== null)
  return {
    modelMinutes: vmIds.reduce((most, id) => Math.max(most, minutesOf(id)), 0),
    measures: 'launch',
    ...(covers.length > 0 && { covers }),
  }
}

function apply(wave: Wave, vmIds: readonly string[], situation: Situation): RunbookStep {
  const time = makingTime(situation, vmIds)
  const drill = situation.mode === 'drill'
  return applyStep('recovery', {
    id: `recover.wave-${wave.number}.apply`,
    stage: 'recover',
    title: `Make ${count(vmIds.length, 'server')} of wave ${wave.number}`,
    instruction: drill
      ? 'They get their planned addresses, behind a group that lets nothing pass.'
      : 'From here on they may take writes: going back is a failback, not an undo.',
    options: ['-var', `mode=${situation.mode}`, '-var', `up_to_wave=${wave.number}`],
    undoOptions: null,
    expected: 'Apply complete',
    timeoutMinutes: timeoutFor(time.modelMinutes),
    vmIds: [...vmIds].sort(),
    wave: wave.number,
    ...time,
    irreversible: !drill,
  })
}

function makeByHand(wave: Wave, vmIds: readonly string[], situation: Situation): RunbookStep {
  const time = makingTime(situation, vmIds)
  return aStep({
    id: `recover.wave-${wave.number}.apply`,
    stage: 'recover',
    title: `Make ${count(vmIds.length, 'server')} of wave ${wave.number}`,
    kind: 'manual',
    who: 'platform',
    instruction: 'From their replicated disks or backups, with the component and the addresses of the table.',
    expected: 'they run',
    timeoutMinutes: timeoutFor(time.modelMinutes),
    vmIds: [...vmIds].sort(),
    wave: wave.number,
    ...time,
    irreversible: situation.mode === 'failover',
  })
}

function check(wave: Wave, situation: Situation): RunbookStep {
  const minutesOf = (name: string): number | null => termMinutes(situation, name, wave.vmIds)
  const covers = ['boot', 'application start'].filter((name) => minutesOf(name) !== null)
  const minutes = [...covers, 'verify'].reduce((sum, name) => sum + (minutesOf(name) ?? 0), 0)
  const drill = situation.mode === 'drill'
  return aStep({
    id: `recover.wave-${wave.number}.check`,
    stage: 'recover',
    title: `Check wave ${wave.number}`,
    kind: 'manual',
    who: 'application owners',
    instruction: drill
      ? 'Screenshot and system log of each server: it booted, and its services started. Nothing can reach it, so nothing more can be seen.'
      : 'Each server answers on its own port from its own network, before anything that needs it starts.',
    expected: 'each one, with its time',
    timeoutMinutes: timeoutFor(minutes),
    vmIds: [...wave.vmIds].sort(),
    wave: wave.number,
    modelMinutes: minutes,
    measures: 'verify',
    ...(covers.length > 0 && { covers }),
  })
}
