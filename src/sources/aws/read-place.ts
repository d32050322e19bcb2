/** Everything that is asked of one account in one region, and what failed on the way. */
import type { AwsSettings } from '../../model/live-settings.ts'
import { createReport, type Report } from '../report.ts'
import { actions, type CallName } from './actions.ts'
import { addAnswer, createCollection, type Collection } from './answers.ts'
import { mapAtMost } from '../at-most.ts'
import { openClient, showPlace, type AwsPlace } from './clients.ts'
import { networkReads } from './ec2-network-reads.ts'
import { instancesRead, instanceTypesRead, otherEc2Reads } from './ec2-reads.ts'
import { faultOf, hasEnded, mend, type Fault } from './faults.ts'
import { balancerReads, namesReads } from './other-reads.ts'
import type { Read } from './reads.ts'
import type { AwsInstance } from './schema.ts'
import { serviceReads } from './service-reads.ts'

export interface PlaceReading {
  readonly place: AwsPlace
  readonly collection: Collection
  /** Why nothing could be read; null when something was. */
  readonly fault: Fault | null
}

interface Asking {
  readonly settings: AwsSettings
  readonly place: AwsPlace
  readonly collection: Collection
}

/** Questions that are asked at once: EC2 throttles each account and region apart, with buckets of 50 and more. */
const questionsAtOnce = 4

/** Route 53 takes five requests a second of a whole account (Route 53 Developer Guide, "Quotas"). */
const namesQuestionsAtOnce = 1

/** Never throws what AWS did wrong: without its instances a place is a fault, without anything else a finding. */
export async function readPlace(settings: AwsSettings, place: AwsPlace, report: Report): Promise<PlaceReading> {
  const asking = { settings, place, collection: createCollection('aws', report) }
  try {
    const faults = await readAll(asking)
    reportFaults(faults, asking)
    return { place, collection: asking.collection, fault: null }
  } catch (error) {
    return { place, collection: createCollection('aws', report), fault: faultOf(error) }
  }
}

/** Route 53 knows no regions: once for each account. */
export async function readNames(settings: AwsSettings, place: AwsPlace, report: Report): Promise<Collection> {
  const asking = { settings, place, collection: createCollection('aws', report) }
  const client = await openClient('names', settings, place)
  const reads = namesReads(await import('@aws-sdk/client-route-53'), client)
  const failures = await mapAtMost(namesQuestionsAtOnce, reads, (read) => ask(read, asking))
  reportFaults(
    failures.filter((one) => one !== null),
    asking,
  )
  return asking.collection
}

/** The instances alone. Throws as the SDK does. */
export async function readInstancesOf(settings: AwsSettings, place: AwsPlace): Promise<readonly AwsInstance[]> {
  const { report } = createReport()
  const asking = { settings, place, collection: createCollection('aws', report) }
  const read = instancesRead(await import('@aws-sdk/client-ec2'), await openClient('ec2', settings, place))
  const failed = await ask(read, asking)
  if (failed) throw failed.fault.cause
  return asking.collection.items.Reservations.map(({ value }) => value as AwsInstance)
}

interface FailedRead {
  readonly calls: readonly CallName[]
  readonly fault: Fault
}

async function readAll(asking: Asking): Promise<readonly FailedRead[]> {
  const { settings, place, collection } = asking
  const ec2 = await openClient('ec2', settings, place)
  const ec2Sdk = await import('@aws-sdk/client-ec2')
  const first = await ask(instancesRead(ec2Sdk, ec2), asking)
  if (first) throw first.fault.cause
  const balancersSdk = await import('@aws-sdk/client-elastic-load-balancing-v2')
  const reads = [
    instanceTypesRead(ec2Sdk, ec2, typesInUse(collection)),
    ...otherEc2Reads(ec2Sdk, ec2),
    ...networkReads(ec2Sdk, ec2),
    ...balancerReads(balancersSdk, await openClient('balancers', settings, place)),
  ]
  const failures = await askAll(reads, asking)
  // Credentials that end in the middle would leave half a site, which is worse than none.
  const ended = failures.find(({ fault }) => fault.kind === 'unauthorised')
  if (ended) throw ended.fault.cause
  return [...failures, ...(await askServices(asking))]
}

/** A service that does not know the account is no reason to be without the others, as long as the credentials last. */
async function askServices(asking: Asking): Promise<readonly FailedRead[]> {
  const failures = await askAll(await serviceReads(asking.settings, asking.place), asking)
  const ended = failures.find(({ fault }) => hasEnded(fault))
  if (ended) throw ended.fault.cause
  return failures
}

const askAll = async (reads: readonly Read[], asking: Asking): Promise<readonly FailedRead[]> =>
  (await mapAtMost(questionsAtOnce, reads, (read) => ask(read, asking))).filter((one) => one !== null)

function typesInUse({ items }: Collection): readonly string[] {
  const types = items.Reservations.map(({ value }) => (value as AwsInstance).InstanceType ?? '')
  return [...new Set(types)].filter((type) => type !== '').toSorted()
}

/** Adds page after page to the collection; null when all have come. */
async function ask({ calls, kinds, pages }: Read, { place, collection }: Asking): Promise<FailedRead | null> {
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
function reportFaults(failures: readonly FailedRead[], { settings, place, collection }: Asking): void {
  for (const [kind, failed] of Map.groupBy(failures, ({ fault }) => fault.kind)) {
    const [first] = failed
    if (!first) continue
    const calls = [...new Set(failed.flatMap((one) => one.calls))].toSorted()
    collection.report('source.partial', {
      subject: `${showPlace(place)}: ${kind}`,
      message: `Not read, or only in part: ${calls.map((call) => actions[call]).join(', ')}. ${first.fault.said}`,
      suggestion: mend(first.fault, settings, calls),
    })
  }
}
