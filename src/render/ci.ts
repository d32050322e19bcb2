/**
 * The files of a pipeline system. Everything that is printed into them is a text in double quotes; which paths may be
 * printed is decided before (pipeline/init-ci.ts), because these systems read `$`, `{{` and the like inside of quotes.
 */
import { ciFolders, type CiSystem } from '../model/ci-system.ts'
import type { Config } from '../model/config.ts'
import { targetIds } from '../model/target-id.ts'
import { renderQuoted } from './template.ts'

export interface CiFacts {
  readonly config: Pick<Config, 'site' | 'sources' | 'target'>
  /** Of drplan.yaml, from the root of the repository, with forward slashes. */
  readonly configPath: string
  /** Of drplan, as it is published. */
  readonly version: string
}

interface CiFile {
  /** From the root of the repository, with forward slashes. */
  readonly path: string
  readonly contents: string
}

/** `templates` are those of templates/ci/<system>, by name. Throws BugError where one does not fit. */
export function renderCi(system: CiSystem, templates: ReadonlyMap<string, string>, facts: CiFacts): readonly CiFile[] {
  const folder = ciFolders[system]
  const view = viewOf(facts)
  return [...templates].map(([name, template]) => ({
    path: folder === '' ? name : `${folder}/${name}`,
    contents: renderQuoted(name, template, view),
  }))
}

/** The name of a CronJob may have 52 characters: 11 are added to it for the name of a Job, which may have 63. */
const MOST_CRON_JOB_NAME = 52

function viewOf({ config: { site, sources, target }, configPath, version }: CiFacts): object {
  const below = configPath.split('/').slice(0, -1)
  const live = new Set<string>(sources.map(({ kind }) => kind))
  const pull = targetIds.filter((id) => live.has(id))
  return {
    config: configPath,
    plan: [...below, 'out/plan.json'].join('/'),
    below: [...below, '**'].join('/'),
    version,
    title: `drplan ${site.id}`,
    artifact: `drplan-${site.id}`,
    cronJob: `drplan-check-${site.id}`.slice(0, MOST_CRON_JOB_NAME).replace(/-+$/, ''),
    image: `registry.example.com/drplan:${version}`,
    cacheKey: `drplan-${version}`,
    // Two sites of one repository have a comment each.
    mark: `<!-- drplan ${site.id} -->`,
    /** Which clouds are read for a pull request, and at night, when the recovery site is looked at, too. */
    pull,
    night: targetIds.filter((id) => live.has(id) || target.platform === id),
  }
}
