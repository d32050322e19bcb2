/** What the translation of gateways is made from. */
import type { GatewayTranslation } from '../../../model/gateway-translation.ts'
import type { NetworkObjectOf } from '../../../model/network-objects.ts'
import type { NetworkTranslation, SubnetTranslation } from '../../../model/network-translation.ts'
import type { GatewayRule, NetworkPolicy } from '../../../model/network-policy.ts'
import type { Network } from '../../../model/network.ts'
import type { NetworkLimits } from '../../../model/target.ts'
import type { AddressMap } from '../address-map.ts'

export interface GatewayContext {
  readonly network: Network
  readonly policy: Pick<NetworkPolicy, 'gateways'>
  readonly limits: Pick<NetworkLimits, 'gateways' | 'specialSubnets' | 'routing'>
  readonly vpcs: NetworkTranslation['vpcs']
  readonly vpcKeys: ReadonlyMap<string, string>
  readonly subnets: readonly SubnetTranslation[]
  readonly tables: NetworkTranslation['routeTables']
  readonly mapOf: (vpcId: string | null) => AddressMap
}

/** Of one entry of drplan.yaml. */
export interface RuleContext extends GatewayContext {
  /** Gateways of the entries before. */
  readonly before: readonly GatewayTranslation[]
}

export interface StatedGateway {
  readonly rule: GatewayRule
  readonly gateway: NetworkObjectOf<'gateway'>
  /** Its networks that are planned, sorted. */
  readonly keys: readonly string[]
}
