/** What the dumps refer to and do not hold, one finding for each kind of thing. */
import type { Network } from '../../model/network.ts'
import { referencesOf, type ObjectReferences } from '../../model/object-references.ts'
import type { Vm } from '../../model/site.ts'
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
  const nics = vms.flatMap((vm) => vm.nics.map((nic) => ({ vm, nic })))
  const objects = network.objects.map((object) => ({ by: object.id, ids: referencesOf(object) }))
  const named = (kind: keyof ObjectReferences): readonly Reference[] =>
    objects.flatMap(({ by, ids }) => ids[kind].map((id) => ({ id, by })))
  const idsOf = (things: readonly { readonly id: string }[]): readonly string[] => things.map(({ id }) => id)
  const checks: readonly Check[] = [
    {
      noun: 'subnet',
      command: 'aws ec2 describe-subnets',
      references: [
        ...nics.flatMap(({ vm, nic }) => (nic.subnetId === null ? [] : [{ id: nic.subnetId, by: vm.id }])),
        ...named('subnetIds'),
      ],
      known: idsOf(network.subnets),
    },
    {
      noun: 'VPC',
      command: 'aws ec2 describe-vpcs',
      references: [...network.subnets.map(({ vpcId, id }) => ({ id: vpcId, by: id })), ...named('vpcIds')],
      known: idsOf(network.vpcs),
    },
    {
      noun: 'security group',
      command: 'aws ec2 describe-security-groups',
      references: [...groupReferences(site), ...named('securityGroupIds')],
      known: idsOf(network.securityGroups),
    },
    {
      noun: 'prefix list',
      command: 'aws ec2 describe-managed-prefix-lists',
      references: prefixListReferences(network),
      known: [...dump.ManagedPrefixLists, ...dump.PrefixLists].map(({ value }) => value.PrefixListId),
    },
    {
      noun: 'instance',
      command: 'aws ec2 describe-instances',
      references: named('vmIds'),
      known: idsOf(vms),
    },
    {
      noun: 'route table',
      command: 'aws ec2 describe-route-tables',
      references: named('routeTableIds'),
      known: idsOf(network.routeTables),
    },
    {
      noun: 'network interface',
      command: 'aws ec2 describe-network-interfaces',
      references: named('nicIds'),
      known: [...nics.map(({ nic }) => nic.id), ...dump.NetworkInterfaces.map(({ value }) => value.NetworkInterfaceId)],
    },
  ]
  for (const check of checks) reportMissing(check, dump.source, report)
}

const groupReferences = ({ vms, network }: { vms: readonly Vm[]; network: Network }): readonly Reference[] => [
  ...vms.flatMap((vm) => vm.nics.flatMap((nic) => nic.securityGroupIds.map((id) => ({ id, by: vm.id })))),
  ...network.securityRules.flatMap((rule) =>
    rule.peer.kind === 'group' ? [{ id: rule.peer.groupId, by: rule.groupId }] : [],
  ),
]

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
    suggestion:
      source === 'aws'
        ? 'Add the account that owns them under `accounts`, or their region under `regions`.'
        : `Add: ${command} --output json`,
    affected: missing.map(({ by }) => by),
  })
}
