/**
 * What a disaster does to the plan before it is simulated: pure, so that the same model and the same random numbers tell
 * scenarios apart by what they change alone.
 */
import type { RecoveryModel } from '../../model/config.ts'
import type { Assignment } from '../../model/mapping.ts'
import type { Plan } from '../../model/plan.ts'
import { count, duration } from '../../model/quantity.ts'
import type { PlayedScenario, SimulationScenarioId } from '../../model/simulation-scenario.ts'
import type { SimulationSettings } from '../../model/simulation-settings.ts'
import { losePlace, type Placements } from './lost-place.ts'
import { restoredTerms } from './restored-terms.ts'

export interface Disaster {
  readonly plan: Plan
  readonly settings: SimulationSettings
  readonly recovery: RecoveryModel
  /** Of the VMs at the primary site, by id. */
  readonly placements: Placements
}

export interface Played {
  readonly plan: Plan
  readonly settings: SimulationSettings
  readonly scenario: PlayedScenario
  readonly unplacedVmIds: readonly string[]
}

/** Throws InputError `simulation.zone-unknown` of a zone that no planned VM runs in. */
export const playScenario = (id: SimulationScenarioId, disaster: Disaster): Played => scenarios[id](disaster)

const scenarios: Readonly<Record<SimulationScenarioId, (disaster: Disaster) => Played>> = {
  'site-loss': (disaster) => played('site-loss', disaster, siteSentence(disaster.plan)),
  'zone-loss': loseZone,
  'region-loss': loseRegion,
  ransomware: restoreAll,
  'link-loss': loseLink,
  'api-degraded': degradeCalls,
}

const played = (id: SimulationScenarioId, { plan, settings }: Disaster, means: string): Played => ({
  plan,
  settings,
  scenario: { id, means, zone: null, upVmIds: [] },
  unplacedVmIds: [],
})

const siteSentence = ({ vms }: Plan): string =>
  `The primary site is gone: ${count(vms.length, 'planned VM fails', 'planned VMs fail')} at once and all come back by their strategies.`

function loseZone(disaster: Disaster): Played {
  const { plan, settings, placements } = disaster
  const vmIds = plan.vms.map(({ vmId }) => vmId)
  const { name, upVmIds, unplacedVmIds } = losePlace(vmIds, placements, settings.scenarios.zone)
  const guessed = unplacedVmIds.length === 0 ? '' : `, among them ${unplacedVmIds.length} of unknown place`
  const means = `${name} is gone: ${count(vmIds.length - upVmIds.length, 'planned VM fails', 'planned VMs fail')}${guessed}. The other ${upVmIds.length} stay up and serve at once, or as soon as what they need is back.`
  return {
    ...played('zone-loss', disaster, means),
    scenario: { id: 'zone-loss', means, zone: name, upVmIds: [...upVmIds] },
    unplacedVmIds,
  }
}

/** drplan plans one site: its region is lost with all of it, and the recovery site too, where that lies in the same region. */
function loseRegion(disaster: Disaster): Played {
  const { plan } = disaster
  const { region } = plan.site
  if (region === null)
    return played('region-loss', disaster, `${siteSentence(plan)} Which region that is, nobody says (site.region).`)
  if (region !== plan.target.region)
    return played('region-loss', disaster, `The region ${region} is gone, and the whole primary site with it.`)
  const means = `The region ${region} is gone, and the recovery site lies in it: nothing comes back.`
  return { ...played('region-loss', disaster, means), plan: withAssignments(plan, []) }
}

const withAssignments = (plan: Plan, assignments: readonly Assignment[]): Plan => ({
  ...plan,
  mapping: { ...plan.mapping, assignments },
})

const changeLoss = (one: Assignment, change: (rpoMinutes: number) => number): Assignment => ({
  ...one,
  achieved: { ...one.achieved, rpoMinutes: change(one.achieved.rpoMinutes) },
})

function restoreAll(disaster: Disaster): Played {
  const { plan, settings, recovery } = disaster
  const { cleanPointAgeHours, scanMinutes } = settings.scenarios
  const restored = plan.mapping.assignments.map((one) => {
    const terms = restoredTerms(one, { recovery, scanMinutes })
    const older = changeLoss(one, (rpoMinutes) => Math.max(rpoMinutes, cleanPointAgeHours * 60))
    return { ...older, achieved: { ...older.achieved, terms } }
  })
  const means = `Standby machines and replicas are as spoilt as the primary site: every VM is restored from a backup of ${duration(cleanPointAgeHours * 60)} before the attack, and scanned for ${duration(scanMinutes)} before it starts. That there is such a backup is taken for granted.`
  return { ...played('ransomware', disaster, means), plan: withAssignments(plan, restored) }
}

/** Copies of backups take the same line as replication. How fast the recovery site restores is another matter. */
function loseLink(disaster: Disaster): Played {
  const { plan, settings } = disaster
  const { linkDownMinutes } = settings.scenarios
  const behind = plan.mapping.assignments.map((one) => changeLoss(one, (rpoMinutes) => rpoMinutes + linkDownMinutes))
  const means = `The line between the sites was down for ${duration(linkDownMinutes)} before the primary site was lost: that much more work is lost. Recovery takes as long as without that.`
  return { ...played('link-loss', disaster, means), plan: withAssignments(plan, behind) }
}

function degradeCalls(disaster: Disaster): Played {
  const { settings } = disaster
  const { callsDivisor, retryChance } = settings.scenarios
  const chance = Math.max(settings.retry.chance, retryChance)
  const calls = settings.calls && { ...settings.calls, perMinute: settings.calls.perMinute / callsDivisor }
  const fewer = settings.calls
    ? `takes one call in ${callsDivisor} of those it usually takes`
    : 'is slow (how many calls it takes nobody says: simulation.calls)'
  const means = `The platform's API ${fewer}, and ${Math.round(chance * 1000) / 10} % of tries of ${settings.retry.terms.join(', ')} fail.`
  return {
    ...played('api-degraded', disaster, means),
    settings: { ...settings, calls, retry: { ...settings.retry, chance } },
  }
}
