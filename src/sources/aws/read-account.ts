/** What knows no regions, and is asked once for each account: Route 53, and policies of buckets and IAM. */
import type { AwsSettings } from '../../model/live-settings.ts'
import { mapAtMost } from '../at-most.ts'
import type { Report } from '../report.ts'
import { createCollection, type Collection } from './answers.ts'
import { ask, askListings, reportFaults, type Asking, type FailedRead } from './ask.ts'
import { openClient, showPlace, type AwsPlace } from './clients.ts'
import { hasEnded, sourceErrorOf } from './faults.ts'
import { namesReads } from './other-reads.ts'
import { accountPolicies } from './policy-reads.ts'

/** Route 53 takes five requests a second of a whole account (Route 53 Developer Guide, "Quotas"). */
const namesQuestionsAtOnce = 1

/**
 * Asked in the region of the place. What is not allowed is a finding; throws SourceError `source.unauthorised` when the
 * credentials have ended, which would leave half a site.
 */
export async function readAccount(settings: AwsSettings, place: AwsPlace, report: Report): Promise<Collection> {
  const asking = { settings, place, collection: createCollection('aws', report) }
  const failures = [
    ...(await askNames(asking)),
    ...(settings.policies === true ? await askListings(await accountPolicies(settings, place), asking) : []),
  ]
  const ended = failures.find(({ fault }) => hasEnded(fault))
  if (ended) throw sourceErrorOf(ended.fault, settings, { where: showPlace(place), calls: ended.calls })
  reportFaults(failures, asking)
  return asking.collection
}

async function askNames(asking: Asking): Promise<readonly FailedRead[]> {
  const client = await openClient('names', asking.settings, asking.place)
  const reads = namesReads(await import('@aws-sdk/client-route-53'), client)
  const failures = await mapAtMost(namesQuestionsAtOnce, reads, (read) => ask(read, asking))
  return failures.filter((one) => one !== null)
}
