/** Asking AWS: what was read, and what failed, one question at a time or several. */
import type { AwsSettings } from '../../model/live-settings.ts'
import { compareText } from '../../model/text-order.ts'
import { mapAtMost } from '../at-most.ts'
import { listed } from '../report.ts'
import { actionOf, type CallName } from './actions.ts'
import { addAnswer, type Collection } from './answers.ts'
import { showPlace, type AwsPlace } from './clients.ts'
import { faultOf, hasEnded, mend, type Fault } from './faults.ts'
import type { Listing, Read } from './reads.ts'
import type { AwsInstance } from './schema.ts'

export interface Asking {
  readonly settings: AwsSettings
  readonly place: AwsPlace
  readonly collection: Collection
}

export interface FailedRead {
  readonly calls: readonly CallName[]
  /** The one thing that was asked about, as in Read. */
  readonly of?: string | undefined
  readonly fault: Fault
}

/** Questions that are asked at once: EC2 throttles each account and region apart, with buckets of 50 and more. */
const questionsAtOnce = 4

export const askAll = async (reads: readonly Read[], asking: Asking): Promise<readonly FailedRead[]> =>
  (await mapAtMost(questionsAtOnce, reads, (read) => ask(read, asking))).filter((one) => one !== null)

/** One list after the other; none is begun where the credentials have ended. */
export async function askListings(listings: readonly Listing[], asking: Asking): Promise<readonly FailedRead[]> {
  let failures: readonly FailedRead[] = []
  for (const listing of listings) {
    // Not push(...): a list may have more entries than a call may have arguments.
    failures = [...failures, ...(await askListing(listing, asking))]
    if (haveEnded(failures)) break
  }
  return failures
}

/** Page by page: what a page lists is asked about, and let go, before the next page. */
async function askListing({ call, pages }: Listing, asking: Asking): Promise<readonly FailedRead[]> {
  const failures: FailedRead[] = []
  try {
    for await (const reads of pages()) {
      failures.push(...(await askAll(reads, asking)))
      if (haveEnded(failures)) break
    }
  } catch (error) {
    failures.push({ calls: [call], fault: faultOf(error) })
  }
  return failures
}

const haveEnded = (failures: readonly FailedRead[]): boolean => failures.some(({ fault }) => hasEnded(fault))

export function typesInUse({ items }: Collection): readonly string[] {
  const types = items.Reservations.map(({ value }) => (value as AwsInstance).InstanceType ?? '')
  return [...new Set(types)].filter((type) => type !== '').toSorted()
}

/** Adds page after page to the collection; null when all have come. */
export async function ask(
  { calls, of, kinds, pages }: Read,
  { place, collection }: Asking,
): Promise<FailedRead | null> {
  try {
    for await (const { shown, answer } of pages()) {
      addAnswer(collection, { shown: `${showPlace(place)}/${shown}`, answer })
    }
    for (const kind of kinds) collection.present.add(kind)
    return null
  } catch (error) {
    return { calls, of, fault: faultOf(error) }
  }
}

/** One finding for each kind of fault, with everything that it kept from being read. */
export function reportFaults(failures: readonly FailedRead[], { settings, place, collection }: Asking): void {
  for (const [kind, failed] of Map.groupBy(failures, ({ fault }) => fault.kind)) {
    const [first] = failed
    if (!first) continue
    const calls = callsOf(failed)
    collection.report('source.partial', {
      subject: `${showPlace(place)}: ${kind}`,
      message: `Not read, or only in part: ${unread(failed)}. ${first.fault.said}`,
      suggestion: mend(first.fault, settings, calls),
    })
  }
}

const callsOf = (failed: readonly FailedRead[]): readonly CallName[] =>
  [...new Set(failed.flatMap(({ calls }) => calls))].toSorted()

/** The actions; of those that are asked of one thing after the other, also which things. */
function unread(failed: readonly FailedRead[]): string {
  const said = (some: readonly FailedRead[]): string =>
    callsOf(some)
      .map((call) => actionOf(call))
      .join(', ')
  const lists = failed.filter(({ of }) => of === undefined)
  const single = Map.groupBy(
    failed.filter(({ of }) => of !== undefined),
    ({ calls }) => calls.join(),
  )
  return [
    ...(lists.length > 0 ? [said(lists)] : []),
    ...[...single.values()].map(
      (own) => `${said(own)} of ${listed(own.map(({ of = '' }) => of).toSorted(compareText))}`,
    ),
  ].join('; ')
}
