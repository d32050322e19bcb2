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
    ...licenceFindings(vms),
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

function licenceFindings(vms: readonly Vm[]): Finding[] {
  const affected = idsWhere(vms, (vm) => vm.os?.family === 'windows')
  if (affected.length === 0) return []
  return [
    createFinding('map.licence-not-priced', {
      subject: 'Windows licences',
      message: `Windows runs on ${countOf(affected.length, 'VMs')}, priced like Linux, without a licence.`,
      suggestion: "Add the vendor's charge for the licence, or bring your own.",
      affected,
    }),
  ]
}

const idsWhere = (vms: readonly Vm[], holds: (vm: Vm) => boolean): string[] => vms.filter(holds).map((vm) => vm.id)

function estimateFindings(prices: readonly PriceBasis[]): Finding[] {
  const affected = prices.filter((price) => price.estimated).map((price) => price.vmId)
  if (affected.length === 0) return []
  return [
    createFinding('map.price-stale', {
      subject: 'estimated prices',
      message: `The component of ${countOf(affected.length, 'VMs')} has a price in this region that is estimated, not read.`,
      suggestion: 'Look these prices up with the vendor before you budget for them.',
      affected,
    }),
  ]
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
