/** What a network object refers to, whatever its kind: for checking that it is there, and for renaming it. */
import type { NetworkObject } from './network-objects.ts'

/** Ids by what they lead to, in the order in which the object has them; a peer's VPC may be somebody else's and is none. */
export interface ObjectReferences {
  readonly vpcIds: readonly string[]
  readonly subnetIds: readonly string[]
  readonly routeTableIds: readonly string[]
  readonly securityGroupIds: readonly string[]
  readonly nicIds: readonly string[]
  readonly vmIds: readonly string[]
}

/** The fields that hold references, in every kind that has them. */
interface Referring {
  readonly id: string
  readonly vpcId?: string | null
  readonly vpcIds?: readonly string[]
  readonly subnetId?: string
  readonly subnetIds?: readonly string[]
  readonly routeTableIds?: readonly string[]
  readonly securityGroupIds?: readonly string[] | undefined
  readonly nicIds?: readonly string[]
  readonly vmIds?: readonly string[]
  readonly targets?: readonly { readonly nicId: string | null; readonly vmId: string | null }[]
}

export function referencesOf(object: NetworkObject): ObjectReferences {
  const fields: Referring = object
  const { targets = [] } = fields
  return {
    vpcIds: present([fields.vpcId, ...(fields.vpcIds ?? [])]),
    subnetIds: present([fields.subnetId, ...(fields.subnetIds ?? [])]),
    routeTableIds: fields.routeTableIds ?? [],
    securityGroupIds: fields.securityGroupIds ?? [],
    nicIds: present([...(fields.nicIds ?? []), ...targets.map(({ nicId }) => nicId)]),
    vmIds: present([...(fields.vmIds ?? []), ...targets.map(({ vmId }) => vmId)]),
  }
}

const present = (ids: readonly (string | null | undefined)[]): readonly string[] =>
  ids.filter((id) => typeof id === 'string').filter((id) => id !== '')

/** The object with every id of a VM replaced by what `rename` makes of it. */
export function renameVms(object: NetworkObject, rename: (vmId: string) => string): NetworkObject {
  if (object.kind === 'target-pool') {
    const targets = object.targets.map((target) =>
      target.vmId === null ? target : { ...target, vmId: rename(target.vmId) },
    )
    return { ...object, targets }
  }
  if (object.kind === 'service' || object.kind === 'template')
    return { ...object, vmIds: [...new Set(object.vmIds.map(rename))] }
  if (object.kind === 'public-address' && object.ownerId !== null) return { ...object, ownerId: rename(object.ownerId) }
  return object
}
