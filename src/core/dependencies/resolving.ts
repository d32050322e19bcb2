/** What every kind of evidence is resolved with. */
import type { AddressOwners } from '../../model/address-owners.ts'
import type { Members } from './members.ts'

/** Names by id, of every VM of the site. */
export type VmNames = ReadonlyMap<string, string>

export interface Resolving {
  readonly owners: ReadonlyMap<string, AddressOwners>
  readonly members: Members
  readonly names: VmNames
}
