/**
 * What ordered filters let through, as permissions: the entries that allow, where nothing denies a part of what a later
 * one allows; else disjoint boxes of the whole policy. What permissions have no word for is left out, never widened.
 */
import { createFinding, type Finding } from '../../../model/finding.ts'
import { intervalOf, subtract, union, type IntervalSet } from '../../../model/intervals.ts'
import { boxesOf } from '../proof/boxes-of.ts'
import { buildPolicy, listsOf } from '../proof/compare-policies.ts'
import { build, createDiagrams } from '../proof/diagram.ts'
import { PLATFORM_HOST, wholeOf } from '../proof/ends.ts'
import { groupList } from '../proof/lists.ts'
import type { Box, RuleList } from '../proof/packets.ts'
import { policyOf, type ConnectionPolicy } from '../proof/policies.ts'
import type { Side, SideRule } from '../proof/side.ts'
import { createSpace, isEmpty, type Domain } from '../proof/space.ts'
import { carriedProtocols } from '../proof/carried-protocols.ts'
import { directPermissions } from './direct-permissions.ts'
import type { ClassContext, PermissionClass } from './permission-classes.ts'
import { withoutUnsaid } from './unsaid-entries.ts'
import {
  boxPermissions,
  distinctPermissions,
  permissionText,
  whyUnsaid,
  type ClassPermissions,
  type Permission,
} from './said-permissions.ts'

const NODE_LIMIT = 500_000
/** Far more rules than all groups of a card hold. */
const MOST_BOXES = 2000

export function classPermissions(own: PermissionClass, context: ClassContext): ClassPermissions {
  const cleaned = withoutUnsaid(own, context)
  const parts = (['ingress', 'egress'] as const).map((direction) =>
    directionPermissions({ ...own, filters: cleaned.filters }, direction, { ...context, side: cleaned.side }),
  )
  return {
    permissions: distinctPermissions(parts.flatMap(({ permissions }) => permissions)),
    findings: [...cleaned.findings, ...parts.flatMap(({ findings }) => findings)],
  }
}

function directionPermissions(
  own: PermissionClass,
  direction: 'ingress' | 'egress',
  context: ClassContext,
): ClassPermissions {
  const [card] = own.cards
  const subnet = context.side.subnets.get(card?.subnetId ?? '')
  if (!card || !subnet) return { permissions: [], findings: [] }
  const addresses = own.addresses.length > 0 ? own.addresses : wholeOf(4)
  const policy = policyOf(card, direction, { side: context.side, family: 4 })
  const direct = directPermissions(own, direction, context)
  const permitted = direct ? permissionList(direct.permissions, { direction, side: context.side, subnet }) : []
  return settle(own, { policy, direct, permitted, direction, addresses })
}

interface Settling {
  readonly policy: ConnectionPolicy
  readonly direct: ClassPermissions | null
  /** The direct ones as a list. */
  readonly permitted: RuleList
  readonly direction: 'ingress' | 'egress'
  readonly addresses: IntervalSet
}

/** The direct ones, if they are proven to be the whole policy. */
function settle(own: PermissionClass, settling: Settling): ClassPermissions {
  const { policy, direct, permitted, direction, addresses } = settling
  const lists = [...listsOf(policy), permitted]
  const space = createSpace({ family: 4, lists, domain: domainOf(direction, addresses) })
  if (isEmpty(space)) return { permissions: [], findings: [] }
  const diagrams = createDiagrams(space, NODE_LIMIT)
  const whole = buildPolicy(diagrams, policy)
  if (whole === 'over-limit') return tooLarge(own, direction)
  if (direct && build(diagrams, permitted) === whole) return direct
  const { boxes, more } = boxesOf(diagrams, whole, { outcome: 1, most: MOST_BOXES })
  return more ? tooLarge(own, direction) : sayBoxes(boxes, own, { direction, addresses })
}

/** Of the guarded cards, with everybody who is at both sites. */
function domainOf(direction: 'ingress' | 'egress', addresses: IntervalSet): Domain {
  const others = subtract(wholeOf(4), [intervalOf(PLATFORM_HOST)])
  const [source, destination] = direction === 'ingress' ? [others, addresses] : [addresses, others]
  return { source, destination, protocol: carriedProtocols }
}

