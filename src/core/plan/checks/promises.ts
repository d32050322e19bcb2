import type { Check } from '../../../model/check.ts'
import { createFinding, type Finding } from '../../../model/finding.ts'
import type { ApplicationPromise } from '../../../model/plan.ts'
import { promised as shown, trim } from '../../../model/quantity.ts'

export const promises: Check = {
  title: 'What changed breaks no promise that the plan keeps.',
  codes: ['check.promise-broken', 'check.promise-weaker'],
  source: 'ISO 22301:2019, 8.4.5: plans are able to resume activities within the times agreed',
  run: ({ plan, replanned }) => {
    const before = new Map(plan.promises.map((promise) => [promise.application, promise]))
    return replanned.promises.flatMap((after) => {
      const planned = before.get(after.application)
      if (planned) return after.verdict === 'none' ? [] : weaker(planned, after)
      return after.verdict === 'broken' ? [newAndBroken(after)] : []
    })
  },
}

/** The findings of the mapping say so too, VM by VM, and are left out because this is said. */
const newAndBroken = (after: ApplicationPromise): Finding =>
  createFinding('check.promise-broken', {
    subject: after.application,
    message: `${after.application} (tier ${after.tierId}) is not in the plan. It is promised an RTO of ${shown(after.promised.rtoMinutes)} and an RPO of ${shown(after.promised.rpoMinutes)}; calculated as it is now: ${timesOf(after)}: ${after.because}.`,
    suggestion,
    affected: after.vmIds,
  })

function weaker(before: ApplicationPromise, after: ApplicationPromise): readonly Finding[] {
  if (after.verdict === 'broken') return before.verdict === 'broken' ? [] : [brokenNow(before, after)]
  if (before.verdict === 'kept' && after.verdict === 'undecided')
    return [
      weakerNow(after, `Whether ${after.application} keeps its promise cannot be told any more: ${after.because}.`),
    ]
  if (!isLater(before, after)) return []
  return [
    weakerNow(after, `${after.application} still keeps its promise, with less to spare: ${bothTimes(before, after)}.`),
  ]
}

const suggestion = 'Run drplan plan and look at drplan map: another strategy or a shorter chain may keep it.'

const brokenNow = (before: ApplicationPromise, after: ApplicationPromise): Finding =>
  createFinding('check.promise-broken', {
    subject: after.application,
    message: `${after.application} (tier ${after.tierId}) is promised an RTO of ${shown(after.promised.rtoMinutes)} and an RPO of ${shown(after.promised.rpoMinutes)}; calculated are ${bothTimes(before, after)}: ${after.because}.`,
    suggestion,
    affected: after.vmIds,
  })

const weakerNow = ({ application, vmIds }: ApplicationPromise, message: string): Finding =>
  createFinding('check.promise-weaker', { subject: application, message, suggestion, affected: vmIds })

/** Sums of minutes may differ in their last digits. */
const ROUNDING_MINUTES = 1e-6

function isLater({ achieved: before }: ApplicationPromise, { achieved: after }: ApplicationPromise): boolean {
  if (before === null || after === null) return false
  const { rtoMinutes, rpoMinutes } = before
  return after.rtoMinutes > rtoMinutes + ROUNDING_MINUTES || after.rpoMinutes > rpoMinutes + ROUNDING_MINUTES
}

const bothTimes = (before: ApplicationPromise, after: ApplicationPromise): string =>
  `${timesOf(before)} as planned, ${timesOf(after)} as it is now`

const timesOf = ({ achieved }: ApplicationPromise): string =>
  achieved ? `RTO ${trim(achieved.rtoMinutes, 1)} and RPO ${trim(achieved.rpoMinutes, 1)} min` : 'no recovery at all'
