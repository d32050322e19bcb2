/**
 * What security rules allow. A rule for a named group, or for a few addresses, was written because somebody needs the
 * port; a rule for a wide block says nothing about who does. So these are possible, and order nothing.
 */
import { bitsOf } from '../../model/address.ts'
import type { Cidr } from '../../model/cidr.ts'
import type { Dependency } from '../../model/dependency.ts'
import { createFinding, type Finding } from '../../model/finding.ts'
import type { Network, SecurityRule } from '../../model/network.ts'
import { count } from '../../model/quantity.ts'
import { serviceOf } from '../../model/service-ports.ts'
import { compareText } from '../../model/text-order.ts'
import type { Resolving } from './resolving.ts'

/** Blocks of more addresses than this are subnets and sites: no statement about single VMs. */
const MOST_ADDRESS_BITS = 4
/** A rule between more pairs is kept as one sentence about the two groups. */
const MOST_PAIRS = 100
const MOST_LISTED = 10

interface Allowed {
  readonly rule: SecurityRule
  readonly clients: readonly string[]
  readonly servers: readonly string[]
}

interface Sorted {
  readonly few: readonly Allowed[]
  readonly many: readonly Allowed[]
  readonly wide: readonly SecurityRule[]
}

export function fromRules(
  { securityRules, securityGroups }: Network,
  { members }: Pick<Resolving, 'members'>,
): { readonly dependencies: readonly Dependency[]; readonly findings: readonly Finding[] } {
  const { few, many, wide } = sortRules(securityRules, members)
  const names = new Map(securityGroups.map(({ id, name }) => [id, name]))
  const nameOf = (id: string): string => names.get(id) ?? id
  return {
    dependencies: few.flatMap((allowed) => pairsOf(allowed, nameOf)),
    findings: [...wideFindings(wide), ...manyFindings(many, nameOf)],
  }
}

function sortRules(rules: readonly SecurityRule[], members: Resolving['members']): Sorted {
  const few: Allowed[] = []
  const many: Allowed[] = []
  const wide: SecurityRule[] = []
  for (const rule of rules) {
    const own = members.ofGroup(rule.groupId)
    if (own.length === 0 || !hasPorts(rule) || isManagement(rule) || isItself(rule)) continue
    const others = peersOf(rule, members)
    if (others === null) {
      wide.push(rule)
      continue
    }
    const [clients, servers] = rule.direction === 'ingress' ? [others, own] : [own, others]
    if (clients.length * servers.length > MOST_PAIRS) many.push({ rule, clients, servers })
    else few.push({ rule, clients, servers })
  }
  return { few, many, wide }
}

const hasPorts = ({ protocol }: SecurityRule): boolean => ['any', 'tcp', 'udp', 6, 17, 132].includes(protocol)

/** How machines are reached by people and tools makes nobody need anybody. */
const isManagement = (rule: SecurityRule): boolean => serviceOf(serviceFor(rule).port)?.role === 'management'

/** Members of one group among themselves: nobody is the server of anybody. */
const isItself = ({ groupId, peer }: SecurityRule): boolean => peer.kind === 'group' && peer.groupId === groupId

/** Null when the peer is too wide to mean single VMs. */
function peersOf({ peer }: SecurityRule, members: Resolving['members']): readonly string[] | null {
  if (peer.kind === 'group') return members.ofGroup(peer.groupId)
  return peer.kind === 'cidr' && isSmall(peer.cidr) ? members.inBlock(peer.cidr) : null
}

const isSmall = ({ family, prefixLength }: Cidr): boolean => bitsOf(family) - prefixLength <= MOST_ADDRESS_BITS

function pairsOf({ rule, clients, servers }: Allowed, nameOf: (id: string) => string): readonly Dependency[] {
  const { protocol, port } = serviceFor(rule)
  const ports = rule.ports && rule.ports.from !== rule.ports.to ? ` to ports ${rule.ports.from}-${rule.ports.to}` : ''
  const why = `${rule.direction === 'ingress' ? 'let in' : 'let out'} by a rule of ${nameOf(rule.groupId)}${ports}`
  return clients.flatMap((fromVmId) =>
    servers.flatMap((toVmId) =>
      fromVmId === toVmId
        ? []
        : [
            {
              fromVmId,
              toVmId,
              evidence: 'security-rule' as const,
              protocol,
              port,
              observed: null,
              confidence: 'possible' as const,
              why,
            },
          ],
    ),
  )
}

function serviceFor({ protocol, ports }: SecurityRule): Pick<Dependency, 'protocol' | 'port'> {
  const names = new Map<SecurityRule['protocol'], string>([
    [6, 'tcp'],
    [17, 'udp'],
  ])
  const name = protocol === 'any' ? null : (names.get(protocol) ?? String(protocol))
  return { protocol: name, port: ports && ports.from === ports.to && ports.from >= 0 ? ports.from : null }
}

const wideFindings = (wide: readonly SecurityRule[]): readonly Finding[] =>
  wide.length === 0
    ? []
    : [
        createFinding('site.rule-too-wide', {
          subject: count(wide.length, 'security rule'),
          message: `${count(wide.length, 'security rule lets', 'security rules let')} whole blocks in or out, so ${wide.length === 1 ? 'it says' : 'they say'} nothing about who needs whom.`,
          suggestion: 'Flow logs, or a list of dependencies, tell what these rules do not.',
          affected: [...new Set(wide.map(({ groupId }) => groupId))].sort(),
        }),
      ]

function manyFindings(many: readonly Allowed[], nameOf: (id: string) => string): readonly Finding[] {
  if (many.length === 0) return []
  const texts = many.map(({ rule, clients, servers }) => {
    const { protocol, port } = serviceFor(rule)
    const service = [protocol, port].filter((part) => part !== null).join(' ')
    return `${count(clients.length, 'VM')} to ${count(servers.length, 'VM')} by ${nameOf(rule.groupId)}${service === '' ? '' : ` (${service})`}`
  })
  const shown = [...new Set(texts)].sort(compareText)
  const more = shown.length > MOST_LISTED ? ` and ${shown.length - MOST_LISTED} more` : ''
  return [
    createFinding('site.dependencies-grouped', {
      subject: count(many.length, 'security rule'),
      message: `Rules between groups of more than ${MOST_PAIRS} pairs of VMs are not listed pair by pair: ${shown.slice(0, MOST_LISTED).join('; ')}${more}.`,
      suggestion: 'Flow logs tell which of the pairs talk.',
      affected: [...new Set(many.map(({ rule }) => rule.groupId))].sort(),
    }),
  ]
}
