/**
 * Where the application of a VM is read from when drplan.yaml states it (`applicationFrom`): the first of the list that
 * says anything of a VM. Without the setting it is what the conventions of tags say (tag-conventions.ts), and no folder
 * or pool means anything, because sites also sort by owner, age or cost. Names are compared as text and never interpreted.
 */
import type { SourceRequest } from '../model/source.ts'
import type { Report } from './report.ts'
import { normaliseKey } from './tag-conventions.ts'

/** What a VM is filed under. */
export interface Groupings {
  readonly tags: Readonly<Record<string, string>>
  readonly vapp: string | null
  /** As the source writes it: a name, or a path with the root in it. */
  readonly folder: string | null
  readonly resourcePool: string | null
  /** Free text. */
  readonly annotation: string | null
}

export interface ApplicationReader {
  /** `usual`: what it is where drplan.yaml states nothing. */
  of(groupings: Groupings, usual: string | null): string | null
  /** What drplan.yaml names and no VM that was asked for has. */
  reportUnused(request: SourceRequest, report: Report): void
}

export function createApplicationReader({ applicationFrom }: SourceRequest): ApplicationReader {
  if (applicationFrom === undefined) return { of: (_, usual) => usual, reportUnused: () => undefined }
  const unused = new Set(applicationFrom)
  return {
    of(groupings) {
      const found = applicationFrom.map((origin) => ({ origin, name: nameFrom(origin, groupings) }))
      for (const { origin, name } of found) if (name !== null) unused.delete(origin)
      return found.find(({ name }) => name !== null)?.name ?? null
    },
    reportUnused(request, report) {
      for (const origin of unused)
        report('site.reference-missing', {
          subject: origin,
          message: `drplan.yaml takes applications from ${origin}, and no VM of ${request.shownPath} has one there.`,
          suggestion: 'Correct applicationFrom, or export that too.',
          place: request.shownPath,
        })
    },
  }
}

const plainOrigins: Readonly<Record<string, (groupings: Groupings) => string | null>> = {
  vapp: ({ vapp }) => filled(vapp),
  folder: ({ folder }) => belowRoot(folder, ['vm', 'Discovered virtual machine']),
  'resource-pool': ({ resourcePool }) => belowRoot(resourcePool, ['Resources']),
}

/** The configuration has checked that an origin is one of these, or `tag:` or `annotation-key:` with a name. */
function nameFrom(origin: string, groupings: Groupings): string | null {
  const plain = plainOrigins[origin]
  if (plain) return plain(groupings)
  const key = normaliseKey(origin.slice(origin.indexOf(':') + 1))
  return origin.startsWith('tag:') ? tagOf(groupings, key) : noteOf(groupings, key)
}

function tagOf({ tags }: Groupings, key: string): string | null {
  const name = Object.keys(tags)
    .toSorted()
    .find((candidate) => normaliseKey(candidate) === key && filled(tags[candidate]) !== null)
  return name === undefined ? null : filled(tags[name])
}

/** A line `App: shop` or `App = shop`; several may stand in a line with `;` between them. */
function noteOf({ annotation }: Groupings, key: string): string | null {
  for (const line of (annotation ?? '').split(/[\r\n;]/)) {
    const [, name = '', value] = /^([^:=]*)[:=](.*)$/.exec(line) ?? []
    if (normaliseKey(name.trim()) === key && filled(value) !== null) return filled(value)
  }
  return null
}

/**
 * The path without what every VM has in front (`/Quay/vm/shop/web` is `shop/web`), so that folders of one name stay apart;
 * null where nothing is left. The first root is vSphere's own; another is where it puts what nobody filed.
 */
function belowRoot(path: string | null, roots: readonly string[]): string | null {
  const parts = (path ?? '')
    .split('/')
    .map((part) => part.trim())
    .filter((part) => part !== '')
  const root = path?.trimStart().startsWith('/') ? parts.indexOf(roots[0] ?? '') : -1
  const below = root >= 0 || parts[0] === roots[0] ? parts.slice(Math.max(root, 0) + 1) : parts
  return below.length === 0 || roots.includes(below.join('/')) ? null : below.join('/')
}

const filled = (text: string | null | undefined): string | null => text?.trim() || null
