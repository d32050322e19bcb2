/** Everything that is asked of one subscription, and what failed on the way. */
import type { AzureSettings } from '../../model/live-settings.ts'
import type { UnreadKind } from '../../model/standing.ts'
import { mapAtMost } from '../at-most.ts'
import { placed } from '../json-items.ts'
import type { Report } from '../report.ts'
import { adminRuleReads } from './admin-rule-reads.ts'
import { actions, type CallName } from './actions.ts'
import { locationOf, noEntries, plain, textAt, type Entries } from './answers.ts'
import { openClients, openCompute, showSubscription, type Credential } from './clients.ts'
import { faultOf, mend, type Fault } from './faults.ts'
import { firewalledPartReads, firewalledReads } from './firewalled-reads.ts'
import { firstReads, machinesRead } from './first-reads.ts'
import { limitReads } from './limit-reads.ts'
import { connectionReads, laterReads, linkReads, tagReads } from './later-reads.ts'
import { namePartReads } from './name-reads.ts'
import type { Known, Read } from './reads.ts'
import { replicatedPartReads, replicatedReads } from './replicated-reads.ts'
import { unreadOf } from './unread.ts'

export interface SubscriptionReading {
  readonly subscription: string
  readonly entries: Entries
  /** What cannot be told of the subscription. */
  readonly unread: readonly UnreadKind[]
  /** Why nothing could be read; null when something was. */
  readonly fault: Fault | null
}

export interface Asking {
  readonly settings: AzureSettings
  readonly credential: Credential
  readonly subscription: string
}

/**
 * Questions that are asked at once. Azure Resource Manager lets a subscription read 250 times at once and 25 times a
 * second after that (Microsoft Learn, "Understand how Azure Resource Manager throttles requests").
 */
const questionsAtOnce = 4

/** Never throws what Azure did wrong: without its machines a subscription is a fault, without anything else a finding. */
export async function readSubscription(asking: Asking, report: Report): Promise<SubscriptionReading> {
  const { subscription } = asking
  try {
    const { entries, failures } = await readAll(asking)
    reportFaults(failures, asking, report)
    return { subscription, entries, unread: unreadOf(failures.map(({ call }) => call)), fault: null }
  } catch (error) {
    return { subscription, entries: noEntries(), unread: ['vpc'], fault: faultOf(error) }
  }
}

/** The machines alone, as plain entries. Throws as the SDK does. */
export async function readMachines(asking: Asking): Promise<Entries['vms']> {
  const entries = noEntries()
  const failed = await ask(machinesRead({ compute: await openCompute(asking, asking.subscription) }), asking, entries)
  if (failed) throw failed.fault.cause
  return entries.vms
}

interface FailedRead {
  readonly call: CallName
  readonly fault: Fault
}

interface Readings {
  readonly entries: Entries
  readonly failures: readonly FailedRead[]
}

/** In rounds, because each needs to know what the one before has found. */
async function readAll(asking: Asking): Promise<Readings> {
  const clients = await openClients(asking, asking.subscription)
  const entries = noEntries()
  const first = await ask(machinesRead(clients), asking, entries)
  if (first) throw first.fault.cause
  const known = { entries, clients, subscription: asking.subscription }
  const failures: FailedRead[] = []
  for (const round of [
    () => [
      ...firstReads(clients),
      ...firewalledReads(clients, asking.subscription),
      ...replicatedReads(clients, asking.subscription),
    ],
    () => secondReads(known),
    () => [...linkReads(known), ...tagReads(known)],
    () => connectionReads(known),
  ]) {
    const failed = await mapAtMost(questionsAtOnce, round(), (read) => ask(read, asking, entries))
    failures.push(...failed.filter((one) => one !== null))
    // Credentials that end in the middle would leave half a site, which is worse than none.
    const ended = failures.find(({ fault }) => fault.kind === 'unauthorised')
    if (ended) throw ended.fault.cause
  }
  return { entries, failures }
}

const secondReads = (known: Known): readonly Read[] => [
  ...laterReads(known),
  ...limitReads(known),
  ...adminRuleReads(known),
  ...namePartReads(known),
  ...firewalledPartReads(known),
  ...replicatedPartReads(known),
]

/** Adds page after page; null when all have come. Our own mistakes are not taken for those of Azure. */
async function ask({ call, kind, pages }: Read, asking: Asking, entries: Entries): Promise<FailedRead | null> {
  let page = 0
  try {
    for await (const items of pages()) {
      page++
      const shown = `${showSubscription(asking.subscription)}/${call}${page === 1 ? '' : ` page ${page}`}`
      const wanted = placed(
        items.map((item) => plain(item)),
        shown,
      ).filter(({ value }) => isWanted(value, asking.settings))
      for (const item of wanted) entries[kind].push(item)
    }
    return null
  } catch (error) {
    return { call, fault: faultOf(error) }
  }
}

/** What has no location, or is everywhere, is in every region; a part belongs to the resource group of the whole. */
function isWanted(entry: unknown, { regions, resourceGroups }: AzureSettings): boolean {
  const location = locationOf(entry)
  const isNear =
    regions.length === 0 ||
    location === '' ||
    location === 'global' ||
    regions.some((region) => locationOf({ location: region }) === location)
  const group = /\/resourcegroups\/([^/]+)\//i.exec(textAt(entry, 'id'))?.[1]?.toLowerCase()
  return (
    isNear &&
    (resourceGroups.length === 0 || group === undefined || resourceGroups.some((own) => own.toLowerCase() === group))
  )
}

/** One finding for each kind of fault, with everything that it kept from being read. */
function reportFaults(failures: readonly FailedRead[], { settings, subscription }: Asking, report: Report): void {
  for (const [kind, failed] of Map.groupBy(failures, ({ fault }) => fault.kind)) {
    const [first] = failed
    if (!first) continue
    const calls = [...new Set(failed.map(({ call }) => call))].toSorted()
    report('source.partial', {
      subject: `${showSubscription(subscription)}: ${kind}`,
      message: `Not read, or only in part: ${[...new Set(calls.map((call) => actions[call]))].join(', ')}. ${first.fault.said}`,
      suggestion: mend(first.fault, settings, calls),
    })
  }
}
