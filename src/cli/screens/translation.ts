/** The screen of `drplan translate`: the address map, subnet by subnet, and what did not move as it was. */
import { formatAddress } from '../../model/address.ts'
import { formatCidr } from '../../model/cidr.ts'
import type { NetworkTranslation } from '../../model/network-translation.ts'
import { count } from '../../model/quantity.ts'
import { literalsScreen } from './literals.ts'
import { facts, harmless, table, type Column } from '../text.ts'

const columns: readonly Column[] = [
  { head: 'VPC', cut: true },
  { head: 'subnet', cut: true },
  { head: 'primary' },
  { head: 'recovery' },
  { head: 'zone', right: true, drop: 1 },
  { head: 'rule' },
]

export function translationScreen(translation: NetworkTranslation, width: number): readonly string[] {
  const names = new Map(translation.vpcs.map(({ key, name }) => [key, name]))
  const rows = translation.subnets.map(({ vpcKey, name, fromBlock, block, zone, rule }) => [
    harmless(names.get(vpcKey) ?? vpcKey),
    harmless(name),
    fromBlock ? formatCidr(fromBlock) : 'unknown',
    formatCidr(block),
    String(zone),
    rule,
  ])
  const moved = translation.moved.map(({ from, to, why }) => [formatAddress(from), formatAddress(to), harmless(why)])
  return [
    ...table(columns, rows, width),
    '',
    ...(moved.length > 0
      ? [...table([{ head: 'host' }, { head: 'moves to' }, { head: 'because', cut: true }], moved, width), '']
      : []),
    ...literalsScreen(translation.literals, width),
    ...facts(
      [
        [
          'Addresses',
          count(translation.addresses.length, 'address', 'addresses'),
          `${count(translation.addresses.filter(({ to }) => to === null).length, 'address', 'addresses')} left to the platform`,
        ],
        [
          'Rules',
          count(translation.securityRules.length, 'rule'),
          `in ${count(translation.securityGroups.length, 'group')}`,
        ],
        ...(translation.packetFilters.length > 0 ? [filtersRow(translation)] : []),
        ['Routes', count(translation.routes.length, 'route'), `in ${count(translation.routeTables.length, 'table')}`],
        [
          'DNS',
          count(translation.dnsRecords.filter(({ rule }) => rule !== 'kept').length, 'record'),
          'changed at failover',
        ],
      ],
      width,
    ),
  ]
}

const filtersRow = ({ packetFilters }: NetworkTranslation): readonly [string, string, string] => [
  'Filters',
  count(
    packetFilters.reduce((sum, { entries }) => sum + entries.length, 0),
    'entry',
    'entries',
  ),
  `in ${count(packetFilters.length, 'packet filter')}`,
]
