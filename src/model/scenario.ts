/**
 * A scenario file (drplan/scenario@1): settings laid over those of drplan.yaml, to see what they would change. It is about
 * one and the same site, so what says what that site is stays with drplan.yaml.
 */
import { z } from 'zod'
import { configSchema } from './config.ts'

const { target, tiers, defaultTier, assign, demand, mapping, recovery } = configSchema.shape
const ofMapping = mapping.unwrap().shape

/** A setting that a scenario leaves out is as in drplan.yaml, so its default does not apply here. */
const stated = (field: z.core.$ZodType): z.core.$ZodType =>
  field instanceof z.ZodDefault || field instanceof z.ZodPrefault ? field.unwrap() : field

const anyOf = (shape: Readonly<Record<string, z.core.$ZodType>>) =>
  z
    .strictObject(Object.fromEntries(Object.entries(shape).map(([key, field]) => [key, z.optional(stated(field))])))
    .optional()

/** The parts of drplan.yaml that a scenario may set, each with any of its settings. */
const settings = {
  /** `prices: null`: without own prices. */
  target: anyOf({ ...target.shape, prices: target.shape.prices.nullable() }),
  tiers: z.optional(stated(tiers)),
  defaultTier: z.optional(stated(defaultTier)),
  assign: z.optional(stated(assign)),
  demand: anyOf(demand.unwrap().shape),
  mapping: anyOf({
    ...ofMapping,
    /** `null` takes a quota away. */
    quotas: z.record(z.string(), z.number().nonnegative().nullable()),
    keep: anyOf(ofMapping.keep.unwrap().unwrap().shape).unwrap().nullable(),
  }),
  recovery: anyOf(recovery.unwrap().shape),
}

export const scenarioSchema = z.strictObject({
  schema: z.literal('drplan/scenario@1'),
  /** How it is called; without one by the name of its file. */
  name: z.string().trim().min(1).max(60).optional(),
  ...settings,
})

const isSetting = (key: string): boolean => Object.hasOwn(settings, key)

/** Why a key of drplan.yaml is none of a scenario; by key. */
export const notOfScenarios: Readonly<Record<string, string>> = Object.fromEntries(
  Object.keys(configSchema.shape)
    .filter((key) => key !== 'schema' && !isSetting(key))
    .map((key) => [
      key,
      `${key} cannot be set by a scenario: scenarios are about one and the same site, as drplan.yaml describes it. They set ${Object.keys(settings).join(', ')}.`,
    ]),
)

type Settings = Readonly<Record<string, unknown>>

const isSettings = (value: unknown): value is Settings =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** `over` laid over `base`: objects are merged key by key; lists and everything else are replaced. */
export function mergeSettings(base: unknown, over: unknown): unknown {
  if (!isSettings(base) || !isSettings(over)) return over
  const added = Object.keys(over).filter((key) => !Object.hasOwn(base, key))
  return Object.fromEntries(
    [...Object.keys(base), ...added].map((key) => [
      key,
      Object.hasOwn(over, key)
        ? Object.hasOwn(base, key)
          ? mergeSettings(base[key], over[key])
          : over[key]
        : base[key],
    ]),
  )
}

/** Of a scenario's file, what it sets: by the keys of drplan.yaml. */
export const settingsOf = (scenario: unknown): Settings =>
  isSettings(scenario) ? Object.fromEntries(Object.entries(scenario).filter(([key]) => isSetting(key))) : {}

/** The settings of drplan.yaml, as they are written, with those of a scenario over them. */
export function laidOver(config: unknown, scenario: unknown): unknown {
  const merged = mergeSettings(config, settingsOf(scenario))
  if (!isSettings(merged)) return merged
  const { target, mapping } = merged
  return {
    ...merged,
    ...(isSettings(target) && { target: withoutNull(target, ['prices']) }),
    ...(isSettings(mapping) && {
      mapping: isSettings(mapping['quotas'])
        ? { ...mapping, quotas: withoutNull(mapping['quotas'], Object.keys(mapping['quotas'])) }
        : mapping,
    }),
  }
}

const withoutNull = (settings: Settings, keys: readonly string[]): Settings =>
  Object.fromEntries(Object.entries(settings).filter(([key, value]) => value !== null || !keys.includes(key)))

export interface SettingChange {
  /** Such as `mapping.budgetPerMonth`. */
  readonly setting: string
  /** Null = none. */
  readonly before: unknown
  readonly after: unknown
}

/** Every setting that the scenario states and that is another one by it; lists are one setting each. */
export const changedSettings = (scenario: unknown, before: unknown, after: unknown): readonly SettingChange[] =>
  statedPaths(settingsOf(scenario)).flatMap((path) => {
    const change = { setting: path.join('.'), before: valueAt(before, path), after: valueAt(after, path) }
    return JSON.stringify(change.before) === JSON.stringify(change.after) ? [] : [change]
  })

const statedPaths = (settings: Settings): readonly (readonly string[])[] =>
  Object.entries(settings).flatMap(([key, value]) =>
    isSettings(value) ? statedPaths(value).map((rest) => [key, ...rest]) : [[key]],
  )

const valueAt = (settings: unknown, path: readonly string[]): unknown =>
  path.reduce<unknown>(
    (value, key) => (isSettings(value) && Object.hasOwn(value, key) ? value[key] : null),
    settings,
  ) ?? null
