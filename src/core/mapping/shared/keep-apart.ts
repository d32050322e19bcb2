/** VMs that must not fail together: which pairs need different zones, and which groups different hosts. */
import type { KeepApart, MappingPolicy } from '../../../model/config.ts'
import { createFinding, type Finding } from '../../../model/finding.ts'
import { matches } from '../../../model/match.ts'
import type { ScopedVm } from '../../../model/scoped-vm.ts'
import type { Network } from '../../../model/network.ts'
import { countOf } from '../amounts.ts'

export interface Apart {
  /** Ids of VMs that must all be in different zones; those of one rule together. */
  readonly groups: readonly (readonly string[])[]
  /** Ids of VMs whose zones must differ: every two of a group. */
  readonly pairs: readonly (readonly [string, string])[]
  /** By VM id: the group whose members must not share a host. */
  readonly hosts: ReadonlyMap<string, string>
  readonly findings: readonly Finding[]
}

interface Around {
  readonly policy: Pick<MappingPolicy, 'keepApart'>
  readonly zones: { readonly perRegion: number; readonly ofSubnets: boolean }
  readonly site: { readonly network: Network }
}

/** `scoped` in the order of ids. Where subnets have zones, the network decides and the plan judges (plan/apart.ts). */
export function planApart(scoped: readonly ScopedVm[], { policy, zones, site }: Around): Apart {
  const groups = policy.keepApart.map((rule, index) => ({ rule, index, ids: idsFor(rule, scoped, site) }))
  const zonal = groups.filter(({ rule }) => rule.by === 'zone')
  const fitting = zonal.filter(({ ids }) => ids.length <= zones.perRegion)
  const apart = zones.ofSubnets ? [] : fitting.map(({ ids }) => ids).filter((ids) => ids.length > 1)
  return {
    groups: apart,
    pairs: apart.flatMap(pairsOf),
    hosts: new Map(
      groups
        .filter(({ rule, ids }) => rule.by === 'host' && ids.length > 1)
        .flatMap(({ ids, index }) => ids.map((id) => [id, `keep-apart-${index + 1}`] as const)),
    ),
    findings: [
      ...groups.filter(({ ids }) => ids.length < 2).map(({ index, ids }) => tooFew(index, ids.length)),
      ...zonal
        .filter(({ ids }) => ids.length > zones.perRegion)
        .map(({ index, ids }) => tooMany(index, ids, zones.perRegion)),
    ],
  }
}

const idsFor = (
  { match }: KeepApart,
  scoped: readonly ScopedVm[],
  site: { readonly network: Network },
): readonly string[] =>
  scoped.filter(({ vm, application }) => matches(match, { ...vm, application }, site)).map(({ vm }) => vm.id)

const pairsOf = (ids: readonly string[]): readonly (readonly [string, string])[] =>
  ids.flatMap((a, index) => ids.slice(index + 1).map((b) => [a, b] as const))

const tooFew = (index: number, count: number): Finding =>
  createFinding('map.limit-unused', {
    subject: `mapping.keepApart[${index}]`,
    message: `It matches ${count === 0 ? 'no VM' : 'one VM only'}, so nothing is kept apart.`,
    suggestion: 'Correct the match, or take the rule out.',
  })

const tooMany = (index: number, ids: readonly string[], zones: number): Finding =>
  createFinding('map.apart-impossible', {
    subject: `mapping.keepApart[${index}]`,
    message: `It matches ${countOf(ids.length, 'VMs')}, and a region is only sure to have ${zones} zones: they cannot all be in different ones, so this rule is left out.`,
    suggestion: 'Match fewer VMs, or keep them apart by host.',
    affected: ids,
  })
