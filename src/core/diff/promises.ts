/** Promises by application: what is promised, what is reached by the model, and whether that keeps it. */
import type { PromiseChange, PromiseSide } from '../../model/plan-diff.ts'
import type { ApplicationPromise, Plan } from '../../model/plan.ts'
import { compareText } from '../../model/text-order.ts'
import { spell } from './spell.ts'

export function diffPromises(before: Plan, after: Plan): readonly PromiseChange[] {
  const [old, now] = [byApplication(before), byApplication(after)]
  const names = [...new Set([...old.keys(), ...now.keys()])].sort(compareText)
  return names.flatMap((application) => {
    const [was, is] = [old.get(application) ?? null, now.get(application) ?? null]
    const change = {
      application,
      vmIds: [...new Set([...(was?.vmIds ?? []), ...(is?.vmIds ?? [])])].sort(compareText),
      before: was && sideOf(was),
      after: is && sideOf(is),
    }
    return isSaid(change) ? [change] : []
  })
}

const byApplication = ({ promises }: Plan): ReadonlyMap<string, ApplicationPromise> =>
  new Map(promises.map((one) => [one.application, one] as const).toReversed())

const sideOf = ({ tierId, promised, achieved, verdict, because }: ApplicationPromise): PromiseSide => ({
  tierId,
  promisedRtoMinutes: promised.rtoMinutes,
  promisedRpoMinutes: promised.rpoMinutes,
  rtoMinutes: achieved && tidy(achieved.rtoMinutes),
  rpoMinutes: achieved && tidy(achieved.rpoMinutes),
  verdict,
  because,
})

const tidy = (minutes: number): number => Number(spell(minutes))

/** The words that explain change with every figure; that alone is no change. */
const isSaid = ({ before, after }: PromiseChange): boolean =>
  JSON.stringify({ ...before, because: '' }) !== JSON.stringify({ ...after, because: '' }) ||
  (before === null) !== (after === null)
