/** A web server and a database, translated and proven; a test changes the site, or spoils the translation. */
import { proveNetwork } from '../src/core/network/prove-network.ts'
import { translateNetwork } from '../src/core/network/translate.ts'
import { formatAddress } from '../src/model/address.ts'
import type { GatewayRule } from '../src/model/network-policy.ts'
import type { NetworkTranslation } from '../src/model/network-translation.ts'
import type { Network } from '../src/model/network.ts'
import { packetText } from '../src/model/packet-text.ts'
import type { Vm } from '../src/model/site.ts'
import {
  aGroup,
  aHost,
  aNetwork,
  aPolicy,
  aRoute,
  aRule,
  aSubnet,
  aTable,
  inGroups,
  someLimits,
  someRegions,
} from './builders-network.ts'

export const routed: Partial<Network> = {
  subnets: [aSubnet('subnet-1', '10.0.0.0/24'), aSubnet('subnet-2', '10.0.1.0/24')],
  routeTables: [aTable('rtb-1')],
  routes: [aRoute('rtb-1-local', '10.0.0.0/16', 'local'), aRoute('rtb-1-out', '0.0.0.0/0', 'internet-gateway')],
  securityGroups: [aGroup('sg-web'), aGroup('sg-db')],
}
export const web = aHost('web', 'subnet-1', ['10.0.0.10'])
export const db = inGroups(aHost('db', 'subnet-2', ['10.0.1.20']), 'sg-db')
export const fromWeb = aRule(
  'db-from-web',
  { kind: 'group', groupId: 'sg-web' },
  { groupId: 'sg-db', ports: { from: 5432, to: 5432 } },
)
export const webOut = aRule('web-out', '10.0.1.0/24', { direction: 'egress', ports: { from: 5432, to: 5432 } })
export const webIn = aRule('web-in', '0.0.0.0/0')

interface Case {
  readonly vms?: readonly Vm[]
  readonly network?: Partial<Network>
  readonly blocks?: readonly (readonly [string, string])[]
  readonly spoil?: (translation: NetworkTranslation) => NetworkTranslation
  readonly gateways?: readonly GatewayRule[]
}

export const prove = ({
  vms = [web, db],
  network = {},
  blocks = [['10.0.0.0/16', '10.9.0.0/16']],
  gateways,
  spoil = (t) => t,
}: Case = {}) => {
  const whole = aNetwork({ ...routed, securityRules: [webIn, webOut, fromWeb], ...network })
  const limits = someLimits()
  const { translation, findings } = translateNetwork({
    vms,
    network: whole,
    policy: aPolicy({ blocks, ...(gateways && { gateways }) }),
    limits,
    regions: someRegions,
  })
  const input = { vms, network: whole, translation: spoil(translation), limits }
  return { ...proveNetwork(input), findings, input }
}

export const without =
  (from: string) =>
  (translation: NetworkTranslation): NetworkTranslation => ({
    ...translation,
    securityRules: translation.securityRules.filter((rule) => rule.from !== from),
  })

export const said = ({ differences }: Pick<ReturnType<typeof prove>, 'differences'>): readonly string[] =>
  differences.map(
    ({ kind, packet, image, before, after }) =>
      `${kind}: ${packetText(packet)} (${formatAddress(image.source)} → ${formatAddress(image.destination)}), ${before.by} / ${after.by}`,
  )
