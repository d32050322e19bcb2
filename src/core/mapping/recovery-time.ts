/**
 * How fast a strategy brings one VM back, and how much it loses: sums of terms from drplan.yaml
 * (`recovery`), by model and not by drill. Contention between VMs comes later, in the plan.
 */
import type { DayConversion } from '../../model/compatibility.ts'
import type { RecoveryModel } from '../../model/config.ts'
import type { Achieved } from '../../model/mapping.ts'
import { CONVERT } from '../../model/recovery-terms.ts'
import type { RecoveryStrategy, Tier } from '../../model/tier.ts'

export interface RecoveryTime {
  readonly strategy: RecoveryStrategy
  readonly achieved: Achieved
  /** How often a backup is taken; null where data is replicated continuously. */
  readonly backupIntervalMinutes: number | null
  /** By how much the promise is missed; 0 = kept, or nothing promised. */
  readonly rtoExcess: number
  readonly rpoExcess: number
}

type Term = Achieved['terms'][number]

interface TimeInput {
  readonly recovery: RecoveryModel
  /** What a restore must bring back. */
  readonly copiedGiB: number
  /** What the platform does to the machine on the day; absent = nothing. */
  readonly conversion?: DayConversion | null
}

export function recoveryTimeOf(strategy: RecoveryStrategy, tier: Tier, input: TimeInput): RecoveryTime {
  const { recovery } = input
  const terms = termsOf(strategy, input)
  const rtoMinutes = tidy(terms.reduce((sum, term) => sum + term.minutes, 0))
  const backupIntervalMinutes = strategy === 'backup-restore' ? backupInterval(tier, recovery) : null
  const rpoMinutes =
    backupIntervalMinutes === null ? recovery.replicationLagMinutes : backupIntervalMinutes + recovery.backupCopyMinutes
  return {
    strategy,
    achieved: { rtoMinutes, rpoMinutes, terms },
    backupIntervalMinutes,
    rtoExcess: excess(rtoMinutes, tier.rtoMinutes),
    rpoExcess: excess(rpoMinutes, tier.rpoMinutes),
  }
}

/** Two decimals: less is below any model's accuracy, and sums print as people add them. */
const tidy = (minutes: number): number => Math.round(minutes * 100) / 100

const excess = (achieved: number, promised: number | null): number =>
  promised === null ? 0 : Math.max(0, tidy(achieved - promised))

function termsOf(strategy: RecoveryStrategy, { recovery: model, copiedGiB, conversion = null }: TimeInput): Term[] {
  const term = (name: string, key: MinutesSetting): Term => ({ name, minutes: model[key], basis: `recovery.${key}` })
  const detect = term('detect', 'detectMinutes')
  const converted = conversion ? [convertTerm(conversion, model)] : []
  const verify = term('verify', 'verifyMinutes')
  const redirect = term('redirect', 'redirectMinutes')
  const declared = [detect, term('declare', 'declareMinutes')]
  const started = [term('boot', 'bootMinutes'), term('application start', 'applicationStartMinutes'), verify, redirect]
  // A health check fails over to what runs already: nobody has to declare a disaster.
  const running = [detect, redirect, verify]
  const terms: Readonly<Record<RecoveryStrategy, Term[]>> = {
    'active-active': running,
    'hot-standby': running,
    'warm-standby': [...declared, term('scale up', 'warmScaleMinutes'), ...started],
    'pilot-light': [...declared, term('launch', 'pilotLaunchMinutes'), ...converted, ...started],
    'backup-restore': [
      ...declared,
      term('launch', 'backupLaunchMinutes'),
      restoreTerm(model, copiedGiB),
      ...converted,
      ...started,
    ],
  }
  return terms[strategy]
}

const convertTerm = ({ setting, what }: DayConversion, model: RecoveryModel): Term => ({
  name: CONVERT,
  minutes: model[setting],
  basis: `recovery.${setting}: ${what}`,
})

type MinutesSetting = {
  [Key in keyof RecoveryModel]: RecoveryModel[Key] extends number ? Key : never
}[keyof RecoveryModel]

function restoreTerm(model: RecoveryModel, copiedGiB: number): Term {
  return {
    name: 'restore',
    minutes: tidy((copiedGiB * 1024) / model.restoreMiBps / 60),
    basis: `${tidy(copiedGiB)} GiB at recovery.restoreMiBps`,
  }
}

/** The longest interval that keeps the RPO; the shortest when none does; the longest when none is promised. */
function backupInterval(tier: Tier, recovery: RecoveryModel): number {
  const promised = tier.rpoMinutes ?? Infinity
  const keeping = recovery.backupIntervals.filter((interval) => interval + recovery.backupCopyMinutes <= promised)
  return keeping.length > 0 ? Math.max(...keeping) : Math.min(...recovery.backupIntervals)
}
