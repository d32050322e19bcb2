/** What a subscription may have in the regions of its machines, and has: asked of compute and of the network apart. */
import { isObject } from '../json-items.ts'
import { textAt } from './answers.ts'
import { locationsOf } from './later-reads.ts'
import { readOf, type Known, type Read } from './reads.ts'

export const limitReads = (known: Known): readonly Read[] =>
  locationsOf(known).flatMap((location) => {
    const { compute, network } = known.clients
    const placeOf = (namespace: string) =>
      `/subscriptions/${known.subscription}/providers/${namespace}/locations/${location}/usages`
    return [
      withIds(
        readOf('Usage_List', 'limits', () => compute.usage.list(location)),
        placeOf('Microsoft.Compute'),
      ),
      withIds(
        readOf('Usages_List', 'limits', () => network.usages.list(location)),
        placeOf('Microsoft.Network'),
      ),
    ]
  })

/** Those of compute have none; without one nothing would say where a limit holds. */
const withIds = (read: Read, place: string): Read => ({
  ...read,
  async *pages() {
    for await (const page of read.pages())
      yield page.map((entry) =>
        isObject(entry) ? { ...entry, id: `${place}/${textAt(entry['name'], 'value')}` } : entry,
      )
  },
})
