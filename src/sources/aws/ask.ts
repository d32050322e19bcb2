/** Asking AWS: what was read, and what failed, one question at a time or several. */
import type { AwsSettings } from '../../model/live-settings.ts'
import { mapAtMost } from '../at-most.ts'
import { actionOf, type CallName } from './actions.ts'
import { addAnswer, type Collection } from './answers.ts'
import { showPlace, type AwsPlace } from './clients.ts'
import { faultOf, mend, type Fault } from './faults.ts'
import type { Read } from './reads.ts'
import type { AwsInstance } from './schema.ts'

export interface Asking {
  readonly settings: AwsSettings
  readonly place: AwsPlace
  readonly collection: Collection
}

export interface FailedRead {
  readonly calls: readonly CallName[]
  readonly fault: Fault
}

/** Questions that are asked at once: EC2 throttles each account and region apart, with buckets of 50 and more. */
const questionsAtOnce = 4

export const askAll = async (reads: readonly Read[], asking: Asking): Promise<readonly FailedRead[]> =>
  (await mapAtMost(questionsAtOnce, reads, (read) => ask(read, asking))).filter((one) => one !== null)

export function typesInUse({ items }: Collection): readonly string[] {
  const types = items.Reservations.map(({ value }) => (value as AwsInstance).InstanceType ?? '')
  return [...new Set(types)].filter((type) => type !== '').toSorted()
}

/** Adds page after page to the collection; null when all have come. */
export async function ask({ calls, kinds, pages }: Read, { place, collection }: Asking): Promise<FailedRead | null> {
  try {
    for await (const { shown, answer } of pages()) {
      addAnswer(collection, { shown: `${showPlace(place)}/${shown}`, answer })
    }
    for (const kind of kinds) collection.present.add(kind)
    return null
  } catch (error) {
    return { calls, fault: faultOf(error) }
  }
}

/** One finding for each kind of fault, with everything that it kept from being read. */
export function reportFaults(failures: readonly FailedRead[], { settings, place, collection }: Asking): void {
  for (const [kind, failed] of Map.groupBy(failures, ({ fault }) => fault.kind)) {
    const [first] = failed
    if (!first) continue
    const calls = [...new Set(failed.flatMap((one) => one.calls))].toSorted()
    collection.report('source.partial', {
      subject: `${showPlace(place)}: ${kind}`,
      message: `Not read, or only in part: ${calls.map((call) => actionOf(call)).join(', ')}. ${first.fault.said}`,
      suggestion: mend(first.fault, settings, calls),
    })
  }
}
