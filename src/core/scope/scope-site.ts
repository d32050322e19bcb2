/** Which VMs the plan covers, with which promise; every VM that is left out is named, with the reason. */
import { InputError } from '../../errors.ts'
import type { AssignmentRule, Config } from '../../model/config.ts'
import { createFinding, type Finding } from '../../model/finding.ts'
import type { ScopedVm, TierOrigin } from '../../model/scoped-vm.ts'
import type { Site, Vm } from '../../model/site.ts'
import type { Tier } from '../../model/tier.ts'
import { matches } from '../../model/match.ts'
import { proposeApplications } from './propose-applications.ts'
import { withNeeds } from './with-needs.ts'

export interface Scope {
  /** Sorted by id. */
  readonly planned: readonly ScopedVm[]
  readonly excluded: readonly { readonly vmId: string; readonly reason: string }[]
  readonly findings: readonly Finding[]
}

/** Throws InputError `config.invalid` when a rule names a tier that does not exist. */
export function scopeSite(site: Site, config: Config): Scope {
  const tiers = new Map(config.tiers.map((tier) => [tier.id, tier]))
  const standard = tierOf(config.defaultTier, tiers, 'defaultTier')
  config.assign.forEach((rule, index) => rule.tier !== undefined && tierOf(rule.tier, tiers, `assign[${index}].tier`))
  const planned: ScopedVm[] = []
  const excluded: { vmId: string; reason: string }[] = []
  const unknownTiers: Vm[] = []
  for (const vm of [...site.vms].sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0))) {
    const reason = reasonToExclude(vm, site, config)
    if (reason) {
      excluded.push({ vmId: vm.id, reason })
      continue
    }
    const { tier, origin } = tierFor(vm, tiers, { site, config })
    if (origin.kind === 'unknown') unknownTiers.push(vm)
    planned.push({ ...scoped(vm, tier ?? standard, { site, config }), tierOrigin: origin })
  }
  const needing = withNeeds(planned, site, config.dependencies)
  return {
    planned: needing,
    excluded,
    findings: [
      ...exclusionFindings(excluded),
      ...tierFindings(unknownTiers, standard),
      ...proposeApplications(needing, site.dependencies),
    ],
  }
}

/** No tier where none is given that exists. */
function tierFor(
  vm: Vm,
  tiers: ReadonlyMap<string, Tier>,
  rules: { site: Site; config: Config },
): { readonly tier: Tier | undefined; readonly origin: TierOrigin } {
  if (vm.tier !== null) {
    const tier = tiers.get(vm.tier) ?? tiers.get(vm.tier.replace(/^tier[-_ ]?/i, ''))
    return { tier, origin: tier ? { kind: 'source' } : { kind: 'unknown', asked: vm.tier } }
  }
  const rule = indexOfRule(vm, 'tier', rules)
  if (rule === -1) return { tier: undefined, origin: { kind: 'default' } }
  return { tier: tiers.get(rules.config.assign[rule]?.tier ?? ''), origin: { kind: 'rule', rule } }
}

function scoped(vm: Vm, tier: Tier, { site, config }: { site: Site; config: Config }): ScopedVm {
  const application =
    vm.application ?? config.assign[indexOfRule(vm, 'application', { site, config })]?.application ?? null
  const more = config.assign.filter(({ match }) => matches(match, vm, site)).flatMap(({ dependsOn }) => dependsOn ?? [])
  const dependsOn = [...new Set([...vm.dependsOn, ...more])]
  const planned = { ...vm, application, dependsOn }
  const accelerator = config.mapping.accelerators.find(({ match }) => matches(match, planned, site))
  return { vm: planned, tier, application: application ?? vm.name, ...(accelerator && { accelerator }) }
}

/** The first rule that gives the VM such a thing; -1 when none does. */
const indexOfRule = (vm: Vm, field: 'tier' | 'application', { site, config }: { site: Site; config: Config }): number =>
  config.assign.findIndex((one: AssignmentRule) => one[field] !== undefined && matches(one.match, vm, site))

function tierOf(id: string, tiers: ReadonlyMap<string, Tier>, where: string): Tier {
  const tier = tiers.get(id)
  if (tier) return tier
  throw new InputError('config.invalid', `${where} names tier "${id}", which is not in the list of tiers.`, {
    suggestions: [`Use one of ${[...tiers.keys()].join(', ')}.`],
  })
}

function reasonToExclude(vm: Vm, site: Site, config: Config): string | null {
  if (vm.kind !== 'workload') return `it is a ${vm.kind === 'platform' ? 'platform VM' : vm.kind}`
  const rule = config.exclude.find(({ match }) => matches(match, vm, site))
  if (rule) return rule.reason
  if (vm.power === 'off' && !config.mapping.protectPoweredOff) return 'it is powered off'
  return null
}

function exclusionFindings(excluded: Scope['excluded']): readonly Finding[] {
  const byReason = new Map<string, string[]>()
  for (const { vmId, reason } of excluded) {
    const ids = byReason.get(reason)
    if (ids) ids.push(vmId)
    else byReason.set(reason, [vmId])
  }
  return [...byReason].map(([reason, ids]) =>
    createFinding('plan.vm-excluded', {
      subject: `${ids.length} ${ids.length === 1 ? 'VM' : 'VMs'}`,
      message: `${ids.length} ${ids.length === 1 ? 'VM is' : 'VMs are'} not planned: ${reason}.`,
      suggestion:
        reason === 'it is powered off'
          ? 'Set mapping.protectPoweredOff in drplan.yaml to plan powered-off VMs too.'
          : null,
      affected: ids,
    }),
  )
}

const tierFindings = (vms: readonly Vm[], standard: Tier): readonly Finding[] =>
  vms.map((vm) =>
    createFinding('plan.tier-unknown', {
      subject: vm.name,
      message: `${vm.name} asks for tier "${vm.tier ?? ''}", which is not in the list of tiers; it is planned in tier ${standard.id}.`,
      suggestion: 'Correct the tag or column at the source, or add the tier to drplan.yaml.',
      affected: [vm.id],
    }),
  )
