/** How the accelerators of each assigned VM come back, what is lost by that, and what to try where one cannot be had. */
import { findGpuModel, shareOf } from '../../model/accelerator-models.ts'
import { createFinding, type Finding } from '../../model/finding.ts'
import type { MappedAccelerator, Mapping } from '../../model/mapping.ts'
import type { ScopedVm } from '../../model/scoped-vm.ts'
import type { Accelerator } from '../../model/site.ts'
import { describeAccelerator, describeNeed, fits } from './accelerator-constraint.ts'
import { countedMemoryGiB, smallestSlice, type AcceleratorNeed } from './accelerator-needs.ts'
import { formatAmount, listOf } from './amounts.ts'
import { isLargeEnough } from './constraints.ts'
import { otherComponents } from './ladder/other-components.ts'
import type { MapSiteInput } from './draft-mapping.ts'
import { openMarket, type Candidate, type Market } from './market.ts'
import { needsOf, type Needs } from './needs.ts'

/** A list of what to try, not of all there is. */
const MOST_ALTERNATIVES = 3

export interface MappedAccelerators {
  readonly accelerators: readonly MappedAccelerator[]
  readonly findings: readonly Finding[]
}

type AcceleratorInput = Pick<MapSiteInput, 'vms' | 'demands' | 'catalogue' | 'region' | 'policy'>

/** Of the VMs of `mapping` that need some, in its order; `input` is what it was made from. */
export function mapAccelerators(mapping: Mapping, input: AcceleratorInput): MappedAccelerators {
  const market = openMarket(input.catalogue, {
    region: input.region,
    hoursPerMonth: input.policy.hoursPerMonth,
    primaryRegion: null,
  })
  const candidates = new Map(market.candidates.map((candidate) => [candidate.component.id, candidate]))
  const byId = new Map(input.vms.map((scoped) => [scoped.vm.id, scoped]))
  const made = mapping.assignments.flatMap(({ vmId, offering: { componentId } }) => {
    const scoped = byId.get(vmId)
    const demand = input.demands.get(vmId)
    const chosen = candidates.get(componentId)
    if (!scoped || !demand || !chosen) return []
    const own = market.componentOf(scoped.vm.sourceType)
    const needs = needsOf({ scoped, demand, policy: input.policy, own, networkUnstated: market.networkUnstated })
    return needs.accelerators.length === 0 ? [] : [mappedOf(scoped, needs, { chosen, market })]
  })
  return { accelerators: made.map(({ mapped }) => mapped), findings: made.flatMap(({ finding }) => finding ?? []) }
}

interface Choice {
  readonly chosen: Candidate
  readonly market: Market
}

function mappedOf(
  { vm }: ScopedVm,
  needs: Needs,
  { chosen, market }: Choice,
): { readonly mapped: MappedAccelerator; readonly finding: Finding | null } {
  const offered = chosen.component.capacity.accelerators
  const degraded = degradedOf(needs, offered)
  const mapped: MappedAccelerator = {
    vmId: vm.id,
    needed: listOf(needs.accelerators.map(describeNeed)),
    given: listOf(offered.map((one) => `${describeAccelerator(one)}${sliceWords(one, needs)}`)) || 'none',
    sharing: sharingOf(offered, needs),
    driver: driverOf(offered, needs),
    degraded,
    alternatives: alternativesTo(chosen, needs, market),
  }
  return { mapped, finding: degraded && degradedFinding(vm, degraded) }
}

const gpuNeed = ({ accelerators }: Needs): AcceleratorNeed | undefined =>
  accelerators.find(({ kind }) => kind === 'gpu')

function sliceWords(offered: Accelerator, needs: Needs): string {
  const need = gpuNeed(needs)
  const slice = need?.sharing === 'mig' ? smallestSlice(offered, need) : null
  return slice === null ? '' : `, as slice ${slice}`
}

function sharingOf(offered: readonly Accelerator[], needs: Needs): MappedAccelerator['sharing'] {
  if (gpuNeed(needs)?.sharing === 'mig') return 'mig'
  return offered.some(({ model }) => shareOf(model) < 1) ? 'fraction' : 'whole'
}

/** What drplan.yaml asks for, else what the GPU cannot do without. */
function driverOf(offered: readonly Accelerator[], needs: Needs): string | null {
  const stated = gpuNeed(needs)?.driver
  return stated ?? (offered.map(({ model }) => findGpuModel(model)?.driver).find(Boolean) || null)
}

function degradedOf(needs: Needs, offered: readonly Accelerator[]): MappedAccelerator['degraded'] {
  const need = gpuNeed(needs)
  if (!need?.degraded) return null
  const { usedGiB, reason } = need.degraded
  const givenGiB = Math.max(...offered.filter((one) => fits(one, need)).map((one) => countedMemoryGiB(one, need)))
  return givenGiB >= usedGiB ? null : { usedGiB, givenGiB, reason }
}

const degradedFinding = (
  { id, name }: ScopedVm['vm'],
  { usedGiB, givenGiB, reason }: NonNullable<MappedAccelerator['degraded']>,
): Finding =>
  createFinding('map.accelerator-degraded', {
    subject: name,
    message: `${name} gets GPUs of ${formatAmount(givenGiB)} GiB, where it needs ${formatAmount(usedGiB)} GiB each: ${formatAmount(usedGiB - givenGiB)} GiB are lost, as mapping.accelerators of drplan.yaml allows (${reason}).`,
    suggestion: 'Try the application with this memory in a drill, or take "degraded" out.',
    affected: [id],
  })

/** Of the same function as the targets of the mapping. */
function alternativesTo(chosen: Candidate, needs: Needs, market: Market): readonly string[] {
  const holding = market.suited(needs).filter(({ component }) => isLargeEnough(component, needs))
  return otherComponents(chosen, needs, { holding, most: MOST_ALTERNATIVES }).map(
    ({ candidate }) => candidate.component.id,
  )
}
