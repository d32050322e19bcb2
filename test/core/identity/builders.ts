/** Readings of sources that know different things of one estate. */
import { mergeReadings, type MergedReadings } from '../../../src/core/identity/merge-readings.ts'
import { parseAddress } from '../../../src/model/address.ts'
import type { Finding } from '../../../src/model/finding.ts'
import type { FindingCode } from '../../../src/model/finding-codes.ts'
import { emptyNetwork } from '../../../src/model/network.ts'
import type { Nic, Vm } from '../../../src/model/site.ts'
import type { SourceId } from '../../../src/model/source-id.ts'
import type { SiteReading } from '../../../src/model/source.ts'
import { aNic, aVm } from '../../builders.ts'

export const aReading = (vms: readonly Vm[], over: Partial<SiteReading> = {}): SiteReading => ({
  capturedAt: null,
  region: null,
  vms,
  network: emptyNetwork,
  findings: [],
  ...over,
})

/** A VM of which nothing is known but what a test says. */
export const aBareVm = (source: SourceId, id: string, over: Partial<Vm> = {}): Vm =>
  aVm({
    id,
    source,
    power: 'unknown',
    vcpus: null,
    memoryGiB: null,
    architecture: null,
    firmware: null,
    os: null,
    disks: [],
    nics: [],
    ...over,
  })

export const at = (...addresses: string[]): Nic => aNic({ subnetId: null, addresses: addresses.map(parseAddress) })

export const withMac = (macAddress: string): Nic => aNic({ subnetId: null, addresses: [], macAddress })

export const mergeVms = (...sources: readonly (readonly Vm[])[]): MergedReadings =>
  mergeReadings(sources.map((vms) => aReading(vms)))

export const idsOf = ({ vms }: MergedReadings): readonly string[] => vms.map(({ id }) => id)

export const findingsOf = ({ findings }: MergedReadings, code: FindingCode): readonly Finding[] =>
  findings.filter((finding) => finding.code === code)
