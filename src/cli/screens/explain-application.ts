/** The screen of `drplan explain` for an application: its cells, the states they can be in, and what moves them. */
import type { Transition } from '../../model/application.ts'
import { duration, promised } from '../../model/quantity.ts'
import type { ApplicationExplanation } from '../../model/vm-explanation.ts'
import { facts, harmless, paragraph, style, table } from '../text.ts'

const MOST_NAMES = 6

export function applicationScreen(explanation: ApplicationExplanation, width: number): readonly string[] {
  const { application } = explanation
  const { name, tierId, workflow } = application
  return [
    ...paragraph(`${style.bold(harmless(name))}   application, tier ${harmless(tierId)}`, width),
    '',
    ...facts(factsOf(explanation), width),
    '',
    `  ${style.bold('Away (failover)')}`,
    ...transitions(workflow.failover, width),
    '',
    `  ${style.bold('Home again (failback)')}`,
    ...transitions(workflow.failback, width),
    '',
    ...paragraph(
      style.dim('Each is the steps of out/runbooks of that stage or wave; it begins when what it comes after is done.'),
      width,
    ),
  ]
}

type Fact = readonly [string, string, string?]

function factsOf({ application, promise, arbitration, names }: ApplicationExplanation): readonly Fact[] {
  const { cells, states, protectionGroups, vmIds } = application
  const { primary, recovery } = cells
  const named = (ids: readonly string[]): string => {
    const shown = ids.slice(0, MOST_NAMES).map((id) => harmless(names[id] ?? id))
    return `${shown.join(', ')}${ids.length > shown.length ? ` and ${ids.length - shown.length} more` : ''}`
  }
  const achieved = promise?.achieved
  return [
    ['VMs', String(vmIds.length), named(vmIds)],
    [
      'Promise',
      promise ? `RTO ${promised(promise.promised.rtoMinutes)}, RPO ${promised(promise.promised.rpoMinutes)}` : 'none',
      achieved
        ? `by model RTO ${duration(achieved.rtoMinutes)}, RPO ${duration(achieved.rpoMinutes)}`
        : 'cannot be told',
    ],
    ['Primary cell', placeOf(primary.site, primary.region), zonesOf(primary.zones.map(harmless))],
    ['', states.primary.join(', '), 'states it can be in'],
    [
      'Recovery cell',
      placeOf(recovery.platform, recovery.region),
      zonesOf(recovery.zones.map((zone) => `${zone + 1}`)),
    ],
    ['', states.recovery.join(', '), 'states it can be in'],
    ...protectionGroups.map((group): Fact => ['Consistent', harmless(group.name), named(group.vmIds)]),
    ...arbitration.map(({ strategies, counterexample }): Fact => [
      'Two at once',
      counterexample ? style.broken('can happen') : style.kept('cannot happen'),
      `${strategies.join(', ')}${counterexample ? `: ${counterexample.join('; then ')}` : ''}`,
    ]),
  ]
}

const placeOf = (site: string, region: string | null): string =>
  region === null ? harmless(site) : `${harmless(site)}, ${harmless(region)}`

const zonesOf = (zones: readonly string[]): string =>
  zones.length === 0 ? 'zones are not known' : `${zones.length === 1 ? 'zone' : 'zones'} ${zones.join(', ')}`

const words: Readonly<Record<string, string>> = {
  decide: 'decide',
  reserve: 'see that all can be had',
  close: 'close: nobody writes any more',
  copy: 'the last copy',
  fence: 'fence',
  standing: 'grow what stands',
  redirect: 'redirect users (names, partners)',
  verify: 'users verify',
}

function transitions(all: readonly Transition[], width: number): readonly string[] {
  const rows = all.map(({ id, cell, to, after, waitsFor = [], approval, automatic }) => [
    id,
    `${words[id] ?? 'start and check'}${approval ? ', with approval' : ''}${automatic ? ', by health check' : ''}`,
    cell && to ? `${cell} → ${to}` : '',
    [...waitsFor.map((name) => `${harmless(name)} is back`), ...after].join(', ') || 'at once',
  ])
  const columns = [
    { head: 'transition' },
    { head: 'what', cut: 20, drop: 1 },
    { head: 'cell' },
    { head: 'after', cut: 20 },
  ]
  return table(columns, rows, width)
}
