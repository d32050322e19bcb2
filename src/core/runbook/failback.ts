/** Going home: planned, from the last wave to the first when closing, from the first to the last when opening. */
import { failbackHome } from '../../model/failback-home.ts'
import { count } from '../../model/quantity.ts'
import { aStep, type RunbookStep } from '../../model/runbook.ts'
import { inTurn, lastOf } from './order.ts'
import { timeoutFor, vmsUsing, type Situation } from './situation.ts'
import { applyStep, destroyStep, initStep, planStep } from './terraform-steps.ts'

/** What stands at the primary site, and what of it can be made again by Terraform. */
export function failbackReserveSteps(situation: Situation, after: readonly string[]): readonly RunbookStep[] {
  const home = homeOf(situation)
  const lost = aStep({
    id: 'reserve.lost',
    stage: 'reserve',
    title: 'Find out what is left at the primary site',
    kind: 'manual',
    who: 'platform',
    instruction:
      home.length > 0
        ? 'Write the keys of servers that are gone for good into terraform/failback/lost.auto.tfvars.json. What still exists, even stopped, keeps its address: it is started, not made.'
        : 'List what is gone for good. What still exists, even stopped, keeps its address: it is started, not made.',
    expected: 'a list, agreed with the owners',
    timeoutMinutes: 1440,
  })
  const rehearsed = aStep({
    id: 'reserve.rehearse',
    stage: 'reserve',
    title: 'Rehearse the way home',
    kind: 'manual',
    who: 'platform',
    instruction: 'One server, with the copy of yesterday, in a window that its owner agrees to.',
    expected: 'it is back where it was, and was taken down again',
    timeoutMinutes: 1440,
  })
  const window = aStep({
    id: 'reserve.window',
    stage: 'reserve',
    title: 'Agree on the window of the cut-over',
    kind: 'manual',
    who: 'incident lead',
    instruction:
      'drplan simulate --phase failback says how long copies take while the recovery site serves, how long users of each application wait in the cut-over (P50, P95), and what it needs to know for that: the line home and whether old disks still stand (simulation.failback). Nothing is lost: writes end before the last copy is taken.',
    expected: 'a window that the owners agree to, longer than the P95 of everything',
    timeoutMinutes: 1440,
  })
  const terraform =
    home.length > 0
      ? [
          initStep('failback', { id: 'reserve.failback-init', stage: 'reserve' }),
          planStep('failback', {
            id: 'reserve.failback-plan',
            stage: 'reserve',
            title: 'See what would be made again',
            instruction: 'Only servers of the list; subnets and groups are looked up by their ids and never changed.',
            options: [],
            expected: 'the servers of the list, and no error',
          }),
        ]
      : []
  return inTurn([lost, window, ...terraform, rehearsed], after)
}

const homeOf = ({ plan, terraform }: Situation): readonly string[] =>
  terraform ? [...(failbackHome(plan)?.vmIds ?? [])].sort() : []

/** The recovery site stops serving before the primary site starts. */
export function failbackFenceSteps(situation: Situation, after: readonly string[]): readonly RunbookStep[] {
  const replicated = vmsUsing(situation, 'hot-standby', 'warm-standby', 'pilot-light', 'active-active')
  const restored = vmsUsing(situation, 'backup-restore')
  const close = aStep({
    id: 'fence.stop-writes',
    stage: 'fence',
    title: 'Close the applications at the recovery site',
    kind: 'manual',
    who: 'application owners',
    instruction: 'From the last wave to the first: sign users out, stop jobs, stop services, then databases.',
    expected: 'nobody writes',
    undo: { instruction: 'Start them again, from the first wave to the last.', command: null },
  })
  const copies = [
    ...(replicated.length === 0 ? [] : [copyBack('replicated', replicated)]),
    ...(restored.length === 0 ? [] : [copyBack('restored', restored)]),
  ]
  const shut = aStep({
    id: 'fence.recovery',
    stage: 'fence',
    title: 'Fence the recovery site',
    kind: 'manual',
    who: 'incident lead',
    instruction:
      'Stop its servers or cut its ways in; take its addresses out of health checks. Keep them until the primary site has been protected again.',
    expected: 'it does not answer, and would not after a restart',
    undo: {
      instruction: 'Let it serve again, but only while the primary site does not, and would not after a restart.',
      command: null,
    },
  })
  return inTurn([close, ...copies, shut], after)
}

