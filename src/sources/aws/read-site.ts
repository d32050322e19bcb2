/** The site as all accounts and regions have it. */
import { BugError } from '../../errors.ts'
import type { AwsSettings } from '../../model/live-settings.ts'
import type { SiteReading, SourceRequest } from '../../model/source.ts'
import { compareText } from '../../model/text-order.ts'
import { createReport, counted, type Report } from '../report.ts'
import { createCollection, dumpOf, type Collection, type Kind } from './answers.ts'
import { mapAtMost } from '../at-most.ts'
import { placesOf, showPlace, type AwsPlace } from './clients.ts'
import { convertDump, regionOf } from './convert.ts'
import { mend, sourceErrorOf } from './faults.ts'
import { readAccount } from './read-account.ts'
import { readPlace, type PlaceReading } from './read-place.ts'
import type { AwsInstance } from './schema.ts'

const placesAtOnce = 4

/** Throws BugError when the request is not for AWS. */
export function settingsOf({ live }: SourceRequest): AwsSettings {
  if (live?.kind !== 'aws') throw new BugError('bug.invariant', 'The source aws was asked without settings of its own.')
  return live
}

/**
 * Throws SourceError `source.unauthorised`, `source.throttled` or `source.unreachable` when no account and region can
 * be read; one of several that cannot is a finding.
 */
export async function readSite(request: SourceRequest): Promise<SiteReading> {
  const settings = settingsOf(request)
  const { report, findings } = createReport()
  const readings = await mapAtMost(placesAtOnce, placesOf(settings), (place) =>
    readPlace(settings, place, { report, findLiterals: request.findLiterals }),
  )
  const collection = createCollection('aws', report)
  const kept = withoutRepeats(readable(readings, settings, report), report)
  for (const { collection: own } of kept) add(own, collection)
  for (const place of firstOfAccounts(kept)) add(await readAccount(settings, place, report), collection)
  const dump = dumpOf(collection)
  const { vms, network, advice } = convertDump(dump, report)
  if (vms.length === 0) reportNone(settings, report)
  const unread = [...new Set(readings.flatMap((reading) => reading.unread))].toSorted(compareText)
  return {
    capturedAt: request.until,
    region: regionOf(vms, request, report) ?? (settings.regions.length === 1 ? (settings.regions[0] ?? null) : null),
    vms,
    network,
    limits: kept.flatMap(({ limits }) => limits).toSorted((a, b) => compareText(a.id, b.id)),
    advice,
    ...(unread.length > 0 && { unread }),
    findings: findings(),
  }
}

function readable(readings: readonly PlaceReading[], settings: AwsSettings, report: Report): readonly PlaceReading[] {
  const read = readings.filter(({ fault }) => fault === null)
  for (const { place, fault } of readings) {
    if (!fault) continue
    if (read.length === 0)
      throw sourceErrorOf(fault, settings, { where: readings.map(({ place }) => showPlace(place)).join(', ') })
    report('source.partial', {
      subject: showPlace(place),
      message: `Nothing of it could be read, so its VMs are not in the site. ${fault.said}`,
      suggestion: mend(fault, settings, ['DescribeInstances']),
    })
  }
  return read
}

/**
 * Ids of AWS are its own in all accounts, so a place whose instances were all read before is the same account under
 * another name; it would bring every load balancer and record twice.
 */
function withoutRepeats(readings: readonly PlaceReading[], report: Report): readonly PlaceReading[] {
  const owners = new Map<string, AwsPlace>()
  return readings.filter(({ place, collection }) => {
    const ids = collection.items.Reservations.map(({ value }) => (value as AwsInstance).InstanceId)
    const [first] = ids
    const earlier = first === undefined ? undefined : owners.get(first)
    const isRepeat = earlier !== undefined && ids.every((id) => owners.has(id))
    for (const id of ids) if (!owners.has(id)) owners.set(id, place)
    if (isRepeat)
      report('site.conflict', {
        subject: showPlace(place),
        message: `It has the same ${counted(ids.length, 'instance')} as ${showPlace(earlier)}: both are one account. It is read once.`,
        suggestion: 'Remove one of them from `accounts`.',
      })
    return !isRepeat
  })
}

/** The first region of each account that answered. */
function firstOfAccounts(readings: readonly PlaceReading[]): readonly AwsPlace[] {
  const byAccount = Map.groupBy(readings, ({ place }) => place.account)
  return [...byAccount.values()].flatMap(([first]) => (first ? [first.place] : []))
}

function add(own: Collection, all: Collection): void {
  for (const kind of own.present) all.present.add(kind)
  for (const kind of Object.keys(own.items) as Kind[]) for (const item of own.items[kind]) all.items[kind].push(item)
}

function reportNone({ regions }: AwsSettings, report: Report): void {
  report('site.value-missing', {
    subject: 'instances',
    message: `There are no instances in ${regions.join(', ')}.`,
    suggestion: 'Check `regions`, and which account the credentials belong to: aws sts get-caller-identity',
  })
}
