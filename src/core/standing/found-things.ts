/** Things of a reading with what they are known by; of each kind when those before it have their keys (standingKinds). */
import { formatAddress } from '../../model/address.ts'
import { formatCidr } from '../../model/cidr.ts'
import { objectsOf, type NetworkObjectOf } from '../../model/network-objects.ts'
import { standingMarks as marks } from '../../model/standing-marks.ts'
import { standingTags, type StandingKind } from '../../model/standing.ts'
import type { Keys } from './keys.ts'
import type { FoundThing } from './match.ts'
import { firstFiltersOf, guardsOf, stateOf, type StandingReading } from './reading.ts'

type Finder = (reading: StandingReading, keys: Keys) => readonly Found[]
type Found = Omit<FoundThing, 'kind'>

interface Named {
  readonly id: string
  readonly name: string
}

const found = ({ id, name }: Named, vpcKey: string | null, own: readonly string[] = []): Found => ({
  id,
  names: [name, id],
  vpcKey,
  marks: own,
})

/** Keys of those among these ids that the plan has. */
const known = (keys: Keys, kind: StandingKind, ids: readonly (string | null)[]): readonly string[] =>
  ids.flatMap((id) => keys.of(kind, id) ?? [])

/** The first network of the plan among these. */
const vpcOf = (keys: Keys, ids: readonly (string | null)[]): string | null => known(keys, 'vpc', ids)[0] ?? null

/** Those of networks of the plan only. */
const inPlan = (things: readonly Found[]): readonly Found[] => things.filter(({ vpcKey }) => vpcKey !== null)

const finders: Readonly<Record<StandingKind, Finder>> = {
  vpc: ({ network }) =>
    network.vpcs.map((vpc) => {
      const subnets = network.subnets.filter(({ vpcId }) => vpcId === vpc.id)
      const blocks = [...vpc.blocks, ...subnets.flatMap(({ block }) => block ?? [])]
      return found(vpc, null, blocks.map(formatCidr))
    }),
  subnet: ({ network }, keys) =>
    inPlan(
      network.subnets.map((one) => found(one, keys.of('vpc', one.vpcId), one.block ? [formatCidr(one.block)] : [])),
    ),
  'route-table': ({ network }, keys) =>
    inPlan(
      network.routeTables.map((table) => {
        const users = network.subnets.filter(({ routeTableId }) => routeTableId === table.id)
        const own = known(
          keys,
          'subnet',
          users.map(({ id }) => id),
        )
        return found(table, keys.of('vpc', table.vpcId), own)
      }),
    ),
  'security-group': ({ network }, keys) =>
    inPlan(network.securityGroups.map((group) => found(group, keys.of('vpc', group.vpcId)))),
  'packet-filter': (reading, keys) =>
    guardsOf(reading)
      .filter(({ isDefault }) => !isDefault)
      .map((filter) => found(filter, keys.of('vpc', filter.vpcId), known(keys, 'subnet', filter.subnetIds))),
  'first-filter': (reading, keys) =>
    inPlan(firstFiltersOf(reading).map((filter) => found(filter, keys.of('vpc', filter.vpcId)))),
  'member-group': ({ network }) => objectsOf(network.objects, 'member-group').map((group) => found(group, null)),
  'prefix-list': ({ network }) => objectsOf(network.objects, 'prefix-list').map((list) => found(list, null)),
  server: ({ vms }, keys) =>
    vms
      .filter((vm) => stateOf(vm) === 'standing')
      .map((vm) => {
        const { id, nics, tags } = vm
        const subnet = nics.find(({ subnetId }) => keys.of('subnet', subnetId) !== null)
        return { id, names: [tags[standingTags.vm] ?? id], vpcKey: subnet ? '' : null, marks: [] }
      }),
  gateway: ({ network }, keys) =>
    objectsOf(network.objects, 'gateway').map((gateway) => ({
      ...found(gateway, vpcOf(keys, gateway.vpcIds), atGateway(gateway, keys)),
      names: [marks.gatewayName(gateway.role, gateway.name), gateway.id],
    })),
  'remote-gateway': ({ network }) =>
    objectsOf(network.objects, 'remote-gateway').map((remote) =>
      found(remote, null, remote.publicAddress ? [formatAddress(remote.publicAddress)] : []),
    ),
  connection: ({ network }, keys) =>
    objectsOf(network.objects, 'connection').map((one) => {
      const other = one.remoteId === null ? keys.of('vpc', one.vpcId) : keys.of('remote-gateway', one.remoteId)
      const ends = [keys.of('gateway', one.gatewayId) ?? one.gatewayId, other]
      return found(one, vpcOf(keys, [one.vpcId]), [marks.between(ends[0] ?? '', ends[1] ?? '')])
    }),
  peering: ({ network }, keys) =>
    objectsOf(network.objects, 'peering').map((one) => {
      const [near, far] = [keys.of('vpc', one.vpcId), keys.of('vpc', one.peerVpcId)]
      const own = near !== null && far !== null ? [marks.between(near, far)] : []
      return found(one, near ?? far, own)
    }),
  endpoint: ({ network }, keys) =>
    inPlan(
      objectsOf(network.objects, 'endpoint').map((one) =>
        found(one, keys.of('vpc', one.vpcId), [marks.service(one.role, one.service)]),
      ),
    ),
}

const atGateway = ({ id, role, vpcIds }: NetworkObjectOf<'gateway'>, keys: Keys): readonly string[] => [
  marks.sameId(id),
  ...known(keys, 'vpc', vpcIds).map((key) => marks.gateway(role, key)),
]

/** What of this kind stands there. */
export const foundThings = (kind: StandingKind, reading: StandingReading, keys: Keys): readonly FoundThing[] =>
  finders[kind](reading, keys).map((one) => ({ kind, ...one }))
