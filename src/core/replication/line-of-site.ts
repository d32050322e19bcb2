/** The recovery line of the planned VMs of which there are points, and of what these need. */
import type { Finding } from '../../model/finding.ts'
import type { Match } from '../../model/match-schema.ts'
import { matches } from '../../model/match.ts'
import { resolveNeeds } from '../../model/needs.ts'
import type { Network } from '../../model/network.ts'
import {
  recoveryLineQuestionSchema,
  type LineGroup,
  type LineVm,
  type RecoveryLineReport,
  type RecoveryPoint,
  type SkewLimit,
} from '../../model/recovery-line.ts'
import type { ReplicationSettings } from '../../model/replication-settings.ts'
import type { ScopedVm } from '../../model/scoped-vm.ts'
import { compareText } from '../../model/text-order.ts'
import { recoveryLineFindings } from './findings.ts'
import { findRecoveryLine } from './recovery-line.ts'
import { joinGroups } from './recovery-members.ts'
import { namesOf } from './replicate.ts'
import { skewLimitsOf } from './skew-limits.ts'

export interface LineInputs {
  readonly planned: readonly ScopedVm[]
  readonly network: Network
  readonly settings: ReplicationSettings['line']
  /** By VM; of planned ones only. */
  readonly points: ReadonlyMap<string, readonly RecoveryPoint[]>
  /** ISO 8601 UTC. */
  readonly failedAt: string
  /** Points after this are not used; null = all that are not after the failure. */
  readonly notAfter: string | null
}

export interface SiteLine {
  readonly report: Omit<RecoveryLineReport, 'pointsElsewhere'>
  readonly findings: readonly Finding[]
}

export function lineOfSite(inputs: LineInputs): SiteLine {
  const { planned, points, failedAt, notAfter } = inputs
  const asked = askedOf(inputs)
  const limits = limitsOf(asked, inputs)
  const groups = inputs.settings.together
    .map((match) => asked.filter((one) => isMeant(match, one, inputs)).map(({ vm }) => vm.id))
    .filter((ids) => ids.length > 0)
  const latestMs = Math.min(Date.parse(failedAt), notAfter === null ? Infinity : Date.parse(notAfter))
  const line = findRecoveryLine(
    recoveryLineQuestionSchema.parse({
      failedAt,
      vms: asked.map((one) => ({
        vmId: one.vm.id,
        accepts: inputs.settings.applicationConsistent.some((match) => isMeant(match, one, inputs))
          ? 'application-consistent'
          : 'crash-consistent',
        points: (points.get(one.vm.id) ?? []).filter(({ at }) => Date.parse(at) <= latestMs),
      })),
      groups,
      limits,
    }),
  )
  const scoped = new Map(asked.map((one) => [one.vm.id, one]))
  const vms = line.vms.map((chosen): LineVm => {
    const one = scoped.get(chosen.vmId)
    const { vmId } = chosen
    return {
      ...chosen,
      name: one?.vm.name ?? vmId,
      application: one?.application ?? vmId,
      tierId: one?.tier.id ?? '',
      rpoMinutes: one?.tier.rpoMinutes ?? null,
    }
  })
  return {
    report: {
      failedAt,
      notAfter,
      complete: line.complete,
      groups: groupsOf(vms, [...groups, ...limits.map(({ fromVmId, toVmId }) => [fromVmId, toVmId])]),
      vms,
      limits,
      points: [...points.values()].reduce((sum, own) => sum + own.length, 0),
      notAsked: planned.map(({ vm }) => vm.id).filter((id) => !scoped.has(id)),
    },
    findings: recoveryLineFindings(line, namesOf(planned)),
  }
}

const isMeant = (match: Match, { vm }: ScopedVm, { network }: LineInputs): boolean => matches(match, vm, { network })

/** Those with points, and what they need, and what that needs. By id. */
function askedOf({ planned, points }: LineInputs): readonly ScopedVm[] {
  const { stated } = resolveNeeds(planned)
  const wanted = new Set(points.keys())
  for (const id of wanted) for (const server of stated.get(id) ?? []) wanted.add(server)
  return planned.filter(({ vm }) => wanted.has(vm.id)).toSorted((a, b) => compareText(a.vm.id, b.vm.id))
}

/** What has to fit together is a protection group, and an application. */
function limitsOf(asked: readonly ScopedVm[], inputs: LineInputs): readonly SkewLimit[] {
  const { stated } = resolveNeeds(asked)
  const edges = asked.flatMap(({ vm }) =>
    (stated.get(vm.id) ?? []).map((toVmId) => ({ fromVmId: vm.id, toVmId, evidence: 'stated' as const })),
  )
  const byId = new Map(asked.map((one) => [one.vm.id, one]))
  const said = edges.flatMap(({ fromVmId, toVmId }) => {
    const [from, to] = [byId.get(fromVmId), byId.get(toVmId)]
    const rule =
      from &&
      to &&
      inputs.settings.allowedSkew.find((one) => isMeant(one.from, from, inputs) && isMeant(one.to, to, inputs))
    return rule ? [{ fromVmId, toVmId, allowedSkewSeconds: rule.seconds }] : []
  })
  const isInside = (fromVmId: string, toVmId: string): boolean => {
    const [from, to] = [byId.get(fromVmId), byId.get(toVmId)]
    const group = from?.vm.protectionGroup ?? null
    return from?.application === to?.application || (group !== null && group === to?.vm.protectionGroup)
  }
  const inside = edges.filter(({ fromVmId, toVmId }) => isInside(fromVmId, toVmId))
  return skewLimitsOf(inside, { groupOf: new Map(asked.map(({ vm }) => [vm.id, ''])), stated: said })
}

function groupsOf(vms: readonly LineVm[], ties: readonly (readonly string[])[]): LineGroup[] {
  const rootOf = joinGroups(
    vms.map(({ vmId }) => vmId),
    ties,
  )
  return [...Map.groupBy(vms, ({ vmId }) => rootOf(vmId)).values()]
    .map((own): LineGroup => {
      const times = own.flatMap(({ at }) => at ?? []).sort(compareText)
      const losses = own.flatMap(({ lossSeconds }) => lossSeconds ?? [])
      return {
        applications: [...new Set(own.map(({ application }) => application))].sort(compareText),
        vmIds: own.map(({ vmId }) => vmId),
        complete: own.every(({ pointId }) => pointId !== null),
        oldestAt: times[0] ?? null,
        newestAt: times.at(-1) ?? null,
        skewSeconds: own.reduce((most, { skewSeconds }) => Math.max(most, skewSeconds ?? 0), 0),
        lossSeconds: losses.length === 0 ? null : losses.reduce((most, one) => Math.max(most, one), 0),
      }
    })
    .sort(
      (a, b) =>
        Number(a.complete) - Number(b.complete) ||
        (b.lossSeconds ?? 0) - (a.lossSeconds ?? 0) ||
        compareText(a.vmIds[0] ?? '', b.vmIds[0] ?? ''),
    )
}
