/**
 * Traffic that the plan does not follow: between VMs that nobody stated a dependency of, in an order or with tiers that
 * contradict it, and to VMs that the plan leaves out. One sentence for each pair of applications, not for each flow.
 */
import { serviceText, type Dependency } from '../../model/dependency.ts'
import { createFinding, type Finding } from '../../model/finding.ts'
import type { FindingCode } from '../../model/finding-codes.ts'
import type { Wave } from '../../model/plan.ts'
import { count } from '../../model/quantity.ts'
import type { ScopedVm } from '../../model/scoped-vm.ts'
import type { Vm } from '../../model/site.ts'
import { compareText } from '../../model/text-order.ts'
import type { DependencyGraph } from './dependencies.ts'

export interface Followed {
  readonly planned: readonly ScopedVm[]
  /** Every VM of the site. */
  readonly vms: readonly Vm[]
  readonly graph: Pick<DependencyGraph, 'needs'>
  readonly waves: readonly Wave[]
}

/** Of each kind; the rest is one finding. */
const MOST_FINDINGS = 30

interface Talk {
  readonly one: Dependency
  readonly client: ScopedVm
  readonly server: ScopedVm
}

export function unstatedFindings(dependencies: readonly Dependency[], followed: Followed): readonly Finding[] {
  const byId = new Map(followed.planned.map((scoped) => [scoped.vm.id, scoped]))
  const seen = dependencies.filter(({ evidence, confidence }) => isSeen(evidence) && confidence !== 'possible')
  const talks = seen.flatMap((one): Talk[] => {
    const [client, server] = [byId.get(one.fromVmId), byId.get(one.toVmId)]
    const isKept = followed.graph.needs.get(one.fromVmId)?.includes(one.toVmId) ?? false
    return client && server && !isKept ? [{ one, client, server }] : []
  })
  const waveOf = new Map(followed.waves.flatMap(({ number, vmIds }) => vmIds.map((id) => [id, number] as const)))
  const contradicts = (talk: Talk): boolean => contradictionOf(talk, waveOf) !== null
  return [
    ...unplannedFindings(seen, byId, followed.vms),
    ...byApplications(talks.filter(contradicts), (own) => orderFinding(own, waveOf)),
    ...byApplications(
      talks.filter((talk) => !contradicts(talk)),
      unstatedFinding,
    ),
  ]
}

const isSeen = (evidence: Dependency['evidence']): boolean => evidence === 'flow' || evidence === 'load-balancer'

type Waves = ReadonlyMap<string, number>

/** Null when the server is back in time anyway. */
function contradictionOf({ client, server }: Talk, waveOf: Waves): string | null {
  const [own, other] = [waveOf.get(client.vm.id), waveOf.get(server.vm.id)]
  if (own !== undefined && other !== undefined && own < other)
    return `${client.vm.name} starts in wave ${own}, ${server.vm.name} in wave ${other}`
  return server.tier.priority > client.tier.priority
    ? `${client.vm.name} is in tier ${client.tier.id}, ${server.vm.name} in the weaker tier ${server.tier.id}`
    : null
}

/** Pairs of applications with the most talks first. */
function byApplications(talks: readonly Talk[], describe: (own: readonly Talk[]) => Finding): readonly Finding[] {
  const groups = [
    ...Map.groupBy(talks, ({ client, server }) => JSON.stringify([client.application, server.application])),
  ].toSorted(([a, own], [b, others]) => others.length - own.length || compareText(a, b))
  const rest = groups.slice(MOST_FINDINGS).flatMap(([, own]) => own)
  const findings = groups.slice(0, MOST_FINDINGS).map(([, own]) => describe(own))
  if (rest.length === 0) return findings
  const { code, suggestion } = describe(rest)
  return [...findings, restFinding({ code, suggestion, groups: groups.length - MOST_FINDINGS, affected: idsOf(rest) })]
}

