/** What findings about standing things say: the consequence first of all. */
import { createFinding, type Finding } from '../../model/finding.ts'
import { formatAddress } from '../../model/address.ts'
import { listed } from '../../model/listed.ts'
import { count } from '../../model/quantity.ts'
import type { Plan } from '../../model/plan.ts'
import type { StandingKind, StandingRef, UnreadKind } from '../../model/standing.ts'
import { countedOn } from './counted-on.ts'
import type { Differences } from './differences.ts'

const kindWords: Readonly<Record<UnreadKind, readonly [one: string, many: string]>> = {
  connection: ['connection', 'connections'],
  disk: ['disk', 'disks of servers'],
  endpoint: ['endpoint', 'endpoints'],
  'first-filter': ['filter that goes first in', 'filters that go first'],
  gateway: ['gateway', 'gateways'],
  'member-group': ['member group', 'member groups'],
  'packet-filter': ['packet filter', 'packet filters'],
  peering: ['peering', 'peerings'],
  'prefix-list': ['prefix list', 'prefix lists'],
  'remote-gateway': ['remote gateway', 'remote gateways'],
  'route-table': ['route table', 'route tables'],
  'security-group': ['security group', 'security groups'],
  server: ['server', 'servers'],
  subnet: ['subnet', 'subnets'],
  vpc: ['network', 'networks'],
}

const subjectOf = ({ kind, key }: StandingRef): string => `${kindWords[kind][0]} ${key}`

const applyIt =
  'Run terraform plan in terraform/foundation: it shows what is to be made again, and terraform apply makes it.'
const byHand =
  'Terraform knows only what it made: take away by hand what was added. terraform plan in terraform/foundation shows the rest. If somebody changed it on purpose, change the primary site or drplan.yaml, and plan again.'

export function missing(plan: Plan, ref: StandingRef): Finding {
  const affected = countedOn(plan, ref)
  return createFinding('standing.missing', {
    subject: subjectOf(ref),
    message: `It does not stand at the recovery site. ${whenMissing(plan, ref, affected)}`,
    suggestion: applyIt,
    affected,
  })
}

const shownDifferences = 5

export function differs(plan: Plan, ref: StandingRef, { other, lacking, extra }: Differences): Finding {
  const affected = countedOn(plan, ref)
  const said = [
    ...other,
    ...lacking.map((text) => `planned, and not there: ${text}`),
    ...extra.map((text) => `there, and not planned: ${text}`),
  ]
  const more = said.length - shownDifferences
  const shown =
    said.slice(0, shownDifferences).join('; ') + (more > 0 ? `; and ${count(more, 'other difference')}` : '')
  return createFinding('standing.differs', {
    subject: subjectOf(ref),
    message: `It stands otherwise than planned. ${capital(shown)}. ${whenOther(plan, ref, { affected, opens: extra.length > 0 })}`,
    suggestion: extra.length > 0 ? byHand : applyIt,
    affected,
  })
}

const capital = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1)

/** "3 VMs ("a", "b" and 1 more), the first of them in wave 1". */
function whoIs(plan: Plan, vmIds: readonly string[]): string {
  const names = plan.vms.filter(({ vmId }) => vmIds.includes(vmId)).map(({ name }) => name)
  const wave = plan.waves.find((one) => one.vmIds.some((vmId) => vmIds.includes(vmId)))
  const when = wave ? `, the first in wave ${wave.number}` : ''
  return names.length === 0
    ? 'No VM of the plan'
    : `${count(names.length, 'VM')} of the plan (${listed(names, 3)}${when})`
}

const verb = (vmIds: readonly string[], one: string, many: string): string => (vmIds.length <= 1 ? one : many)

function whenMissing(plan: Plan, { kind, key }: StandingRef, vmIds: readonly string[]): string {
  const who = whoIs(plan, vmIds)
  const says = (one: string, many: string, rest: string): string => `${who} ${verb(vmIds, one, many)} ${rest}`
  switch (kind) {
    case 'subnet':
      return `${addressOf(plan, key)}${says('has', 'have', 'no place in it: whoever is to be there does not start.')}`
    case 'vpc':
      return says('was', 'were', 'to be in it, and cannot start there.')
    case 'route-table':
      return says('sends', 'send', 'by it: without it, by the main table of the network, or nowhere.')
    case 'server':
      return 'The plan has it stand all the time: until it does, its application has nothing there to fail over to.'
    case 'security-group':
    case 'packet-filter':
    case 'first-filter':
    case 'member-group':
      return says('stands', 'stand', 'behind it: they cannot start with it, or without what it lets in and out.')
    case 'prefix-list':
      return says('goes', 'go', 'by rules that name it: what these let in and out is refused.')
    default:
      return says('counts', 'count', 'on it: what leads through it leads nowhere.')
  }
}

