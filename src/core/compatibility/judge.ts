/**
 * Can each VM run at the recovery site as it is? Every rule is looked at for every VM, and nobody is left out of the plan
 * for it: a VM that cannot is sized and priced like any other, and the finding says what keeps it from running.
 */
import type {
  CompatibilitySeverity,
  CompatibilityVerdict,
  CompatibilityWaiver,
  TargetCompatibility,
  VmCompatibility,
} from '../../model/compatibility.ts'
import { compatibilitySeverities } from '../../model/compatibility.ts'
import type { Finding } from '../../model/finding.ts'
import type { OsRelease } from '../../model/os-release.ts'
import type { ScopedVm } from '../../model/scoped-vm.ts'
import { compareText } from '../../model/text-order.ts'
import { waiverOf } from '../../model/tier-order.ts'
import { compatibilityFindings } from './findings.ts'
import type { Hit } from './hit.ts'
import { parseOs } from './parse-os.ts'
import { predicates } from './predicates.ts'

export interface JudgeInput {
  readonly planned: readonly ScopedVm[]
  readonly target: TargetCompatibility
  readonly waivers: readonly CompatibilityWaiver[]
  /** ISO date that ends of support and of waivers are counted to; null = they are stated, not judged. */
  readonly today: string | null
  /** Ids of VMs that no component holds: they are not ready, whatever the rules say. */
  readonly withoutComponent: ReadonlySet<string>
}

export interface Judged {
  readonly compatibility: readonly VmCompatibility[]
  readonly findings: readonly Finding[]
}

/** In the order of `planned`. */
export function judgeCompatibility(input: JudgeInput): Judged {
  const readOs = createOsReader()
  const waivers = Map.groupBy(input.waivers, ({ rule }) => rule)
  const looked = input.planned.map((scoped) => ({ scoped, os: readOs(scoped.vm.os?.name), hits: [] as Hit[] }))
  for (const one of looked) one.hits.push(...hitsOf(one, waivers, input))
  const releases = looked.map(({ scoped, os }) => ({ scoped, os }))
  return {
    compatibility: looked.map(({ scoped, hits }) => judgementOf(scoped, hits, input)),
    findings: compatibilityFindings(
      looked.flatMap(({ hits }) => hits),
      releases,
      input,
    ),
  }
}

/** Estates have few names of systems, and many VMs. */
function createOsReader(): (name: string | undefined) => OsRelease | null {
  const known = new Map<string, OsRelease | null>()
  return (name) => {
    if (name === undefined) return null
    const before = known.get(name)
    if (before !== undefined) return before
    const release = parseOs(name)
    known.set(name, release)
    return release
  }
}

interface LookedAt {
  readonly scoped: ScopedVm
  readonly os: OsRelease | null
}

type WaiversByRule = ReadonlyMap<string, readonly CompatibilityWaiver[]>

function hitsOf({ scoped, os }: LookedAt, waivers: WaiversByRule, { target, today }: JudgeInput): readonly Hit[] {
  const { vm } = scoped
  const acceleratorStated = scoped.accelerator !== undefined
  const support = target.operatingSystems
  return target.rules
    .flatMap((rule): readonly Hit[] => {
      const detail = predicates[rule.id]({ vm, os, rule, support, today, acceleratorStated })
      if (detail === null) return []
      const own = waivers.get(rule.id)
      return [{ scoped, rule, detail, given: own ? waiverOf(vm, { waivers: own, today }) : null }]
    })
    .toSorted((a, b) => rank(a.rule.severity) - rank(b.rule.severity) || compareText(a.rule.id, b.rule.id))
}

const rank = (severity: CompatibilitySeverity): number => compatibilitySeverities.indexOf(severity)

function judgementOf({ vm }: ScopedVm, hits: readonly Hit[], { withoutComponent }: JudgeInput): VmCompatibility {
  return {
    vmId: vm.id,
    verdict: withoutComponent.has(vm.id) ? 'not-ready' : verdictOf(hits),
    rules: hits.map(({ rule: { id, severity }, detail, given }) => ({
      id,
      severity,
      detail,
      waived: given?.inForce === true ? { owner: given.waiver.owner, until: given.waiver.until } : null,
    })),
  }
}

function verdictOf(hits: readonly Hit[]): CompatibilityVerdict {
  if (hits.some(({ rule, given }) => rule.severity === 'blocker' && given?.inForce !== true)) return 'not-ready'
  if (hits.some(({ rule, given }) => rule.id === 'os-unknown' && given?.inForce !== true)) return 'unknown'
  return hits.some(({ rule }) => rule.severity !== 'info') ? 'conditional' : 'ready'
}
