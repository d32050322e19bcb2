/** A component for every VM: the cheapest that holds its demand and keeps its promise. */
import type { MappingPolicy, RecoveryModel } from '../../model/config.ts'
import type { Catalogue } from '../../model/dr-component.ts'
import { compareFindings } from '../../model/finding.ts'
import type { Finding } from '../../model/finding.ts'
import type { Demand } from '../../model/forecast.ts'
import type { Mapping } from '../../model/mapping.ts'
import type { ScopedVm } from '../../model/scoped-vm.ts'
import { mapVm } from './map-vm.ts'
import type { VmMapping } from './map-vm.ts'
import { openMarket } from './market.ts'
import { sumMoney } from './money.ts'
import { assertRegion } from './region.ts'
import { siteFindings, unstatedFindings } from './site-findings.ts'
import { compareText } from '../../model/text-order.ts'

export interface MapSiteInput {
  readonly vms: readonly ScopedVm[]
  /** By VM id. */
  readonly demands: ReadonlyMap<string, Demand>
  readonly catalogue: Catalogue
  /** Of the recovery site. */
  readonly region: string
  readonly policy: MappingPolicy
  readonly recovery: RecoveryModel
}

/**
 * Every VM comes out once, assigned or unmapped, in the order of its id; `excluded` is left to the caller.
 * Throws InputError `config.region-unknown`, and `catalogue.damaged` when a service that a strategy needs has no price.
 */
export function mapSite(input: MapSiteInput): { mapping: Mapping; findings: readonly Finding[] } {
  const { demands, catalogue, region, policy, recovery } = input
  assertRegion(catalogue, region)
  const rules = { market: openMarket(catalogue, region), policy, recovery }
  const scoped = input.vms.toSorted((a, b) => compareText(a.vm.id, b.vm.id))
  const mapped = scoped.map((one) => mapVm(one, demands.get(one.vm.id), rules))
  const vms = scoped.map((one) => one.vm)
  const prices = mapped.flatMap((one) => one.prices ?? [])
  const unstated = rules.market.networkUnstated ? vms.filter((vm) => demands.get(vm.id)?.networkMbps?.required) : []
  const findings = [
    ...mapped.flatMap((one) => one.findings),
    ...siteFindings(vms, prices, policy),
    ...unstatedFindings(
      unstated.map((vm) => vm.id),
      region,
    ),
  ]
  return { mapping: joined(mapped, catalogue, region), findings: findings.sort(compareFindings) }
}

function joined(mapped: readonly VmMapping[], catalogue: Catalogue, region: string): Mapping {
  const assignments = mapped.flatMap((one) => one.assignment ?? [])
  return {
    target: catalogue.target,
    region,
    assignments,
    unmapped: mapped.flatMap((one) => one.unmapped ?? []),
    excluded: [],
    standbyPerMonth: sumMoney(assignments.map((one) => one.offering.standbyPerMonth)),
    recoveredPerHour: sumMoney(assignments.map((one) => one.offering.recoveredPerHour)),
    currency: catalogue.currency,
    catalogueAsOf: catalogue.asOf,
    solution: { status: 'optimal', gap: 0, method: 'exhaustive over independent VMs' },
  }
}
