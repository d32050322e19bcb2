/** Are VMs that must not fail together in different zones? Where subnets have zones, only the finished plan can tell. */
import type { KeepApart } from '../../model/config.ts'
import { createFinding, type Finding } from '../../model/finding.ts'
import { matches } from '../../model/match.ts'
import type { Mapping } from '../../model/mapping.ts'
import type { NetworkTranslation } from '../../model/network-translation.ts'
import type { ScopedVm } from '../../model/scoped-vm.ts'
import type { Site } from '../../model/site.ts'
import { compareText } from '../../model/text-order.ts'
import { namesOf } from './names.ts'

interface Placed {
  readonly planned: readonly ScopedVm[]
  readonly site: Pick<Site, 'network'>
  readonly mapping: Mapping
  readonly translation: NetworkTranslation
}

/** One finding for each rule and zone that holds two or more of its VMs. */
export function apartFindings(rules: readonly KeepApart[], placed: Placed): readonly Finding[] {
  if (rules.length === 0) return []
  const zones = zonesOf(placed)
  return rules.flatMap((rule, index) => {
    if (rule.by !== 'zone') return []
    const own = placed.planned.filter(({ vm, application }) => matches(rule.match, { ...vm, application }, placed.site))
    const together = Map.groupBy(own, ({ vm }) => zones.get(vm.id))
    return [...together].flatMap(([zone, vms]) =>
      zone === undefined || vms.length < 2 ? [] : [shared(index, zone, vms)],
    )
  })
}

/** By VM id: what the mapping gives it, else that of the subnet of its first address. */
function zonesOf({ mapping, translation }: Placed): ReadonlyMap<string, number> {
  const subnets = new Map(translation.subnets.map(({ key, zone }) => [key, zone]))
  const zones = new Map<string, number>()
  for (const { vmId, subnetKey } of translation.addresses) {
    const zone = subnets.get(subnetKey)
    if (zone !== undefined && !zones.has(vmId)) zones.set(vmId, zone)
  }
  for (const { vmId, offering } of mapping.assignments) if (offering.zone !== undefined) zones.set(vmId, offering.zone)
  return zones
}

function shared(index: number, zone: number, vms: readonly ScopedVm[]): Finding {
  const names = vms.map(({ vm }) => vm.name).sort(compareText)
  return createFinding('plan.not-apart', {
    subject: `mapping.keepApart[${index}]`,
    message: `${namesOf(names)} come up in the same zone (number ${zone + 1}), because their subnets do.`,
    suggestion: 'Put them into subnets of different zones, or keep them apart by host.',
    affected: vms.map(({ vm }) => vm.id).sort(compareText),
  })
}
