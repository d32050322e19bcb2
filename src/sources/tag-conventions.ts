/**
 * Tags and custom columns that state what drplan plans by, in every source that has tags. Keys are compared
 * without case, spaces, hyphens, underscores, dots and colons; one that begins with `drplan` wins over a bare one.
 *
 * - tier: `drplan-tier`, `dr-tier`, `recovery-tier`; also `tier`, but only with a number (or "Tier 1"), because
 *   many people tag web, application and database layers as `tier`. "Tier 1" is tier "1".
 * - application: `drplan-application`, `application`, `app`, `application name`, `app name`
 * - protection group: `drplan-protection-group`, `protection group`
 * - depends on: `drplan-depends-on`, `depends on`: ids or names with `;`, `,` or `+` between them (AWS
 *   allows neither `;` nor `,` in the value of a tag).
 */
import type { Vm } from '../model/site.ts'

export type TaggedNouns = Pick<Vm, 'tier' | 'application' | 'protectionGroup' | 'dependsOn'>

const keys = {
  tier: ['drplantier', 'drtier', 'recoverytier'],
  bareTier: ['tier'],
  application: ['drplanapplication', 'drplanapp', 'application', 'app', 'applicationname', 'appname'],
  protectionGroup: ['drplanprotectiongroup', 'protectiongroup'],
  dependsOn: ['drplandependson', 'dependson'],
} as const

/** How keys are compared. */
export const normaliseKey = (key: string): string => key.toLowerCase().replaceAll(/[\s\-_.:]/g, '')

/** Does a tag or column of this name state one of the nouns? */
export const isConventionKey = (key: string): boolean =>
  Object.values(keys).some((names) => (names as readonly string[]).includes(normaliseKey(key)))

/** The nouns that a VM's tags state; null (or an empty list) where they state none. */
export function nounsFromTags(tags: Readonly<Record<string, string>>): TaggedNouns {
  const byKey = new Map<string, string>()
  for (const key of Object.keys(tags).toSorted()) {
    const value = tags[key]?.trim() ?? ''
    if (value !== '' && !byKey.has(normaliseKey(key))) byKey.set(normaliseKey(key), value)
  }
  const first = (names: readonly string[]): string | null => {
    const name = names.find((candidate) => byKey.has(candidate))
    return name === undefined ? null : (byKey.get(name) ?? null)
  }
  return {
    tier: tierId(first(keys.tier)) ?? numberedTier(first(keys.bareTier)),
    application: first(keys.application),
    protectionGroup: first(keys.protectionGroup),
    dependsOn: splitNames(first(keys.dependsOn) ?? ''),
  }
}

/** Names with `;`, `,` or `+` between them. */
export const splitNames = (text: string): readonly string[] => [
  ...new Set(
    text
      .split(/[;,+]/)
      .map((name) => name.trim())
      .filter((name) => name !== ''),
  ),
]

const tierId = (text: string | null): string | null => text?.replace(/^tier[\s\-_]*(?=\d)/i, '') ?? null

function numberedTier(text: string | null): string | null {
  const id = tierId(text)
  return id !== null && /^\d+$/.test(id) ? id : null
}
