/** Everything that is asked of one account in one region, and what failed on the way. */
import type { AccountLimit } from '../../model/account-limit.ts'
import type { AwsSettings } from '../../model/live-settings.ts'
import type { UnreadKind } from '../../model/standing.ts'
import { createReport, type Report } from '../report.ts'
import { createCollection, type Collection } from './answers.ts'
import { ask, askAll, askListings, reportFaults, typesInUse, type Asking, type FailedRead } from './ask.ts'
import { openClient, type AwsPlace } from './clients.ts'
import { networkReads } from './ec2-network-reads.ts'
import { instancesRead, instanceTypesRead, otherEc2Reads } from './ec2-reads.ts'
import { faultOf, hasEnded, type Fault } from './faults.ts'
import { balancerReads } from './other-reads.ts'
import { regionPolicies } from './policy-reads.ts'
import { readApplied, type Applied } from './quotas/applied.ts'
import { servicesInUse } from './quotas/codes.ts'
import { limitsOf } from './quotas/limits.ts'
import type { AwsInstance } from './schema.ts'
import { serviceReads } from './service-reads.ts'
import type { FindLiterals } from './user-data.ts'
import { unreadOf } from './unread.ts'
import { userDataRead } from './user-data-reads.ts'

export interface PlaceReading {
  readonly place: AwsPlace
  readonly collection: Collection
  /** Quotas of which something is in use. */
  readonly limits: readonly AccountLimit[]
  /** What cannot be told of the place. */
  readonly unread: readonly UnreadKind[]
  /** Why nothing could be read; null when something was. */
  readonly fault: Fault | null
}

/** Never throws what AWS did wrong: without its instances a place is a fault, without anything else a finding. */
export async function readPlace(
  settings: AwsSettings,
  place: AwsPlace,
  { report, findLiterals }: { readonly report: Report; readonly findLiterals?: FindLiterals | undefined },
): Promise<PlaceReading> {
  const ofUserData = settings.userData === true ? findLiterals : undefined
  const asking = { settings, place, collection: createCollection('aws', report, ofUserData) }
  try {
    const { failures, applied } = await readAll(asking)
    reportFaults(failures, asking)
    const unread = unreadOf(failures.flatMap(({ calls }) => calls))
    return { place, collection: asking.collection, limits: limitsOf(applied, asking, failures), unread, fault: null }
  } catch (error) {
    return { place, collection: createCollection('aws', report), limits: [], unread: ['vpc'], fault: faultOf(error) }
  }
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

/** Nothing more is known of those that are terminated. */
const instancesIn = ({ items }: Collection): readonly string[] => {
  const instances = items.Reservations.map(({ value }) => value as AwsInstance)
  const living = instances.filter(({ State }) => !/^(terminated|shutting-down)$/.test(State?.Name ?? ''))
  return living.map(({ InstanceId }) => InstanceId)
}

interface Answers {
  readonly failures: readonly FailedRead[]
  readonly applied: readonly Applied[]
}

async function readAll(asking: Asking): Promise<Answers> {
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
    ...(collection.findLiterals ? [userDataRead(ec2Sdk, ec2, instancesIn(collection))] : []),
    ...balancerReads(balancersSdk, await openClient('balancers', settings, place)),
  ]
  const failures = await askAll(reads, asking)
  // Credentials that end in the middle would leave half a site, which is worse than none.
  const ended = failures.find(({ fault }) => fault.kind === 'unauthorised')
  if (ended) throw ended.fault.cause
  const services = await askServices(asking)
  return { ...services, failures: [...failures, ...services.failures] }
}

/** A service that does not know the account is no reason to be without the others, as long as the credentials last. */
async function askServices(asking: Asking): Promise<Answers> {
  const { applied, failures: ofQuotas } = await readApplied(asking, servicesInUse)
  const { settings, place } = asking
  const failures = [
    ...(await askAll(await serviceReads(settings, place), asking)),
    ...(settings.policies === true ? await askListings(await regionPolicies(settings, place), asking) : []),
    ...ofQuotas,
  ]
  const ended = failures.find(({ fault }) => hasEnded(fault))
  if (ended) throw ended.fault.cause
  return { failures, applied }
}
