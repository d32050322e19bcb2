import type { Check, CheckContext, DrillRecord } from '../../../model/check.ts'
import { ageInDays } from '../../../model/age.ts'
import { createFinding, type Finding } from '../../../model/finding.ts'
import type { ApplicationPromise } from '../../../model/plan.ts'
import { promised as shown, trim } from '../../../model/quantity.ts'

export const drills: Check = {
  title: 'Every application was drilled lately, and came back in time.',
  codes: ['check.drill-missed', 'check.drill-missing', 'check.drill-old', 'check.drill-other-plan'],
  source: 'NIST SP 800-53 Rev. 5 (2020), CP-4: the plan is tested at a frequency that the organisation states',
  run: (context) => context.plan.promises.flatMap((promise) => judge(promise, context)),
}

/** The last drill in which all of the application's VMs came back. */
function judge(promise: ApplicationPromise, context: CheckContext): readonly Finding[] {
  const most = mostDays(promise.tierId, context)
  if (most === null || promise.verdict === 'none') return []
  const last = context.drills.findLast(({ minutesByVm }) => promise.vmIds.every((id) => minutesByVm.has(id)))
  if (!last) return [missing(promise, most)]
  return [
    ...age(promise, last, { most, today: context.today }),
    ...missed(promise, last),
    ...otherPlan(promise, last, context),
  ]
}

const mostDays = (tierId: string, { settings }: CheckContext): number | null =>
  settings.drillAgeDays[tierId] !== undefined
    ? settings.drillAgeDays[tierId]
    : (settings.drillAgeDays['default'] ?? null)

const missing = ({ application, tierId, vmIds }: ApplicationPromise, most: number): Finding =>
  createFinding('check.drill-missing', {
    subject: application,
    message: `No drill is recorded in which all of ${application} (tier ${tierId}) came back; one is asked for every ${most} days. Its times are calculated, and nobody has measured them.`,
    suggestion:
      'drplan runbook start drill   walks one; check.drills in drplan.yaml names times of drills that were walked elsewhere.',
    affected: vmIds,
  })

function age(
  { application, tierId, vmIds }: ApplicationPromise,
  { run, endedAt }: DrillRecord,
  { most, today }: { readonly most: number; readonly today: string },
): readonly Finding[] {
  const days = ageInDays(endedAt, today)
  if (days <= most) return []
  return [
    createFinding('check.drill-old', {
      subject: application,
      message: `The last drill of ${application} (tier ${tierId}) ended ${days} days ago (${run}); one is asked for every ${most} days.`,
      suggestion: 'drplan runbook start drill',
      affected: vmIds,
    }),
  ]
}

function missed(
  { application, vmIds, promised }: ApplicationPromise,
  { run, minutesByVm }: DrillRecord,
): readonly Finding[] {
  const minutes = vmIds.map((id) => minutesByVm.get(id) ?? null)
  if (promised.rtoMinutes === null || minutes.includes(null)) return []
  const took = Math.max(...minutes.map((one) => one ?? 0))
  if (took <= promised.rtoMinutes) return []
  return [
    createFinding('check.drill-missed', {
      subject: application,
      message: `In its last drill (${run}) ${application} was back ${trim(took, 1)} min after the start, pauses included; ${shown(promised.rtoMinutes)} are promised.`,
      suggestion: 'drplan simulate --times   shows which steps were slow, and what would help most.',
      affected: vmIds,
    }),
  ]
}

function otherPlan(
  { application, vmIds }: ApplicationPromise,
  { run, planSha256 }: DrillRecord,
  context: CheckContext,
): readonly Finding[] {
  if (planSha256 === null || planSha256 === context.planSha256) return []
  return [
    createFinding('check.drill-other-plan', {
      subject: application,
      message: `The last drill of ${application} (${run}) was of another plan.json than the committed one; drplan diff says how they differ.`,
      suggestion: 'Drill the plan that is committed.',
      affected: vmIds,
    }),
  ]
}
