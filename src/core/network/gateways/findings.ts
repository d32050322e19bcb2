/** What is said of gateways: rules that cannot be followed, and what others have to do. */
import { formatAddress } from '../../../model/address.ts'
import { formatCidr } from '../../../model/cidr.ts'
import { createFinding, type Finding } from '../../../model/finding.ts'
import type {
  ConnectionTranslation,
  GatewayTranslation,
  RemoteGatewayTranslation,
} from '../../../model/gateway-translation.ts'
import { listed } from '../../../model/listed.ts'
import type { GatewayRule } from '../../../model/network-policy.ts'
import type { LeftConnection } from './connections.ts'
import type { GatewayContext, StatedGateway } from './context.ts'

export const unused = ({ from }: GatewayRule, subject: string): Finding =>
  createFinding('network.rule-unused', {
    subject,
    message: `${subject} is not followed: the primary site has no gateway ${from}.`,
    suggestion: 'Correct the id, or take the entry out of drplan.yaml.',
  })

export const refused = ({ rule, gateway }: StatedGateway, subject: string, why: string): Finding =>
  createFinding('network.gateway-refused', {
    subject,
    message: `${rule.use === undefined ? `No VPN gateway is built for ${gateway.name}` : `${rule.use} does not stand for ${gateway.name}`} (${gateway.id}): ${why}.`,
    suggestion: `Correct ${subject} in drplan.yaml, or take it out and build the way by hand.`,
    affected: [gateway.id],
  })

interface Planned {
  readonly gateway: GatewayTranslation
  readonly connections: readonly ConnectionTranslation[]
  readonly remotes: readonly RemoteGatewayTranslation[]
  readonly left: readonly LeftConnection[]
}

/** Once for each gateway. */
export function byHand(planned: Planned, { vpcs }: GatewayContext): Finding {
  const { gateway, left } = planned
  const blocks = vpcs
    .filter(({ key }) => gateway.vpcKeys.includes(key))
    .flatMap((vpc) => vpc.blocks.map(formatCidr))
    .join(', ')
  const lost = left.map(({ name, why }) => `${name} (${why})`)
  const rest = lost.length > 0 ? ` Not built: ${listed(lost)}.` : ''
  return createFinding('network.gateway-by-hand', {
    subject: gateway.name,
    message:
      gateway.use === null
        ? `A VPN gateway is built for ${gateway.name}. ${tunnels(planned, blocks)}${rest}`
        : `${gateway.use} stands for ${gateway.name} at the recovery site. Whatever is behind it must lead ${blocks} to it, and it must lead to what is behind ${gateway.name}: drplan cannot see either.${rest}`,
    suggestion:
      gateway.use === null
        ? 'Set up the other ends before a failover; their addresses and keys are known after the first apply of foundation/.'
        : 'Look at its route tables and attachments after the first apply of foundation/, before the first drill.',
    affected: [gateway.from],
  })
}

function tunnels({ connections, remotes }: Planned, blocks: string): string {
  if (connections.length === 0) return 'Nothing is connected to it.'
  const ends = remotes.map(({ name, publicAddress }) => `${name} (${formatAddress(publicAddress)})`)
  return `The other ends of ${listed(connections.map(({ name }) => name))} must accept its tunnels and lead ${blocks} to them: ${listed([...new Set(ends)])}.`
}
