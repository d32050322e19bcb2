/**
 * What the nouns of the site refer to and no source gave: asked of the whole site, because one source may hold what
 * another one refers to. One finding for each kind of thing. Not asked here: interfaces of nobody's VM and prefix lists
 * of the platform, which only their source knows; a peer's VPC, which may be somebody else's; dependencies of VMs.
 */
import { createFinding, type Finding } from '../../model/finding.ts'
import { listed } from '../../model/listed.ts'
import type { Network } from '../../model/network.ts'
import { referencesOf } from '../../model/object-references.ts'
import type { Site, Vm } from '../../model/site.ts'
import type { ReferredKind, SiteReading } from '../../model/source.ts'
import { compareText } from '../../model/text-order.ts'

type Whole = Pick<Site, 'vms' | 'network'>

interface Reference {
  /** The thing that is missed; null where there is none. */
  readonly id: string | null | undefined
  /** Who refers to it. */
  readonly by: string
}

interface Check {
  readonly words: readonly [one: string, many: string]
  readonly references: (site: Whole) => readonly Reference[]
  readonly known: (site: Whole) => readonly string[]
}

const idsOf = (things: readonly { readonly id: string }[]): readonly string[] => things.map(({ id }) => id)

const toEach = (by: string, ids: readonly string[]): readonly Reference[] => ids.map((id) => ({ id, by }))

const ofNics = (vms: readonly Vm[], get: (nic: Vm['nics'][number]) => readonly (string | null)[]) =>
  vms.flatMap((vm) => vm.nics.flatMap((nic) => get(nic).map((id) => ({ id, by: vm.id }))))

const ofObjects = ({ objects }: Network, kind: keyof ReturnType<typeof referencesOf>) =>
  objects.flatMap((object) => toEach(object.id, referencesOf(object)[kind]))

const checks: Readonly<Record<ReferredKind, Check>> = {
  vms: {
    words: ['VM', 'VMs'],
    references: ({ network }) => ofObjects(network, 'vmIds'),
    known: ({ vms }) => vms.flatMap(({ id, otherIds = [] }) => [id, ...otherIds]),
  },
  vpcs: {
    words: ['VPC', 'VPCs'],
    references: ({ network }) => [
      ...[...network.subnets, ...network.routeTables, ...network.securityGroups].map(({ id, vpcId }) => ({
        id: vpcId,
        by: id,
      })),
      ...ofObjects(network, 'vpcIds'),
    ],
    known: ({ network }) => idsOf(network.vpcs),
  },
  subnets: {
    words: ['subnet', 'subnets'],
    references: ({ vms, network }) => [
      ...ofNics(vms, ({ subnetId }) => [subnetId]),
      ...ofObjects(network, 'subnetIds'),
    ],
    known: ({ network }) => idsOf(network.subnets),
  },
  routeTables: {
    words: ['route table', 'route tables'],
    references: ({ network }) => [
      ...network.subnets.map(({ id, routeTableId }) => ({ id: routeTableId, by: id })),
      ...network.routes.map(({ id, tableId }) => ({ id: tableId, by: id })),
      ...ofObjects(network, 'routeTableIds'),
    ],
    known: ({ network }) => idsOf(network.routeTables),
  },
  securityGroups: {
    words: ['security group', 'security groups'],
    references: ({ vms, network }) => [
      ...ofNics(vms, ({ securityGroupIds }) => securityGroupIds),
      ...network.securityRules.flatMap(({ groupId, peer }) => [
        { id: groupId, by: groupId },
        ...(peer.kind === 'group' ? [{ id: peer.groupId, by: groupId }] : []),
      ]),
      ...ofObjects(network, 'securityGroupIds'),
    ],
    known: ({ network }) => idsOf(network.securityGroups),
  },
}

const usual =
  'Let a source read them too, such as another file, account, subscription, region or resource group, or correct the ids.'

/** In the order of the kinds; `readings` say what to do about it. */
export function missingReferences(site: Whole, readings: readonly SiteReading[]): readonly Finding[] {
  return (Object.keys(checks) as ReferredKind[]).toSorted(compareText).flatMap((kind) => {
    const { words, references, known } = checks[kind]
    const knownIds = new Set(known(site))
    const missing = references(site).filter(({ id }) => id && !knownIds.has(id))
    const ids = [...new Set(missing.map(({ id }) => id ?? ''))].toSorted(compareText)
    if (ids.length === 0) return []
    const affected = [...new Set(missing.map(({ by }) => by))].toSorted(compareText)
    return [
      createFinding('site.reference-missing', {
        subject: words[1],
        message: `${ids.length} ${ids.length === 1 ? words[0] : words[1]} referred to, and in no source: ${listed(ids)}.`,
        suggestion: adviceOf(kind, namesOf(affected, site.vms), readings),
        affected,
      }),
    ]
  })
}

/** Sources may call a VM otherwise than the site. */
function namesOf(ids: readonly string[], vms: readonly Vm[]): ReadonlySet<string> {
  const own = new Set(ids)
  return new Set([...ids, ...vms.filter(({ id }) => own.has(id)).flatMap(({ otherIds = [] }) => otherIds)])
}

/** That of the sources that know any of those who refer, each once, in the order of drplan.yaml. */
function adviceOf(kind: ReferredKind, by: ReadonlySet<string>, readings: readonly SiteReading[]): string {
  const own = readings.filter((reading) => refersIn(reading, by)).map(({ advice }) => advice?.[kind] ?? usual)
  return [...new Set(own)].join(' ') || usual
}

const refersIn = ({ vms, network }: SiteReading, by: ReadonlySet<string>): boolean =>
  [vms, network.subnets, network.routeTables, network.routes, network.securityGroups, network.objects].some((things) =>
    things.some(({ id }) => by.has(id)),
  )
