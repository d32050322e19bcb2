/**
 * The terms of a VM that is restored from a clean backup in spite of its strategy. Standby machines and replicas are as
 * spoilt as the primary: what they are planned to do is still done, and a restore and a scan come before the start. So
 * nothing that the plan has is left out, and a VM that shares nothing is never back earlier than planned.
 */
import type { Assignment } from '../../model/mapping.ts'
import type { RecoveryModel } from '../../model/config.ts'
import { CONVERT } from '../../model/recovery-terms.ts'

type Terms = Assignment['achieved']['terms']
type Term = Terms[number]

export const SCAN = 'scan'

/** Where a term stands among those of a VM; what is not named stands with the verification. */
const order = [
  'detect',
  'declare',
  'scale up',
  'launch',
  'restore',
  SCAN,
  CONVERT,
  'boot',
  'application start',
  'verify',
  'redirect',
]
const placeOf = ({ name }: Term): number => (order.includes(name) ? order.indexOf(name) : order.indexOf('verify'))

export function restoredTerms(
  { achieved, disks }: Assignment,
  { recovery, scanMinutes }: { readonly recovery: RecoveryModel; readonly scanMinutes: number },
): Terms {
  const gib = disks.reduce((sum, { sizeGiB }) => sum + sizeGiB, 0)
  const wanted: Term[] = [
    { name: 'declare', minutes: recovery.declareMinutes, basis: 'recovery.declareMinutes' },
    {
      name: 'restore',
      minutes: tidy((gib * 1024) / recovery.restoreMiBps / 60),
      basis: `${gib} GiB at recovery.restoreMiBps`,
    },
    { name: SCAN, minutes: scanMinutes, basis: 'simulation.scenarios.scanMinutes' },
    { name: 'boot', minutes: recovery.bootMinutes, basis: 'recovery.bootMinutes' },
    { name: 'application start', minutes: recovery.applicationStartMinutes, basis: 'recovery.applicationStartMinutes' },
  ]
  const planned = new Set(achieved.terms.map(({ name }) => name))
  const added = wanted.filter(({ name }) => !planned.has(name))
  return [...achieved.terms, ...added].toSorted((a, b) => placeOf(a) - placeOf(b))
}

/** Hundredths of a minute, as the plan has its restores. */
const tidy = (minutes: number): number => Math.round(minutes * 100) / 100
