/** What things that stand are known by beside their names: the same from a plan and from a reading (standing.ts). */
import type { NetworkObjectOf } from './network-objects.ts'

export const standingMarks = {
  /** Of gateways that were there before the plan. */
  sameId: (id: string): string => `id ${id.toLowerCase()}`,
  gateway: (role: NetworkObjectOf<'gateway'>['role'], vpcKey: string): string => `${role} gateway of ${vpcKey}`,
  /** Gateways of a network may all be called as it is. */
  gatewayName: (role: NetworkObjectOf<'gateway'>['role'], name: string): string => `${role} ${name}`,
  between: (from: string, to: string): string => `between ${from} and ${to}`,
  service: (role: NetworkObjectOf<'endpoint'>['role'], service: string): string => `${role} endpoint of ${service}`,
} as const
