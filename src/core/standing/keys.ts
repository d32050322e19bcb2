/** Keys of the plan by the ids of a reading, as far as they are told yet. */
import { standingKinds, type StandingKind } from '../../model/standing.ts'

export interface Keys {
  /** Null for what the plan does not have. */
  readonly of: (kind: StandingKind, id: string | null) => string | null
  /** The key, or what people would look for. */
  readonly say: (kind: StandingKind, id: string | null) => string
}

export interface GrowingKeys extends Keys {
  readonly add: (kind: StandingKind, id: string, key: string) => void
}

/** `names`: of everything that was read, by id. */
export function createKeys(names: ReadonlyMap<string, string>): GrowingKeys {
  const byKind = new Map(standingKinds.map((kind) => [kind, new Map<string, string>()]))
  const of = (kind: StandingKind, id: string | null): string | null => byKind.get(kind)?.get(id ?? '') ?? null
  return {
    of,
    say: (kind, id) => of(kind, id) ?? unplannedName(id, names.get(id ?? '')),
    add: (kind, id, key) => byKind.get(kind)?.set(id, key),
  }
}

const unplannedName = (id: string | null, name: string | undefined): string =>
  name === undefined || name === id ? (id ?? 'nothing') : `"${name}" (${id})`
