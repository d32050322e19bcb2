/** Dependencies between applications: what the plan shows of all the relations between VMs. */
import { serviceText, type Dependency } from '../../model/dependency.ts'
import type { ApplicationDependency } from '../../model/plan.ts'
import type { ScopedVm } from '../../model/scoped-vm.ts'
import { compareText } from '../../model/text-order.ts'
import type { DependencyGraph } from './dependencies.ts'

const MOST_SERVICES = 5

/** What is merely possible is left out: it would relate everything with everything. Sorted by the two applications. */
export function relateApplications(
  planned: readonly ScopedVm[],
  dependencies: readonly Dependency[],
  { needs }: Pick<DependencyGraph, 'needs'>,
): readonly ApplicationDependency[] {
  const applications = new Map(planned.map(({ vm, application }) => [vm.id, application]))
  const known = new Set(dependencies.map(pairOf))
  const stated = statedOf(needs).filter((one) => !known.has(pairOf(one)))
  const links = [...dependencies, ...stated].flatMap((one) => {
    const [from, to] = [applications.get(one.fromVmId), applications.get(one.toVmId)]
    return from === undefined || to === undefined || from === to || one.confidence === 'possible'
      ? []
      : [{ from, to, one }]
  })
  return [...Map.groupBy(links, ({ from, to }) => JSON.stringify([from, to])).values()]
    .flatMap((own) => {
      const [first] = own
      return first
        ? relate(
            first,
            own.map(({ one }) => one),
            needs,
          )
        : []
    })
    .toSorted((a, b) => compareText(a.from, b.from) || compareText(a.to, b.to))
}

const pairOf = ({ fromVmId, toVmId }: Dependency): string => JSON.stringify([fromVmId, toVmId])

/** Rules of drplan.yaml state dependencies that the site does not know. */
const statedOf = (needs: DependencyGraph['needs']): readonly Dependency[] =>
  [...needs].flatMap(([fromVmId, own]) =>
    own.map((toVmId) => ({
      fromVmId,
      toVmId,
      evidence: 'stated' as const,
      protocol: null,
      port: null,
      observed: null,
      confidence: 'certain' as const,
      why: 'stated by a rule',
    })),
  )

function relate(
  { from, to }: { readonly from: string; readonly to: string },
  own: readonly Dependency[],
  needs: DependencyGraph['needs'],
): ApplicationDependency {
  const services = [...new Set(own.map(serviceText).filter((text) => text !== ''))].sort(compareText)
  const pairs = new Set(own.map(pairOf))
  return {
    from,
    to,
    evidence: [...new Set(own.map(({ evidence }) => evidence))].sort(compareText),
    services: services.slice(0, MOST_SERVICES),
    moreServices: Math.max(0, services.length - MOST_SERVICES),
    pairs: pairs.size,
    ordered: own.every(({ fromVmId, toVmId }) => needs.get(fromVmId)?.includes(toVmId) ?? false),
  }
}
