/** What a reviewer reads first: worse, better, neutral, the gravest first. */
import type { Finding } from '../../model/finding.ts'
import type { Severity } from '../../model/finding-codes.ts'
import {
  consequenceCodes,
  consequenceDirections,
  type Consequence,
  type FindingChange,
  type MoneyChange,
  type PlanDiff,
} from '../../model/plan-diff.ts'
import { count, fixed, trim } from '../../model/quantity.ts'
import { compareText } from '../../model/text-order.ts'
import { signed, someOf, valueText, type DiffParts } from './consequence-parts.ts'
import { equivalenceConsequences, flowConsequences, objectConsequences } from './network-consequences.ts'
import { promiseConsequences, simulationConsequences } from './promise-consequences.ts'
import { vmConsequences } from './vm-consequences.ts'
import type { PairedVms } from './vms.ts'

export function consequencesOf(parts: DiffParts, paired: PairedVms): readonly Consequence[] {
  return [
    ...vmConsequences(parts.vms, paired),
    ...parts.promises.flatMap(promiseConsequences),
    ...(parts.simulation ? simulationConsequences(parts.simulation) : []),
    ...flowConsequences(parts.flows),
    ...equivalenceConsequences(parts.equivalence),
    ...objectConsequences(parts.network),
    ...costConsequences(parts.cost),
    ...findingConsequences(parts.findings),
    ...waveConsequences(parts.waves),
    ...siteConsequences(parts.site),
  ].toSorted(byGravity)
}

const byGravity = (a: Consequence, b: Consequence): number =>
  consequenceDirections.indexOf(a.direction) - consequenceDirections.indexOf(b.direction) ||
  consequenceCodes.indexOf(a.code) - consequenceCodes.indexOf(b.code) ||
  compareText(a.subject, b.subject) ||
  compareText(a.text, b.text)

/** Less than a cent is no change. */
const LEAST = 0.005

function costConsequences({ standbyPerMonth, recoveredPerDay, ...currency }: PlanDiff['cost']): readonly Consequence[] {
  const { currencyBefore, currencyAfter } = currency
  return [
    ...costConsequence('cost-standby', { what: 'standing by', unit: 'a month', money: standbyPerMonth }),
    ...costConsequence('cost-recovered', { what: 'recovered', unit: 'a day', money: recoveredPerDay }),
  ]

  function costConsequence(
    code: 'cost-standby' | 'cost-recovered',
    { what, unit, money }: { readonly what: string; readonly unit: string; readonly money: MoneyChange },
  ): readonly Consequence[] {
    const { before, after, difference, share } = money
    const ends = `${fixed(before, 2)} ${currencyBefore} → ${fixed(after, 2)} ${currencyAfter} ${unit}`
    const about = { code, subject: 'cost', vmIds: [], keys: [] }
    if (difference === null) return [{ ...about, direction: 'neutral', text: `${what}: ${ends}` }]
    if (Math.abs(difference) < LEAST) return []
    const part = share === null ? '' : `, ${signed(share, (amount) => `${trim(amount * 100, 1)} %`)}`
    const text = `${what} ${signed(difference, (amount) => `${fixed(amount, 2)} ${currencyAfter}`)} ${unit}${part} (${ends})`
    return [{ ...about, direction: difference > 0 ? 'worse' : 'better', text }]
  }
}

const codes = { error: 'finding-error', warning: 'finding-warning', info: 'finding-info' } as const
const names: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'note' }
const rank: Readonly<Record<Severity, number>> = { error: 2, warning: 1, info: 0 }

const findingConsequences = ({ added, removed, changed }: PlanDiff['findings']): readonly Consequence[] => [
  ...added.map((finding) => single(finding, 'new')),
  ...removed.map((finding) => single(finding, 'gone')),
  ...changed.map(changedFinding),
]

function single(finding: Finding, change: 'new' | 'gone'): Consequence {
  const { severity, code, subject, message, affected } = finding
  const worse = change === 'new' ? 'worse' : 'better'
  return {
    direction: severity === 'info' ? 'neutral' : worse,
    code: codes[severity],
    subject,
    text: `${change} ${names[severity]} ${code}: ${message}`,
    vmIds: [...affected],
    keys: [],
  }
}

function changedFinding({ before, after, joinedVmIds, leftVmIds }: FindingChange): Consequence {
  const graver = rank[after.severity] - rank[before.severity]
  const worst = graver > 0 ? after.severity : before.severity
  const by = graver !== 0 ? graver : joinedVmIds.length - leftVmIds.length
  const isNeutral = worst === 'info' || by === 0
  const severity = graver === 0 ? names[after.severity] : `${names[before.severity]} → ${names[after.severity]}`
  const about = [
    ...(joinedVmIds.length > 0 ? [`now also about ${someOf(joinedVmIds)}`] : []),
    ...(leftVmIds.length > 0 ? [`no longer about ${someOf(leftVmIds)}`] : []),
  ]
  return {
    direction: isNeutral ? 'neutral' : by > 0 ? 'worse' : 'better',
    code: codes[worst],
    subject: after.subject,
    text: [`${severity} ${after.code}`, ...about].join(', '),
    vmIds: [...joinedVmIds, ...leftVmIds].length > 0 ? [...joinedVmIds, ...leftVmIds] : [...after.affected],
    keys: [],
  }
}

function waveConsequences({ moved, changed }: PlanDiff['waves']): readonly Consequence[] {
  const about = { direction: 'neutral', code: 'waves', keys: [] } as const
  const wave = (number: number | null): string => (number === null ? 'none' : String(number))
  const moves = moved.map(({ name, before, after }) => `${name} ${wave(before)} → ${wave(after)}`)
  const times = changed.map(
    ({ number, changes }) =>
      `wave ${number} (${changes.map(({ field, before, after }) => `${field} ${valueText(before)} → ${valueText(after)}`).join(', ')})`,
  )
  return [
    ...(moved.length === 0
      ? []
      : [
          {
            ...about,
            subject: 'waves of VMs',
            text: `${count(moved.length, 'VM')} in another wave: ${someOf(moves)}`,
            vmIds: moved.map(({ vmId }) => vmId),
          },
        ]),
    ...(changed.length === 0
      ? []
      : [
          {
            ...about,
            subject: 'waves',
            text: `${count(changed.length, 'wave')} changed: ${someOf(times, 3)}`,
            vmIds: [],
          },
        ]),
  ]
}

const siteConsequences = (site: PlanDiff['site']): readonly Consequence[] =>
  site.map(({ field, before, after }) => ({
    direction: 'neutral',
    code: 'site',
    subject: field,
    text: `${field}: ${valueText(before)} → ${valueText(after)}`,
    vmIds: [],
    keys: [],
  }))
