/** What Site Recovery replicates, with the subnets and addresses that the interfaces will have, for good and in tests. */
import type { NetworkObject } from '../../model/network-objects.ts'
import type { Dump } from './answers.ts'
import { aService } from './gateways.ts'
import { nameOf } from './lookup.ts'
import type { ReplicatedNic } from './schema-replicated.ts'

export const readReplicated = (dump: Dump): readonly NetworkObject[] =>
  dump.replicated.map(({ value }) => {
    const { instancetype, fabricobjectid, vmnics = [], ...networks } = value.providerspecificdetails ?? {}
    const facts = {
      machine: fabricobjectid?.toLowerCase(),
      replication: instancetype,
      ...Object.fromEntries(vmnics.flatMap((nic) => settingsOf(nic, networks))),
    }
    return aService({
      id: value.id.toLowerCase(),
      name: value.friendlyname ?? value.name,
      type: 'Site Recovery item',
      facts: Object.fromEntries(Object.entries(facts).flatMap(([key, fact]) => (fact ? [[key, fact]] : []))),
    })
  })

type Text = string | null | undefined

interface Networks {
  readonly targetnetworkid?: Text
  readonly testnetworkid?: Text
}

/** `NIC target`, `NIC test`; with the name of the configuration where there are several. */
function settingsOf(nic: ReplicatedNic, networks: Networks): readonly (readonly [string, string | null])[] {
  const { ipconfigs } = nic
  const name = nameOf(nic.sourcenicarmid ?? nic.nicid ?? 'interface')
  const target = nic.recoveryvmnetworkid ?? networks.targetnetworkid
  const test = nic.tfovmnetworkid ?? networks.testnetworkid
  if (ipconfigs.length === 0)
    return [
      [`${name} target`, placeOf(nic.targetipaddress, nic.targetsubnetname, target)],
      [`${name} test`, placeOf(nic.testipaddress, nic.testsubnetname, test)],
    ]
  return ipconfigs.flatMap((own, index) => {
    const label = ipconfigs.length === 1 ? name : `${name}/${own.name ?? index + 1}`
    return [
      [`${label} target`, placeOf(own.recoverystaticipaddress, own.recoverysubnetname, target)] as const,
      [`${label} test`, placeOf(own.tfostaticipaddress, own.tfosubnetname, test)] as const,
    ]
  })
}

/** `10.40.1.4 in subnet shop of dr-vnet`; null when nothing was set. */
function placeOf(address: Text, subnet: Text, network: Text): string | null {
  if (!address && !subnet) return null
  return [
    address || 'any address',
    ...(subnet ? [`in subnet ${subnet}`] : []),
    ...(network ? [`of ${nameOf(network)}`] : []),
  ].join(' ')
}
