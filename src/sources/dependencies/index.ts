/**
 * Dependencies that somebody wrote down: CSV with the columns from, to, and where wanted port, protocol and note; or YAML
 * with a list of the same keys. `from` needs `to`; both are VMs by id, name, host name or address.
 */
import { createFinding, type Finding } from '../../model/finding.ts'
import type { StatedDependency } from '../../model/flow.ts'
import { nearest } from '../../model/nearest.ts'
import type { Site } from '../../model/site.ts'
import type { DependencyReading, Source, SourceRequest } from '../../model/source.ts'
import { findFiles, type InputFile } from '../files.ts'
import { createVmMatcher, type VmMatcher } from '../match-series.ts'
import { listed } from '../report.ts'
import { readLinks, type Link } from './links.ts'

const wanted = { test: (name: string) => /\.(csv|ya?ml)$/i.test(name), meaning: 'lists of dependencies (.csv, .yaml)' }

/** Throws InputError `source.*` when the path is missing, nothing is readable, or a file is damaged. */
export const dependenciesSource: Source = {
  listFiles: async (request) => (await findFiles(request, wanted)).map(({ path }) => path),
  readDependencies,
}

async function readDependencies(request: SourceRequest, site: Site): Promise<DependencyReading> {
  const match = createVmMatcher(site)
  const names = site.vms.map(({ name }) => name).sort()
  const stated: StatedDependency[] = []
  const findings: Finding[] = []
  for (const file of await findFiles(request, wanted)) {
    const { links, findings: faults } = await readLinks(file)
    findings.push(...faults)
    for (const link of links) {
      const resolved = resolve(link, { match, names })
      if ('code' in resolved) findings.push(resolved)
      else stated.push(...stateOf(link, resolved, file))
    }
  }
  return { flows: [], stated, findings }
}

interface Ends {
  readonly fromVmId: string
  readonly toVmId: string
}

/** A VM that is said to need itself says nothing. */
const stateOf = (link: Link, ends: Ends, { shown }: InputFile): readonly StatedDependency[] => {
  if (ends.fromVmId === ends.toVmId) return []
  const note = link.note === null ? '' : `: ${link.note}`
  return [{ ...ends, protocol: link.protocol, port: link.port, why: `stated in ${shown}${note}` }]
}

interface Names {
  readonly match: VmMatcher
  readonly names: readonly string[]
}

function resolve(link: Link, { match, names }: Names): Ends | Finding {
  const [from, to] = [match(link.from), match(link.to)]
  if (from.kind === 'one' && to.kind === 'one') return { fromVmId: from.vm.id, toVmId: to.vm.id }
  const [name, found] = from.kind === 'one' ? [link.to, to] : [link.from, from]
  const several = found.kind === 'several' ? found.vmIds : []
  const meant = several.length === 0 ? nearest(name, names) : null
  return createFinding('site.reference-missing', {
    subject: name,
    message:
      several.length > 0
        ? `"${link.from}" needs "${link.to}": ${several.length} VMs are called "${name}" (${listed(several)}), so the dependency is left out.`
        : `"${link.from}" needs "${link.to}": no VM of the site is called "${name}", so the dependency is left out.`,
    suggestion:
      several.length > 0
        ? 'Use the id of the VM.'
        : meant === null
          ? 'Name the VM by its id.'
          : `Did you mean "${meant}"?`,
    affected: several,
    place: link.place,
  })
}