function addressOf({ network, vms }: Plan, subnetKey: string): string {
  const first = network.addresses.find((one) => one.subnetKey === subnetKey && one.to !== null)
  const vm = vms.find(({ vmId }) => vmId === first?.vmId)
  return first?.to && vm ? `The address ${formatAddress(first.to)} of "${vm.name}" is to be in it. ` : ''
}

interface Reach {
  readonly affected: readonly string[]
  readonly opens: boolean
}

function whenOther(plan: Plan, { kind }: StandingRef, { affected, opens }: Reach): string {
  const who = whoIs(plan, affected)
  const guards: readonly StandingKind[] = ['security-group', 'packet-filter', 'first-filter', 'prefix-list']
  if (guards.includes(kind)) {
    const what = opens
      ? 'connections that the plan refuses may pass, or others be cut off'
      : 'connections that the plan counts on are refused'
    return `${who} ${verb(affected, 'stands', 'stand')} behind it: ${what}, and the proof of the translation does not hold.`
  }
  if (kind === 'server') return 'Its application fails over to another server than the plan has promised for.'
  if (kind === 'route-table')
    return `What ${lower(who)} ${verb(affected, 'sends', 'send')} goes another way than was proven, or nowhere.`
  return `${who} ${verb(affected, 'counts', 'count')} on it as planned.`
}

const lower = (text: string): string => text.replace(/^No VM/, 'no VM')

interface Unplanned {
  readonly kind: StandingKind
  readonly names: readonly string[]
  readonly id: string
}

export const unplanned = ({ kind, names, id }: Unplanned): Finding =>
  createFinding('standing.unplanned', {
    subject: `${kindWords[kind][0]} "${names[0] === id ? id : `${names[0]} (${id})`}"`,
    message:
      'It stands in a network that the plan builds, and the plan does not know it: what it takes - addresses, ways, quotas - the plan counts as free.',
    suggestion:
      'Find out whose it is. Terraform did not make it and does not take it away: remove it by hand, or keep it elsewhere.',
    affected: [id],
  })

/** `why`: what the source says of it. */
export const unread = (kind: UnreadKind, why: readonly Finding[]): Finding =>
  createFinding('standing.unread', {
    subject: kindWords[kind][1],
    message: `What there is of ${kindWords[kind][1]} could not be read, or only in part: whether they are as planned cannot be told, and nothing is said of them.${why.map(({ message }) => ` ${message}`).join('')}`,
    suggestion: why.map(({ suggestion }) => suggestion).find((text) => text !== null) ?? 'Read it again.',
  })

export const nothingApplied = (plan: Plan): Finding =>
  createFinding('standing.nothing-applied', {
    subject: `recovery site in ${plan.target.region}`,
    message: `None of the ${count(plan.network.vpcs.length, 'network')} of the plan stands there, nor any of its servers: ${count(plan.vms.length, 'VM')} of the plan cannot be recovered before it does.`,
    suggestion:
      'Run terraform apply in terraform/foundation. If it was run: check that account and region are the same as those read here.',
  })

export const drillLeft = (names: readonly string[], ids: readonly string[]): Finding =>
  createFinding('standing.drill-left', {
    subject: 'servers of a drill',
    message: `${count(ids.length, 'server')} of a drill ${ids.length === 1 ? 'stands' : 'stand'} there: ${listed(names)}. They cost by the hour, and hold the addresses and the capacity that a failover needs.`,
    suggestion:
      'If the drill is over, clean it up as its runbook says: terraform destroy in terraform/recovery with mode = "drill".',
    affected: ids,
  })

export const recovered = (names: readonly string[], ids: readonly string[]): Finding =>
  createFinding('standing.recovered', {
    subject: 'servers of a failover',
    message: `${count(ids.length, 'server')} of a failover ${ids.length === 1 ? 'stands' : 'stand'} there: ${listed(names)}. Either the recovery site serves, and then it has no other to fail over to; or they were left behind, and hold addresses and capacity.`,
    suggestion: 'If the primary site serves again, end the failback as its runbook says.',
    affected: ids,
  })
