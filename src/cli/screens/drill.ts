/** What `drplan translate` says of drills: where they happen, and that nothing leads out of them. */
import { formatAddress } from '../../model/address.ts'
import { formatCidr, type Cidr } from '../../model/cidr.ts'
import type { Isolation } from '../../model/network-maps.ts'
import { count } from '../../model/quantity.ts'
import { harmless, paragraph, style } from '../text.ts'

export interface ShownDrill {
  readonly moves: readonly { readonly from: Cidr; readonly to: Cidr | null }[]
  readonly isolation: Isolation
}

export function drillScreen({ moves, isolation }: ShownDrill, width: number): readonly string[] {
  const where = moves.map(({ to }) => (to ? formatCidr(to) : 'no room')).join(', ')
  const marks = {
    isolated: style.kept(`● no destination outside is reached (${count(isolation.tables, 'route table')})`),
    leaks: style.broken('■ leads outside'),
    undetermined: style.risk('▲ cannot be told'),
  }
  return [
    ...paragraph(`${style.bold('Drill')} in ${where}: ${marks[isolation.verdict]}`, width),
    ...isolation.leaks.flatMap(({ tableKey, destination, hop, routeKey }) =>
      paragraph(
        `  ${formatAddress(destination)} leaves through ${hop} (${harmless(routeKey ?? '')} in ${harmless(tableKey)})`,
        width,
      ),
    ),
    ...(isolation.missing.length > 0
      ? paragraph(`It depends on ${isolation.missing.map(harmless).join('; ')}.`, width)
      : []),
  ]
}
