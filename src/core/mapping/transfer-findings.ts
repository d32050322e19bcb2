/** Where the cost of copies is without the transfer that they take, and why. */
import { createFinding, type Finding } from '../../model/finding.ts'
import type { Mapping } from '../../model/mapping.ts'
import { targetIds } from '../../model/target-id.ts'
import { compareText } from '../../model/text-order.ts'
import { countOf } from './amounts.ts'
import type { MapSiteInput } from './draft-mapping.ts'
import type { Market } from './market.ts'
import type { Taken } from './shared/ledger.ts'
import { isCopiedByPlatform } from './transfer.ts'

interface Around extends Pick<MapSiteInput, 'catalogue' | 'region' | 'site'> {
  readonly market: Pick<Market, 'transfer'>
}

/** Undefined where nothing is copied between regions of one cloud, or where that has no price. */
export function transferTotals(taken: readonly Taken[], { transfer }: Pick<Market, 'transfer'>): Mapping['transfer'] {
  const copied = copiedOf(taken)
  if (transfer === null || copied.length === 0) return undefined
  const unknown = copied.filter(isUnmeasured).length
  return { from: transfer.region, perGB: transfer.price, vms: copied.length - unknown, unknownVms: unknown }
}

/** One at most, for all VMs together. */
export function transferFindings(taken: readonly Taken[], around: Around): readonly Finding[] {
  const copied = copiedOf(taken)
  const { transfer } = around.market
  const [affected, words] = transfer
    ? [copied.filter(isUnmeasured), unmeasuredWords(copied, { from: transfer.region, to: around.region })]
    : [copied.filter((one) => leavesCloud(one, around)), unpricedWords(around)]
  if (affected.length === 0) return []
  const { message, suggestion } = words(countOf(affected.length, 'VMs'))
  const ids = affected.map(({ scoped }) => scoped.vm.id).sort(compareText)
  return [
    createFinding('map.transfer-not-priced', {
      subject: 'transfer of copied data',
      message,
      suggestion,
      affected: ids,
    }),
  ]
}

const copiedOf = (taken: readonly Taken[]): readonly Taken[] =>
  taken.filter(({ option }) => isCopiedByPlatform(option.strategy))

const isUnmeasured = ({ option }: Taken): boolean => option.writtenGiBPerHour === null

/** Read from a cloud, and not from the very region that it comes back in. */
const leavesCloud = ({ scoped: { vm } }: Taken, { catalogue, region, site }: Around): boolean =>
  targetIds.some((id) => id === vm.source) && !(vm.source === catalogue.target && site.region === region)

interface Words {
  readonly message: string
  readonly suggestion: string
}

const unmeasuredWords =
  (copied: readonly Taken[], { from, to }: { readonly from: string; readonly to: string }) =>
  (vms: string): Words => ({
    message: `Nobody measures how much ${vms} of the ${copied.length} write that are copied from ${from} to ${to}: their cost is without that transfer.`,
    suggestion: 'Add samples of disk-written-bytes of these VMs.',
  })

const unpricedWords =
  ({ region, site }: Around) =>
  (vms: string): Words =>
    site.region === null
      ? {
          message: `${vms} in a cloud are copied to ${region}, and no source says out of which region: their cost is without that transfer.`,
          suggestion: 'Set site.region in drplan.yaml.',
        }
      : {
          message: `${vms} are copied from ${site.region} to ${region}, and the catalogue has no price of data that leaves there: their cost is without that transfer.`,
          suggestion: "Add the vendor's charge for it to what the plan costs.",
        }
