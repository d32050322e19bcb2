/** Which VM a series measures, by its labels. */
import type { Site, Vm } from '../../model/site.ts'
import { createVmMatcher, type VmMatch } from '../match-series.ts'
import type { Series } from './answer.ts'

type Labels = Series['labels']

/** The names that instances give themselves: labels to be had in addition, by instance. */
export type HostNames = ReadonlyMap<string, Labels>

export type Identifier = (labels: Labels, identity: readonly string[]) => VmMatch

/**
 * The first label that fits one VM decides. A value may be an id, a name, an address or a host name, with or without a
 * port (match-series.ts). Where a label fits several VMs, the labels after it may still say which of them is meant.
 */
export function createIdentifier(site: Site, hostNames: HostNames): Identifier {
  const matchVm = createVmMatcher(site)
  return (labels, identity) => {
    const known = { ...hostNames.get(instanceKey(labels)), ...labels }
    let open: VmMatch = { kind: 'none' }
    for (const label of identity) {
      const value = Object.hasOwn(known, label) ? known[label] : undefined
      if (value === undefined || value === '') continue
      const match = matchVm(value)
      if (match.kind === 'one' && isAmong(open, match.vm)) return match
      if (open.kind === 'none') open = match
    }
    return open
  }
}

const isAmong = (open: VmMatch, vm: Vm): boolean => open.kind !== 'several' || open.vmIds.includes(vm.id)

/** What names an instance in all of its series. */
const instanceKey = (labels: Labels): string =>
  JSON.stringify(['instance', 'job', 'cluster'].map((label) => labels[label] ?? ''))

/** From series with the labels `nodename` or `hostname`; of several names of one instance, the latest. */
export function collectHostNames(series: readonly Series[]): HostNames {
  const latest = new Map<string, { readonly labels: Labels; readonly at: number }>()
  for (const { labels, at } of series) {
    const key = instanceKey(labels)
    const last = at.reduce((most, ms) => Math.max(most, ms), -Infinity)
    if (last > (latest.get(key)?.at ?? -Infinity)) latest.set(key, { labels, at: last })
  }
  return new Map([...latest].map(([key, { labels }]) => [key, labels]))
}

/** As PromQL writes a series; the labels in order, so that one series has one text. */
export const labelText = (labels: Labels): string =>
  `{${Object.keys(labels)
    .sort()
    .map((label) => `${label}=${JSON.stringify(labels[label])}`)
    .join(', ')}}`