/** A difference needs something to differ from: the old disks, or a snapshot that both sites have. */
function copyBack(kind: 'replicated' | 'restored', vmIds: readonly string[]): RunbookStep {
  return aStep({
    id: `fence.copy-${kind}`,
    stage: 'fence',
    title: `Copy ${count(vmIds.length, kind === 'replicated' ? 'replicated server' : 'restored server')} back`,
    kind: 'manual',
    who: 'platform',
    instruction:
      kind === 'replicated'
        ? 'Turn replication round in time, so that only the last difference is left now. Where the old disks still stand, only what differs is sent; where they are gone, or were written to since, it is a full copy.'
        : 'They came from backups, and no snapshot is common to both sites: it is a full copy. Take it while they still serve, and only the difference to it now.',
    expected: 'every copy is younger than the end of writes',
    timeoutMinutes: 2880,
    vmIds,
  })
}

export function failbackRecoverSteps(situation: Situation, after: readonly string[]): readonly RunbookStep[] {
  const home = new Set(homeOf(situation))
  const all: RunbookStep[] = []
  let before = after
  for (const { number, vmIds } of situation.plan.waves) {
    const own = [...vmIds].sort()
    const steps = [
      ...(own.some((id) => home.has(id))
        ? [
            makeAgain(
              number,
              own.filter((id) => home.has(id)),
            ),
          ]
        : []),
      aStep({
        id: `recover.wave-${number}.start`,
        stage: 'recover',
        title: `Start wave ${number} at the primary site`,
        kind: 'manual',
        who: 'platform',
        instruction: 'With the data that was copied back, at the old addresses.',
        expected: 'they run',
        timeoutMinutes: timeoutFor(null),
        vmIds: own,
        wave: number,
        irreversible: true,
      }),
      aStep({
        id: `recover.wave-${number}.check`,
        stage: 'recover',
        title: `Check wave ${number}`,
        kind: 'manual',
        who: 'application owners',
        instruction: 'The newest record of the recovery site is there.',
        expected: 'each one, with its time',
        vmIds: own,
        wave: number,
      }),
    ]
    const turned = inTurn(steps, before)
    all.push(...turned)
    before = lastOf(turned)
  }
  return all
}

const makeAgain = (wave: number, vmIds: readonly string[]): RunbookStep =>
  applyStep('failback', {
    id: `recover.wave-${wave}.make`,
    stage: 'recover',
    title: `Make lost servers of wave ${wave} again`,
    instruction: 'Only those that lost names. A key that is forgotten next time destroys its server: keep the file.',
    options: ['-var', `up_to_wave=${wave}`],
    undoOptions: null,
    expected: 'Apply complete',
    timeoutMinutes: 60,
    vmIds,
    wave,
    irreversible: true,
  })

export function failbackAfterwardsSteps(situation: Situation, after: readonly string[]): readonly RunbookStep[] {
  const protect = aStep({
    id: 'afterwards.protect',
    stage: 'afterwards',
    title: 'Protect the primary site again',
    kind: 'manual',
    who: 'platform',
    instruction:
      'Run drplan monitor and drplan plan, apply foundation/, start replication, and wait for its first whole copy.',
    expected: 'every promise of the plan is kept again',
    timeoutMinutes: 2880,
  })
  const destroy = destroyStep('recovery', {
    id: 'clean-up.destroy',
    stage: 'afterwards',
    title: 'Take the recovered servers down',
    instruction: 'Only after the first whole copy: until then they are the way back.',
    options: ['-var', 'mode=failover'],
    expected: 'Destroy complete',
    timeoutMinutes: 120,
    irreversible: true,
    safePoint: 'What was recovered is no longer needed.',
  })
  return inTurn([protect, ...(situation.terraform ? [destroy] : [])], after)
}
