/**
 * Guards in the words of a target that has groups of rules which only allow: one group for each policy that ordered
 * filters give a card.
 */
import { createFinding, type Finding } from '../../../model/finding.ts'
import { stableKey } from '../../../model/key.ts'
import type {
  NetworkTranslation,
  PacketFilterTranslation,
  SecurityRuleTranslation,
} from '../../../model/network-translation.ts'
import { cardKey } from '../proof/card-key.ts'
import { carriedSide, type CompileContext, type Compiled } from './context.ts'
import { permissionClasses, type PermissionClass } from './permission-classes.ts'
import { classPermissions } from './class-permissions.ts'
import { permissionText, type Permission } from './said-permissions.ts'

type Group = NetworkTranslation['securityGroups'][number]

interface ClassGroups {
  readonly groups: readonly Group[]
  readonly rules: readonly SecurityRuleTranslation[]
  readonly findings: readonly Finding[]
  readonly cardKeys: readonly string[]
}

/** There are no ordered filters and no member groups left in it. */
export function toPermissions(carried: NetworkTranslation, context: CompileContext): Compiled {
  const side = carriedSide(carried, context)
  const classes = permissionClasses(side)
  const said = classes.map((each) => ({ each, ...classPermissions(each, { side, carried }) }))
  const compiled = said.map(({ each, permissions, findings }) => {
    const made = groupsOf(each, { permissions, context, filters: carried.packetFilters })
    return { ...made, findings: [...findings, ...made.findings] }
  })
  const memberGroups = namedMemberGroups(
    carried,
    said.flatMap(({ permissions }) => permissions),
  )
  const groupsOfCard = cardGroups(compiled, memberGroups)
  const translation: NetworkTranslation = {
    ...carried,
    addresses: carried.addresses.map((entry) => {
      const own = groupsOfCard.get(cardKey(entry.vmId, entry.nicIndex))
      return own ? { ...entry, securityGroupKeys: own } : entry
    }),
    securityGroups: [
      ...carried.securityGroups,
      ...compiled.flatMap(({ groups }) => groups),
      ...memberGroups.map(asGroup),
    ],
    securityRules: byKey([...carried.securityRules, ...compiled.flatMap(({ rules }) => rules)]),
    packetFilters: carried.packetFilters.filter(({ stateful }) => !stateful),
    memberGroups: [],
  }
  return { translation, findings: compiled.flatMap(({ findings }) => findings) }
}

const byKey = <Thing extends { readonly key: string }>(things: readonly Thing[]): readonly Thing[] =>
  things.toSorted((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))

interface Made {
  readonly permissions: readonly Permission[]
  readonly context: CompileContext
  readonly filters: readonly PacketFilterTranslation[]
}

/** As many groups as the rules need; a card in several is allowed what any of them allows. */
function groupsOf(own: PermissionClass, { permissions, context, filters }: Made): ClassGroups {
  const { name, id } = nameOf(own, filters)
  const chunks = chunksOf(permissions, context.limits.rulesPerGroup.value)
  const groups = chunks.map((_, index): Group => ({
    key: stableKey(index === 0 ? name : `${name}-${index + 1}`, `${id}#${index}`),
    from: own.filters.length === 1 ? (filterOf(own, filters)?.from ?? null) : null,
    name: index === 0 ? name : `${name} (${index + 1})`,
    vpcKey: own.vpcKey,
    description: `What ${own.filters.map((filter) => filter.name).join(' and ') || 'no filter'} lets through`,
  }))
  const rules = chunks.flatMap((chunk, index) => chunk.map((each) => ruleOf(each, groups[index]?.key ?? '')))
  return {
    groups,
    rules,
    cardKeys: own.cards.map(({ key }) => key),
    findings: chunks.length > 1 ? [splitFinding(name, permissions.length, groups.length)] : [],
  }
}

const filterOf = (own: PermissionClass, filters: readonly PacketFilterTranslation[]) =>
  filters.find(({ key }) => key === own.filters[0]?.id)

/** By its filters, and where entries tell its cards from others of the same filters, by these. */
function nameOf({ vpcKey, filters, without }: PermissionClass, carried: readonly PacketFilterTranslation[]) {
  const name = filters.map((filter) => filter.name).join(' + ') || 'unfiltered'
  const ids = filters.map(({ id }) => carried.find(({ key }) => key === id)?.from ?? id)
  return { name, id: JSON.stringify([vpcKey, ids, without]) }
}

/** At most so many of a direction and a family in each: they are counted apart. */
function chunksOf(permissions: readonly Permission[], most: number): readonly (readonly Permission[])[] {
  const kinds = Map.groupBy(permissions, ({ direction, peer }) =>
    JSON.stringify([direction, peer.kind === 'cidr' ? peer.cidr.family : 0]),
  )
  // A group as peer counts for both families.
  const room =
    most - Math.max(0, ...['ingress', 'egress'].map((name) => (kinds.get(JSON.stringify([name, 0])) ?? []).length))
  const parts = [...kinds].flatMap(([kind, own]) => {
    const size = kind.endsWith('0]') ? most : Math.max(1, room)
    return own.map((each, index) => ({ each, chunk: Math.floor(index / size) }))
  })
  const last = Math.max(0, ...parts.map(({ chunk }) => chunk))
  return Array.from({ length: last + 1 }, (_, at) => parts.filter(({ chunk }) => chunk === at).map(({ each }) => each))
}

const ruleOf = (permission: Permission, groupKey: string): SecurityRuleTranslation => ({
  ...permission,
  key: stableKey(`${groupKey}-${permission.direction}`, `${groupKey} ${permissionText(permission)}`),
  groupKey,
  description: '',
  rule: 'offset',
})

/** Member groups that rules name: groups without rules, so that being in one allows nothing. */
function namedMemberGroups(carried: NetworkTranslation, permissions: readonly Permission[]) {
  const named = new Set(permissions.flatMap(({ peer }) => (peer.kind === 'group' ? [peer.groupKey] : [])))
  return carried.memberGroups.filter(({ key }) => named.has(key))
}

const asGroup = ({ key, from, name, vpcKey }: NetworkTranslation['memberGroups'][number]): Group => ({
  key,
  from,
  name,
  vpcKey,
  description: 'Members only: rules of other groups name it',
})

function cardGroups(
  compiled: readonly ClassGroups[],
  memberGroups: NetworkTranslation['memberGroups'],
): ReadonlyMap<string, readonly string[]> {
  const own = new Map(
    compiled.flatMap(({ cardKeys, groups }) => cardKeys.map((key) => [key, groups.map((group) => group.key)])),
  )
  for (const { key, cards } of memberGroups)
    for (const { vmId, nicIndex } of cards) {
      const card = cardKey(vmId, nicIndex)
      own.set(card, [...(own.get(card) ?? []), key])
    }
  return own
}

const splitFinding = (name: string, rules: number, groups: number): Finding =>
  createFinding('network.filter-reworded', {
    subject: name,
    message: `What ${name} lets through takes ${rules} rules that only allow, which are in ${groups} groups; its cards are in all of them.`,
    suggestion: 'Denials inside broad permissions cost the most rules: fewer of them need fewer groups.',
  })
