/** What `drplan translate --failback` says: who goes back to where, who came meanwhile, and who is no longer there. */
import { formatAddress } from '../../model/address.ts'
import type { Failback, HostHome, NamedFailback } from '../../model/network-maps.ts'
import { count } from '../../model/quantity.ts'
import { harmless, paragraph, style } from '../text.ts'

/** Hosts that go back to where they were are counted; what somebody must decide about is listed. */
export function failbackScreen({ back, fresh, gone, names }: NamedFailback, width: number): readonly string[] {
  const nameOf = (vmId: string): string => harmless(names.get(vmId) ?? vmId)
  const listed = ({ vmId, from, to }: HostHome): readonly string[] =>
    paragraph(
      `  ${nameOf(vmId)}  ${formatAddress(from)} → ${to ? formatAddress(to) : style.broken('no place at the primary site')}`,
      width,
    )
  const unknown = back.filter(({ to }) => to === null)
  return [
    `${style.bold('Failback')}  ${count(back.length - unknown.length, 'host')} back to where they were`,
    ...section('that came while the recovery site ran, with a fresh address', fresh.flatMap(listed)),
    ...section('without a known address at the primary site', unknown.flatMap(listed)),
    ...section(
      'of the plan, no longer there',
      gone.map(({ vmId, address }) => `  ${nameOf(vmId)}  ${formatAddress(address)}`),
    ),
  ]
}

const section = (title: string, lines: readonly string[]): readonly string[] =>
  lines.length === 0 ? [] : ['', `${count(lines.length, 'host')} ${title}`, ...lines]

export const failbackJson = ({ back, fresh, gone }: Failback) => {
  const shown = ({ vmId, from, to }: HostHome) => ({ vmId, from: formatAddress(from), to: to && formatAddress(to) })
  return {
    schema: 'drplan/failback@1',
    back: back.map(shown),
    fresh: fresh.map(shown),
    gone: gone.map(({ vmId, address }) => ({ vmId, address: formatAddress(address) })),
  }
}
