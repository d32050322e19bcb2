/** The site as all subscriptions have it. */
import { BugError } from '../../errors.ts'
import type { AzureSettings } from '../../model/live-settings.ts'
import type { SiteReading, SourceRequest } from '../../model/source.ts'
import { compareText } from '../../model/text-order.ts'
import { mapAtMost } from '../at-most.ts'
import { createReport, type Report } from '../report.ts'
import { dumpOf, noEntries, type Entries, type Kind } from './answers.ts'
import { openCredential, showSubscription } from './clients.ts'
import { convertDump, regionOf, type Advice } from './convert.ts'
import { mend, sourceErrorOf } from './faults.ts'
import { readSubscription, type SubscriptionReading } from './read-subscription.ts'

export const subscriptionsAtOnce = 4

const advice: Advice = {
  sizes:
    'Allow Microsoft.Compute/skus/read; a size that Azure does not list in the region needs its figures in drplan.yaml.',
  disks: 'Allow Microsoft.Compute/disks/read, and name the resource groups of the disks, if any are named.',
  nics: 'Add the subscription or the resource group of the interfaces, if not all are read.',
  subnets: 'Add the subscription or the resource group of the virtual networks, if not all are read.',
  groups: 'Add the subscription or the resource group of the network security groups, if not all are read.',
  vms: 'Add the subscription or the resource group of the machines, if not all are read.',
  regions: 'Name one region under `regions`, give each a drplan.yaml of its own, or set site.region in drplan.yaml.',
}

/** Throws BugError when the request is not for Azure. */
export function settingsOf({ live }: SourceRequest): AzureSettings {
  if (live?.kind !== 'azure')
    throw new BugError('bug.invariant', 'The source azure was asked without settings of its own.')
  return live
}

export const subscriptionsOf = ({ subscriptions }: AzureSettings): readonly string[] => [
  ...new Set(subscriptions.map((id) => id.toLowerCase())),
]

/**
 * Throws SourceError `source.unauthorised`, `source.throttled`, `source.answer-damaged` or `source.unreachable` when no
 * subscription can be read; one of several that cannot is a finding.
 */
export async function readSite(request: SourceRequest): Promise<SiteReading> {
  const settings = settingsOf(request)
  const { report, findings } = createReport()
  const credential = await openCredential(settings)
  const readings = await mapAtMost(subscriptionsAtOnce, subscriptionsOf(settings), (subscription) =>
    readSubscription({ settings, credential, subscription }, report),
  )
  const dump = dumpOf(joined(readable(readings, settings, report)), {
    source: 'azure',
    suggestion: 'Run it again; if the entry stays so, this drplan does not know this kind of answer.',
    report,
  })
  const { vms, network, limits, advice: references } = convertDump(dump, advice, report)
  if (vms.length === 0) reportNone(settings, report)
  const unread = [...new Set(readings.flatMap((reading) => reading.unread))].toSorted(compareText)
  return {
    capturedAt: request.until,
    region: regionOf(dump, { request, advice, report }) ?? onlyRegion(settings),
    vms,
    network,
    limits,
    advice: references,
    ...(unread.length > 0 && { unread }),
    findings: findings(),
  }
}

const onlyRegion = ({ regions }: AzureSettings): string | null => (regions.length === 1 ? (regions[0] ?? null) : null)

function readable(
  readings: readonly SubscriptionReading[],
  settings: AzureSettings,
  report: Report,
): readonly SubscriptionReading[] {
  const read = readings.filter(({ fault }) => fault === null)
  for (const { subscription, fault } of readings) {
    if (!fault) continue
    if (read.length === 0)
      throw sourceErrorOf(fault, settings, readings.map((one) => showSubscription(one.subscription)).join(', '))
    report('source.partial', {
      subject: showSubscription(subscription),
      message: `Nothing of it could be read, so its VMs are not in the site. ${fault.said}`,
      suggestion: mend(fault, settings, ['VirtualMachines_ListAll']),
    })
  }
  return read
}

/** Ids carry their subscription, so nothing meets but tags of services and sizes, which are the same for all. */
function joined(readings: readonly SubscriptionReading[]): Entries {
  const all = noEntries()
  for (const { entries } of readings)
    for (const kind of Object.keys(entries) as Kind[]) for (const item of entries[kind]) all[kind].push(item)
  return all
}

function reportNone({ subscriptions, regions, resourceGroups }: AzureSettings, report: Report): void {
  report('site.value-missing', {
    subject: 'virtual machines',
    message: `There are no virtual machines in ${[...subscriptions, ...regions, ...resourceGroups].join(', ')}.`,
    suggestion: 'Check `subscriptions`, `regions` and `resourceGroups`: az vm list --query "[].id"',
  })
}
