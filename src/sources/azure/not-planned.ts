/** What of the network no noun can hold: counted and named, so that nobody takes the plan for the whole of it. */
import { compareText } from '../../model/text-order.ts'
import { counted, listed, type Report } from '../report.ts'
import type { Dump } from './answers.ts'
import { nameOf } from './lookup.ts'

interface Leftover {
  readonly noun: string
  readonly ids: readonly string[]
  /** What a person must do about it. */
  readonly advice: string
}

export function reportNotPlanned(dump: Dump, report: Report): void {
  for (const { noun, ids, advice } of leftovers(dump)) {
    if (ids.length === 0) continue
    const names = ids.map(nameOf).toSorted(compareText)
    report('site.not-planned', {
      subject: `${noun}s`,
      message: `${counted(ids.length, noun)} not carried into the plan: ${listed(names)}.`,
      suggestion: advice,
      affected: ids,
    })
  }
}

const idsOf = <Value extends { readonly id: string }>(
  items: readonly { readonly value: Value }[],
  isOne: (value: Value) => boolean,
): readonly string[] => items.filter(({ value }) => isOne(value)).map(({ value }) => value.id.toLowerCase())

const hasAdminRules = (manager: { readonly networkmanagerscopeaccesses: readonly string[] }): boolean =>
  manager.networkmanagerscopeaccesses.some((access) => /^securityadmin$/i.test(access))

/** The rules of network managers in files are of no network; of Azure itself they are read (admin-rules.ts). */
const leftovers = (dump: Dump): readonly Leftover[] => [
  {
    noun: 'custom-DNS interface',
    ids: idsOf(dump.nics, ({ dnssettings }) => (dnssettings?.dnsservers ?? []).length > 0),
    advice: 'Set the name servers of the recovered machines in their guests, or for their whole network.',
  },
  {
    noun: 'propagation-free route table',
    ids: idsOf(dump.routeTables, ({ disablebgproutepropagation }) => disablebgproutepropagation === true),
    advice: 'Do not let VPNs and private lines propagate their routes into these tables at the recovery site.',
  },
  {
    noun: 'network manager',
    ids: dump.source === 'azure' ? [] : idsOf(dump.networkManagers, hasAdminRules),
    advice:
      'Its security admin rules stand above all security groups; files do not say for which networks: carry them over by hand, or read Azure itself.',
  },
]
