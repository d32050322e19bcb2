import type { Check } from '../../../model/check.ts'
import { createFinding, type Finding } from '../../../model/finding.ts'
import type { ApplicationPromise } from '../../../model/plan.ts'
import { promised as shown, trim } from '../../../model/quantity.ts'

export const promises: Check = {
  title: 'What changed breaks no promise that the plan keeps.',
  codes: ['check.promise-broken', 'check.promise-weaker'],
  source: 'ISO 22301:2019, 8.4.5: plans are able to resume activities within the times agreed',
  run: ({ plan, replanned }) => {
    const now = new Map(replanned.promises.map((promise) => [promise.application, promise]))
    return plan.promises.flatMap((before) => {
      const after = now.get(before.application)
      return after && after.verdict !== 'none' ? weaker(before, after) : []
    })
  },
}

function weaker(before: ApplicationPromise, after: ApplicationPromise): readonly Finding[] {
  const { application, vmIds: affected } = after
  const times = `${timesOf(before)} as planned, ${timesOf(after)} as it is now`
  const suggestion = 'Run drplan plan and look at drplan map: another strategy or a shorter chain may keep it.'
  if (before.verdict !== 'broken' && after.verdict === 'broken') {
    const message = `${application} (tier ${after.tierId}) is promised an RTO of ${shown(after.promised.rtoMinutes)} and an RPO of ${shown(after.promised.rpoMinutes)}; calculated are ${times}: ${after.because}.`
    return [createFinding('check.promise-broken', { subject: application, message, suggestion, affected })]
  }
  const isLater =
    before.achieved !== null &&
    after.achieved !== null &&
    (after.achieved.rtoMinutes > before.achieved.rtoMinutes + 1e-6 ||
      after.achieved.rpoMinutes > before.achieved.rpoMinutes + 1e-6)
  const isUndecided = before.verdict === 'kept' && after.verdict === 'undecided'
  if (after.verdict === 'broken' || !(isLater || isUndecided)) return []
  const message = isUndecided
    ? `Whether ${application} keeps its promise cannot be told any more: ${after.because}.`
    : `${application} still keeps its promise, with less to spare: ${times}.`
  return [createFinding('check.promise-weaker', { subject: application, message, suggestion, affected })]
}

const timesOf = ({ achieved }: ApplicationPromise): string =>
  achieved ? `RTO ${trim(achieved.rtoMinutes, 1)} and RPO ${trim(achieved.rpoMinutes, 1)} min` : 'no recovery at all'