function permissionList(
  permissions: readonly Permission[],
  {
    direction,
    side,
    subnet,
  }: { direction: 'ingress' | 'egress'; side: Side; subnet: Parameters<typeof groupList>[2]['subnet'] },
): RuleList {
  const rules = permissions.map((each): SideRule => ({
    ...each,
    id: permissionText(each),
    peer:
      each.peer.kind === 'cidr'
        ? each.peer
        : each.peer.kind === 'group'
          ? { kind: 'group', group: each.peer.groupKey }
          : { kind: 'prefix-list', list: each.peer.listKey },
  }))
  return groupList(['all'], direction, { side: { ...side, groups: new Map([['all', rules]]) }, subnet, family: 4 })
}

function sayBoxes(
  boxes: readonly Box[],
  own: PermissionClass,
  { direction, addresses }: { direction: 'ingress' | 'egress'; addresses: IntervalSet },
): ClassPermissions {
  const from = own.filters.map(({ name }) => name).join(' + ')
  const question = { direction, own: addresses, protocols: carriedProtocols, from }
  const judged = boxes.map((box) => ({ box: withPlatformHost(box, direction), why: whyUnsaid(box, question) }))
  const whys = [...new Set(judged.flatMap(({ why }) => why ?? []))].sort()
  return {
    permissions: judged.flatMap(({ box, why }) => (why === null ? boxPermissions(box, question) : [])),
    findings: [...whys.map((why) => unsaid(own, direction, why)), reworded(own, direction), ...frozen(own, direction)],
  }
}

/** It stands at one of the two sites only, so it may fill a gap that would cost a rule for each of its edges. */
function withPlatformHost(box: Box, direction: 'ingress' | 'egress'): Box {
  const at = direction === 'ingress' ? 'source' : 'destination'
  const filled = union(box[at], [intervalOf(PLATFORM_HOST)])
  return filled.length < box[at].length ? { ...box, [at]: filled } : box
}

const nameOf = ({ filters }: PermissionClass): string => filters.map(({ name }) => name).join(' + ')

const reworded = (own: PermissionClass, direction: string): Finding =>
  createFinding('network.filter-reworded', {
    subject: `${nameOf(own)} ${direction}`,
    message: `What ${nameOf(own)} lets through (${direction}) is said with permissions only, which are made from the whole policy and not entry by entry.`,
  })

function frozen(own: PermissionClass, direction: 'ingress' | 'egress'): readonly Finding[] {
  const named = own.filters.some(({ entries }) =>
    entries.some(
      ({ read, direction: other }) =>
        other === direction &&
        [...(read?.sources ?? []), ...(read?.destinations ?? [])].some(({ kind }) => kind === 'group'),
    ),
  )
  if (!named) return []
  return [
    createFinding('network.membership-frozen', {
      subject: `${nameOf(own)} ${direction}`,
      message: `${nameOf(own)} refers to groups of cards; its rules at the recovery site (${direction}) name the addresses of today's members.`,
      suggestion: 'Plan again when members are added.',
    }),
  ]
}

const unsaid = (own: PermissionClass, direction: string, why: string): Finding =>
  createFinding('network.rule-untranslated', {
    subject: `${nameOf(own)} ${direction}`,
    message: `A part of what ${nameOf(own)} lets through (${direction}) depends on ${why}, for which permissions have no word; it is denied at the recovery site.`,
    suggestion: 'Look at the packets that the proof shows, and answer for them or change the entries.',
  })

const tooLarge = (own: PermissionClass, direction: string): ClassPermissions => ({
  permissions: [],
  findings: [
    createFinding('network.limit', {
      subject: `${nameOf(own)} ${direction}`,
      message: `What ${nameOf(own)} lets through (${direction}) takes more than ${MOST_BOXES} rules that only allow; all is denied at the recovery site.`,
      suggestion: 'Take denials out of the middle of broad permissions, or write the rules by hand.',
    }),
  ],
})
