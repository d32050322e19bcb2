/** What is compared of a VM. One row here is one more field in every report. */
import { formatAddress } from '../../model/address.ts'
import type { MappedDisk } from '../../model/mapping.ts'
import type { Field } from './fields.ts'
import type { VmView } from './plan-view.ts'

const reasonOf = ({ assignment, unmapped }: VmView): string | null => assignment?.reason ?? unmapped?.reason ?? null

const proposalOf = ({ vm }: VmView): string | null => vm.tierProposal?.reasons.at(-1) ?? null

/** Without the id: a disk that was made anew is the same disk of the recovery site. */
const diskText = ({ classId, sizeGiB, iops, throughputMiBps, boot }: MappedDisk): string =>
  [
    `${classId} ${sizeGiB} GiB`,
    ...(iops === null ? [] : [`${iops} IOPS`]),
    ...(throughputMiBps === null ? [] : [`${throughputMiBps} MiB/s`]),
    ...(boot ? ['boot'] : []),
  ].join(', ')

const cardTexts = (view: VmView, text: (address: VmView['addresses'][number]) => string): readonly string[] => [
  ...new Set(view.addresses.map((address) => `card ${address.nicIndex}: ${text(address)}`)),
]

/** Said by name in the list of consequences. */
const COMPONENT = 'component'
export const ADDRESSES = 'addresses'

/** Of how it comes back: compared where it does by both plans. */
export const mappedFields: readonly Field<VmView>[] = [
  { field: 'strategy', of: ({ assignment }) => assignment?.offering.strategy, why: reasonOf },
  { field: 'standby component', of: ({ assignment }) => assignment?.offering.standbyComponentId, why: reasonOf },
  { field: 'region', of: ({ assignment }) => assignment?.offering.region },
  { field: 'zone', of: ({ assignment }) => assignment?.offering.zone },
  { field: 'disks', of: ({ assignment }) => assignment?.disks.map(diskText) },
  { field: 'backup interval, minutes', of: ({ assignment }) => assignment?.backupIntervalMinutes },
  { field: 'reserved', of: ({ assignment }) => assignment?.reservation?.reserved },
  { field: 'apart on hosts', of: ({ assignment }) => assignment?.apartOnHosts },
  { field: 'RTO, minutes', of: ({ assignment }) => assignment?.achieved.rtoMinutes },
  { field: 'RPO, minutes', of: ({ assignment }) => assignment?.achieved.rpoMinutes },
  { field: 'standing by, a month', of: ({ assignment }) => assignment?.offering.standbyPerMonth },
  { field: 'recovered, an hour', of: ({ assignment }) => assignment?.offering.recoveredPerHour },
]

export const vmFields: readonly Field<VmView>[] = [
  { field: 'tier', of: ({ vm }) => vm.tierId, why: proposalOf },
  { field: 'application', of: ({ vm }) => vm.application },
  { field: 'operating system', of: ({ vm }) => vm.os },
  { field: 'firmware', of: ({ vm }) => vm.firmware },
  { field: 'needs', of: ({ vm }) => vm.dependsOn },
  { field: COMPONENT, of: ({ assignment }) => assignment?.offering.componentId, why: reasonOf },
  { field: 'accelerator', of: ({ accelerator }) => accelerator?.given },
  { field: 'compatibility', of: ({ compatibility }) => compatibility?.verdict },
  { field: 'vCPUs required', of: ({ demand }) => demand?.vcpus.required },
  { field: 'vCPUs allocated', of: ({ demand }) => demand?.vcpus.allocated },
  { field: 'memory required, GiB', of: ({ demand }) => demand?.memoryGiB.required },
  { field: 'memory allocated, GiB', of: ({ demand }) => demand?.memoryGiB.allocated },
  { field: 'storage, GiB', of: ({ demand }) => demand?.storageGiB },
  {
    field: ADDRESSES,
    of: (view) =>
      cardTexts(view, ({ to, addressIndex }) =>
        to === null ? `address ${addressIndex} as the platform gives it` : formatAddress(to),
      ),
  },
  { field: 'subnets', of: (view) => cardTexts(view, ({ subnetKey }) => subnetKey) },
  {
    field: 'security groups',
    of: (view) =>
      cardTexts(view, ({ securityGroupKeys }) => [...new Set(securityGroupKeys)].sort().join(', ') || 'none'),
  },
  { field: 'primary size', of: ({ vm }) => vm.primary?.size },
  { field: 'primary zone', of: ({ vm }) => vm.primary?.zone },
  ...mappedFields,
]
