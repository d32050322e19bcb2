/** What VMs depend on, after machines of several sources became one. */
import type { Vm } from '../../model/site.ts'

/** A VM as one source gave it, with the machine it became. */
export interface Member {
  readonly vm: Vm
  /** Which source, as a number. */
  readonly reading: number
  /** The machine's id in the site. */
  readonly id: string
}

/**
 * Gives for each machine, by its site id and its members, the union of what its sources say it depends on. A
 * reference means what it means in its own source (an id, else a name that one VM there has), else the machine that
 * alone has that id in another source. It is rewritten to the site's id where the text would no longer lead there.
 */
export function createReferences(
  machines: ReadonlyMap<string, Vm>,
  members: readonly Member[],
): (own: readonly Member[]) => readonly string[] {
  const index: Index = {
    byId: unique(members, ({ reading, vm }) => `${reading} ${vm.id}`),
    byName: unique(members, ({ reading, vm }) => `${reading} ${vm.name}`),
    anyId: unique(members, ({ vm }) => vm.id),
    siteNames: unique(
      [...machines].map(([id, vm]) => ({ vm, id })),
      ({ vm }) => vm.name,
    ),
  }
  // An id goes before a name wherever references are read.
  const leadsByName = (text: string, target: string): boolean =>
    !machines.has(text) && index.siteNames.get(text) === target
  return (own) => {
    const union = new Map<string, string>()
    for (const { reading, vm } of own)
      for (const text of vm.dependsOn) {
        const target = resolve({ reading, text, machines, index })
        const leadsThere = target === null || text === target || leadsByName(text, target)
        const key = target ?? text
        if (!union.has(key)) union.set(key, leadsThere ? text : key)
      }
    return [...union.values()]
  }
}

/** Text → site id; null where two machines have it. */
type IdsByText = ReadonlyMap<string, string | null>

interface Index {
  readonly byId: IdsByText
  readonly byName: IdsByText
  readonly anyId: IdsByText
  readonly siteNames: IdsByText
}

interface Reference {
  readonly reading: number
  readonly text: string
  readonly machines: ReadonlyMap<string, Vm>
  readonly index: Index
}

function resolve({ reading, text, machines, index }: Reference): string | null {
  const own = index.byId.get(`${reading} ${text}`) ?? index.byName.get(`${reading} ${text}`)
  if (own !== undefined && own !== null) return own
  return machines.has(text) ? text : (index.anyId.get(text) ?? null)
}

function unique<T extends { readonly id: string }>(items: readonly T[], key: (item: T) => string): IdsByText {
  const ids = new Map<string, string | null>()
  for (const item of items) {
    const text = key(item)
    const known = ids.get(text)
    ids.set(text, known === undefined || known === item.id ? item.id : null)
  }
  return ids
}
