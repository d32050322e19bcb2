/**
 * What answers refer to and do not hold, of the kinds that no noun is made of; those that are nouns are looked for in the
 * whole site (core/identity).
 */
import type { Network } from '../../model/network.ts'
import { referencesOf } from '../../model/object-references.ts'
import type { Vm } from '../../model/site.ts'
import type { SiteReading } from '../../model/source.ts'
import { counted, listed, type Report } from '../report.ts'
import type { Dump } from './answers.ts'

interface Reference {
  /** The thing that is missed. */
  readonly id: string
  /** Who refers to it. */
  readonly by: string
}

export function checkReferences(dump: Dump, site: { vms: readonly Vm[]; network: Network }, report: Report): void {
  const { vms, network } = site
  const nics = vms.flatMap((vm) => vm.nics)
  const checks: readonly Check[] = [
    {
      noun: 'prefix list',
      command: 'aws ec2 describe-managed-prefix-lists',
      references: prefixListReferences(network),
      known: [...dump.ManagedPrefixLists, ...dump.PrefixLists].map(({ value }) => value.PrefixListId),
    },
    {
      noun: 'network interface',
      command: 'aws ec2 describe-network-interfaces',
      references: network.objects.flatMap((object) => referencesOf(object).nicIds.map((id) => ({ id, by: object.id }))),
      known: [...nics.map(({ id }) => id), ...dump.NetworkInterfaces.map(({ value }) => value.NetworkInterfaceId)],
    },
  ]
  for (const check of checks) reportMissing(check, dump.source, report)
}

const prefixListReferences = (network: Network): readonly Reference[] => [
  ...network.securityRules.flatMap(({ peer, groupId }) =>
    peer.kind === 'prefix-list' ? [{ id: peer.prefixListId, by: groupId }] : [],
  ),
  ...network.routes.flatMap(({ destination, tableId }) =>
    'prefixListId' in destination ? [{ id: destination.prefixListId, by: tableId }] : [],
  ),
]

interface Check {
  readonly noun: string
  /** The command whose answer would hold the thing. */
  readonly command: string
  readonly references: readonly Reference[]
  readonly known: readonly string[]
}

function reportMissing({ noun, command, references, known }: Check, source: Dump['source'], report: Report): void {
  const knownIds = new Set(known)
  const missing = references.filter(({ id }) => !knownIds.has(id))
  const ids = [...new Set(missing.map(({ id }) => id))].toSorted()
  if (ids.length === 0) return
  report('site.reference-missing', {
    subject: `${noun}s`,
    message: `${counted(ids.length, noun)} referred to and not among what was read: ${listed(ids)}.`,
    suggestion: howToAdd(source, command),
    affected: missing.map(({ by }) => by),
  })
}

const howToAdd = (source: Dump['source'], command: string): string =>
  source === 'aws'
    ? 'Add the account that owns them under `accounts`, or their region under `regions`.'
    : `Add: ${command} --output json`

export const adviceOf = ({ source }: Dump): NonNullable<SiteReading['advice']> => ({
  routeTables: howToAdd(source, 'aws ec2 describe-route-tables'),
  securityGroups: howToAdd(source, 'aws ec2 describe-security-groups'),
  subnets: howToAdd(source, 'aws ec2 describe-subnets'),
  vms: howToAdd(source, 'aws ec2 describe-instances'),
  vpcs: howToAdd(source, 'aws ec2 describe-vpcs'),
})
