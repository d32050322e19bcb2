/** What is worth saying once about many VMs. */
import type { MappingPolicy } from '../../model/config.ts'
import { createFinding } from '../../model/finding.ts'
import type { Finding } from '../../model/finding.ts'
import type { Vm } from '../../model/site.ts'
import { countOf } from './amounts.ts'
import type { PriceBasis } from './map-vm.ts'

/** The findings are in no particular order; the affected VMs are in that of `vms`. */
export function siteFindings(
  vms: readonly Vm[],
  prices: readonly PriceBasis[],
  { today, priceAgeDays }: MappingPolicy,
): Finding[] {
  return [
    ...ephemeralFindings(vms),
    ...unknownDiskFindings(vms),
    ...licenceFindings(vms, prices),
    ...estimateFindings(prices),
    ...(today === null ? [] : ageFindings(prices, { today, priceAgeDays })),
  ]
}

/** Raw and shared disks are of the rules of compatibility. */
function ephemeralFindings(vms: readonly Vm[]): Finding[] {
  const affected = idsWhere(vms, (vm) => vm.disks.some(({ attachment }) => attachment === 'ephemeral'))
  if (affected.length === 0) return []
  return [
    createFinding('map.disk-not-replicable', {
      subject: 'ephemeral disks',
      message:
        'Ephemeral disks come up empty, on local disk where the component has enough; one that a VM boots from is copied.',
      suggestion: 'Make sure that nothing on them is needed after a failover.',
      affected,
    }),
  ]
}

function unknownDiskFindings(vms: readonly Vm[]): Finding[] {
  const affected = idsWhere(vms, (vm) => vm.disks.length === 0)
  if (affected.length === 0) return []
  return [
    createFinding('map.disks-unknown', {
      subject: 'unknown disks',
      message: `No disk is known of ${countOf(affected.length, 'VMs')}: their cost is without storage, and their restore time cannot be told.`,
      suggestion: 'Add the disks to the inventory.',
      affected,
    }),
  ]
}

/** Subscriptions by the name of the system, since its family is Linux; openSUSE needs none. */
const subscriptions: readonly { readonly name: string; readonly pattern: RegExp }[] = [
  { name: 'Red Hat Enterprise Linux', pattern: /\b(red ?hat|rhel)\b/i },
  { name: 'SUSE Linux Enterprise', pattern: /\b(suse|sles)\b/i },
]

function licenceFindings(vms: readonly Vm[], prices: readonly PriceBasis[]): Finding[] {
  const unknown = prices.filter((price) => price.licence === 'unknown').map((price) => price.vmId)
  const windows = createFinding('map.licence-not-priced', {
    subject: 'Windows licences',
    message: `The component of ${countOf(unknown.length, 'VMs')} has no known price with Windows: it is priced like Linux, without a licence.`,
    suggestion: "Add the vendor's charge for the licence, or bring your own (mapping.windowsLicence: own).",
    affected: unknown,
  })
  const others = subscriptions.flatMap(({ name, pattern }) => {
    const affected = idsWhere(vms, (vm) => vm.os?.family !== 'windows' && pattern.test(vm.os?.name ?? ''))
    if (affected.length === 0) return []
    return [
      createFinding('map.licence-not-priced', {
        subject: `${name} subscriptions`,
        message: `${name} runs on ${countOf(affected.length, 'VMs')}, priced like any Linux, without a subscription.`,
        suggestion: "Add the vendor's charge for the subscription, or bring your own.",
        affected,
      }),
    ]
  })
  return [...(unknown.length > 0 ? [windows] : []), ...others]
}

/** One for all VMs whose network no component of the region can be compared with. */
export function unstatedFindings(affected: readonly string[], region: string): Finding[] {
  if (affected.length === 0) return []
  return [
    createFinding('map.limit-unstated', {
      subject: 'network of components',
      message: `The catalogue states no network of any component in ${region}, so the network that ${countOf(affected.length, 'VMs')} need could not be compared with it.`,
      suggestion: "Compare the forecasts with the vendor's figures for the chosen components.",
      affected,
    }),
  ]
}

const idsWhere = (vms: readonly Vm[], holds: (vm: Vm) => boolean): string[] => vms.filter(holds).map((vm) => vm.id)

function estimateFindings(prices: readonly PriceBasis[]): Finding[] {
  const machines = prices.filter((price) => price.estimated).map((price) => price.vmId)
  const licences = prices.filter((price) => price.licence === 'estimated').map((price) => price.vmId)
  return [
    {
      subject: 'estimated prices',
      message: `The component or a service of ${countOf(machines.length, 'VMs')} has a price in this region that is estimated, not read.`,
      affected: machines,
    },
    {
      subject: 'estimated Windows licences',
      message: `The Windows licence of ${countOf(licences.length, 'VMs')} has a price that is estimated, not read.`,
      affected: licences,
    },
  ]
    .filter(({ affected }) => affected.length > 0)
    .map((about) =>
      createFinding('map.price-stale', {
        ...about,
        suggestion: 'Look these prices up with the vendor before you budget for them.',
      }),
    )
}

function ageFindings(
  prices: readonly PriceBasis[],
  { today, priceAgeDays }: { readonly today: string; readonly priceAgeDays: number },
): Finding[] {
  const old = prices.filter((price) => daysBetween(price.oldest, today) > priceAgeDays)
  const oldest = old.map((price) => price.oldest).sort()[0]
  if (oldest === undefined) return []
  return [
    createFinding('map.price-stale', {
      subject: 'old prices',
      message: `The cost of ${countOf(old.length, 'VMs')} rests on prices older than ${priceAgeDays} days; the oldest is of ${oldest}, ${daysBetween(oldest, today)} days before ${today}.`,
      suggestion: 'Refresh the catalogue, or accept older prices with mapping.priceAgeDays.',
      affected: old.map((price) => price.vmId),
    }),
  ]
}

const DAY_MS = 86_400_000

/** Between two ISO dates. */
const daysBetween = (from: string, to: string): number => Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS)