const restFinding = ({
  code,
  suggestion,
  groups,
  affected,
}: {
  readonly code: FindingCode
  readonly suggestion: string | null
  readonly groups: number
  readonly affected: readonly string[]
}): Finding =>
  createFinding(code, {
    subject: count(groups, 'more pair'),
    message: `The same holds for ${count(groups, 'more pair')} of applications.`,
    suggestion,
    affected,
  })

const idsOf = (talks: readonly Talk[]): readonly string[] =>
  [...new Set(talks.flatMap(({ client, server }) => [client.vm.id, server.vm.id]))].sort()

const pairText = (own: readonly Talk[]): string => {
  const [first] = own
  if (!first) return ''
  const { client, server } = first
  return client.application === server.application
    ? `inside ${client.application}`
    : `${client.application} to ${server.application}`
}

const talkText = (own: readonly Talk[]): string => {
  const [first] = own
  if (!first) return ''
  const service = serviceText(first.one)
  const more = own.length > 1 ? `, and ${own.length - 1} more` : ''
  return `${first.client.vm.name} talks to ${first.server.vm.name}${service === '' ? '' : ` (${service})`}${more}`
}

const unstatedFinding = (own: readonly Talk[]): Finding =>
  createFinding('plan.dependency-unstated', {
    subject: pairText(own),
    message: `${talkText(own)}; nobody stated it, so it does not decide the order of recovery.`,
    suggestion:
      'State it (dependsOn of a rule, or a source of kind dependencies), or let traffic decide: dependencies: { order: [stated, flow] }.',
    affected: idsOf(own),
  })

const orderFinding = (own: readonly Talk[], waveOf: Waves): Finding =>
  createFinding('plan.dependency-order', {
    subject: pairText(own),
    message: `${talkText(own)}, but ${own[0] ? contradictionOf(own[0], waveOf) : ''}.`,
    suggestion: 'If the start needs it, state the dependency and give both the same tier; if not, ignore this.',
    affected: idsOf(own),
  })

/** One finding a VM that is left out although planned VMs talk to it. */
function unplannedFindings(
  seen: readonly Dependency[],
  byId: ReadonlyMap<string, ScopedVm>,
  vms: readonly Vm[],
): readonly Finding[] {
  const names = new Map(vms.map(({ id, name }) => [id, name]))
  const lost = seen.filter(({ fromVmId, toVmId }) => byId.has(fromVmId) && !byId.has(toVmId))
  const groups = [...Map.groupBy(lost, ({ toVmId }) => toVmId)].toSorted(
    ([a, own], [b, others]) => others.length - own.length || compareText(a, b),
  )
  const findings = groups.slice(0, MOST_FINDINGS).map(([id, own]) => unplannedFinding(names.get(id) ?? id, id, own))
  const rest = groups.slice(MOST_FINDINGS).map(([id]) => id)
  if (rest.length === 0) return findings
  const more = createFinding('plan.dependency-unplanned', {
    subject: count(rest.length, 'more VM'),
    message: `The same holds for ${count(rest.length, 'more VM')}.`,
    suggestion: PLAN_IT,
    affected: rest.toSorted(),
  })
  return [...findings, more]
}

const PLAN_IT = 'Plan it too, or make sure that the applications work without it.'

function unplannedFinding(name: string, id: string, own: readonly Dependency[]): Finding {
  const clients = [...new Set(own.map(({ fromVmId }) => fromVmId))].sort()
  const services = [...new Set(own.map(serviceText))].filter((text) => text !== '').sort(compareText)
  return createFinding('plan.dependency-unplanned', {
    subject: name,
    message: `${count(clients.length, 'planned VM talks', 'planned VMs talk')} to ${name}${services.length === 0 ? '' : ` (${services.slice(0, 5).join(', ')})`}, which the plan leaves out.`,
    suggestion: PLAN_IT,
    affected: [id, ...clients],
  })
}
