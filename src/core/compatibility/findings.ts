/** The findings about compatibility: one for each rule and reason, however many VMs it applies to. */
import { cite } from '../../model/citation.ts'
import type { CompatibilitySeverity, CompatibilityWaiver } from '../../model/compatibility.ts'
import { createFinding, type Finding } from '../../model/finding.ts'
import type { FindingCode } from '../../model/finding-codes.ts'
import { endOfSupport, lifecycleSource, releaseName, type OsRelease } from '../../model/os-release.ts'
import { count } from '../../model/quantity.ts'
import type { ScopedVm } from '../../model/scoped-vm.ts'
import { compareText } from '../../model/text-order.ts'
import type { Hit } from './hit.ts'

const codes: Readonly<Record<CompatibilitySeverity, FindingCode>> = {
  blocker: 'map.incompatible',
  warning: 'map.compatibility-warned',
  info: 'map.compatibility-noted',
}

interface Settings {
  readonly waivers: readonly CompatibilityWaiver[]
  readonly today: string | null
}

interface Release {
  readonly scoped: ScopedVm
  readonly os: OsRelease | null
}

export function compatibilityFindings(
  hits: readonly Hit[],
  releases: readonly Release[],
  { waivers, today }: Settings,
): readonly Finding[] {
  const groups = Map.groupBy(hits, ({ rule, detail, given }) =>
    JSON.stringify([rule.id, detail, given?.waiver ?? null]),
  )
  return [
    ...[...groups.values()].flatMap(([first, ...rest]) => (first ? groupFinding([first, ...rest], today) : [])),
    ...(waivers.length > 0 ? unusedWaivers(hits, waivers) : []),
    ...(today === null ? unjudgedEnds(releases) : []),
  ]
}

const MOST_NAMES = 5

function namesOf(group: readonly { readonly scoped: ScopedVm }[]): string {
  const names = group.map(({ scoped }) => scoped.vm.name)
  const more = names.length - MOST_NAMES
  return `${names.slice(0, MOST_NAMES).join(', ')}${more > 0 ? ` and ${more} more` : ''}`
}

/** Of one rule, detail and waiver. */
function groupFinding(group: readonly [Hit, ...Hit[]], today: string | null): Finding {
  const [{ rule, detail, given }] = group
  const about = { subject: rule.id, affected: group.map(({ scoped }) => scoped.vm.id) }
  const source = `(rule ${rule.id}; ${cite(rule.source)})`
  const sentence = `${count(group.length, 'VM')} (${namesOf(group)}) with ${detail}. ${rule.meaning}`.replaceAll(
    '\u00a0',
    ' ',
  )
  if (given?.inForce !== true) {
    const ended = given ? ` The waiver of ${given.waiver.owner} ended on ${given.waiver.until}.` : ''
    return createFinding(codes[rule.severity], {
      ...about,
      message: `${sentence}${ended}${rule.severity === 'blocker' ? ' It is sized and priced all the same.' : ''} ${source}`,
      suggestion:
        rule.severity === 'blocker'
          ? `${rule.advice} Or waive it by name under mapping.waivers of drplan.yaml.`
          : rule.advice,
    })
  }
  const { owner, until, reason } = given.waiver
  return createFinding('map.compatibility-waived', {
    ...about,
    message: `${sentence} Waived by ${owner} until ${until} (${reason})${today === null ? '; whether that day has passed is not judged' : ''}. ${source}`,
    suggestion: today === null ? 'Set mapping.today in drplan.yaml, so that ends of waivers are judged.' : null,
  })
}

function unusedWaivers(hits: readonly Hit[], waivers: readonly CompatibilityWaiver[]): readonly Finding[] {
  const hit = new Set(
    hits.flatMap(({ rule, scoped: { vm } }) => [JSON.stringify([rule.id, vm.id]), JSON.stringify([rule.id, vm.name])]),
  )
  return waivers
    .filter(({ rule, vm }) => !hit.has(JSON.stringify([rule, vm])))
    .map(({ vm, rule, owner, until }) =>
      createFinding('map.compatibility-waiver-unused', {
        subject: rule,
        message: `mapping.waivers waives ${rule} for ${vm} (${owner}, until ${until}), which is not in the plan, or which the rule does not apply to.`,
        suggestion: 'Correct the name or the rule, or take the waiver out.',
      }),
    )
}

/** Without a day to count to, ends of support are stated, once for all. */
function unjudgedEnds(releases: readonly Release[]): readonly Finding[] {
  const known = releases.flatMap(({ scoped, os }) => {
    const end = os && endOfSupport(os)
    return os && end ? [{ id: scoped.vm.id, line: `${releaseName(os)} until ${end}` }] : []
  })
  if (known.length === 0) return []
  const lines = [...Map.groupBy(known, ({ line }) => line)]
    .map(([line, vms]) => `${line} (${count(vms.length, 'VM')})`.replaceAll('\u00a0', ' '))
    .toSorted(compareText)
  return [
    createFinding('map.compatibility-noted', {
      subject: 'os-end-of-life',
      message: `Vendors support ${lines.join('; ')}. Which of these days have passed is not judged, for want of mapping.today. (rule os-end-of-life; ${cite(lifecycleSource)})`,
      suggestion: 'Set mapping.today in drplan.yaml, so that ends of support are judged.',
      affected: known.map(({ id }) => id),
    }),
  ]
}
