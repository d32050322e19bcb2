/** What is lost in a simulated disaster, and the settings of it. All figures are planning assumptions, not measurements. */
import { z } from 'zod'
import type { Immutable } from './immutable.ts'

/** What each does to the plan: core/simulate/scenarios.ts; in words: docs/simulation.md. */
export const simulationScenarioIds = [
  'site-loss',
  'zone-loss',
  'region-loss',
  'ransomware',
  'link-loss',
  'api-degraded',
] as const
export type SimulationScenarioId = (typeof simulationScenarioIds)[number]

export const scenarioSettingsSchema = z.strictObject({
  /** `zone-loss`: the zone, cluster or datacentre that fails, as the source calls it; null = that of most planned VMs. */
  zone: z.string().min(1).nullable().default(null),
  /** `ransomware`: how old the last recovery point is that nobody has tampered with. */
  cleanPointAgeHours: z.number().nonnegative().default(24),
  /** `ransomware`: each VM is scanned before it is started, for so long. */
  scanMinutes: z.number().nonnegative().default(30),
  /** `link-loss`: how long nothing had reached the recovery site when the disaster struck. */
  linkDownMinutes: z.number().nonnegative().default(240),
  /** `api-degraded`: calls a minute are divided by this. */
  callsDivisor: z.number().min(1).default(4),
  /** `api-degraded`: the chance of each try to fail is at least this. */
  retryChance: z.number().min(0).max(1).default(0.1),
})

/** What was simulated: which scenario, and a sentence that says what it means for this plan. */
export const playedScenarioSchema = z.strictObject({
  id: z.enum(simulationScenarioIds),
  means: z.string(),
  /** `zone-loss`: what fails, and the VMs that stay up; null and none elsewhere. */
  zone: z.string().nullable(),
  upVmIds: z.array(z.string()),
})
export type PlayedScenario = Immutable<z.infer<typeof playedScenarioSchema>>
