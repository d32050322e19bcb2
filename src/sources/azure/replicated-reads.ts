/** What is asked about Site Recovery: the vaults, and what is replicated into each. */
import { isObject } from '../json-items.ts'
import { textAt } from './answers.ts'
import type { Clients } from './clients.ts'
import { idsOf, pathOf } from './later-reads.ts'
import { readPages, type Known, type Read } from './reads.ts'

/** Of the REST references "Recovery Services" and "Site Recovery". */
const apiVersion = '2023-04-01'
const provider = 'providers/Microsoft.RecoveryServices/vaults'

export const replicatedReads = ({ manager }: Clients, subscription: string): readonly Read[] => [
  readPages('Vaults_ListBySubscriptionId', 'recoveryVaults', async function* () {
    for await (const page of manager.list(`/subscriptions/${subscription}/${provider}`, apiVersion))
      // A vault stands in the region where machines are recovered, which is not theirs: where it is, does not count.
      yield page.map((vault) => (isObject(vault) ? { id: textAt(vault, 'id'), name: textAt(vault, 'name') } : vault))
  }),
]

export const replicatedPartReads = (known: Known): readonly Read[] =>
  idsOf(known, 'recoveryVaults')
    .map(pathOf)
    .map(([group, name]) => {
      const path = `/subscriptions/${known.subscription}/resourceGroups/${encodeURIComponent(group)}/${provider}/${encodeURIComponent(name)}`
      return readPages('ReplicationProtectedItems_List', 'replicated', () =>
        known.clients.manager.list(`${path}/replicationProtectedItems`, apiVersion),
      )
    })
