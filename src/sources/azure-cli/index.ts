/** A folder of JSON answers of Azure, from `az … list` or the REST API: VMs at least, disks, interfaces, networks, groups and sizes. */
import type { SiteReading, Source, SourceRequest } from '../../model/source.ts'
import { buildAzureSite } from '../azure-site.ts'
import { findFiles } from '../files.ts'
import { readAnswers } from '../json-items.ts'
import { createReport, listed, type Report } from '../report.ts'
import { reportCaptureTime, reportVms } from '../vm-list.ts'
import { readDump, type Dump } from './dump.ts'
import { readParts } from './network.ts'
import { readVms, type VmNotes } from './vms.ts'

const wanted = { test: (name: string) => /\.json$/i.test(name), meaning: 'JSON answer of az or Azure Resource Manager' }

export const azureCliSource: Source = {
  listFiles: async (request) => (await findFiles(request, wanted)).map(({ path }) => path),
  readSite,
}

async function readSite(request: SourceRequest): Promise<SiteReading> {
  const { report, findings } = createReport()
  const dump = readDump(await readAnswers(await findFiles(request, wanted)), report)
  const { network, nics } = buildAzureSite(readParts(dump, report), report)
  const notes: VmNotes = { withoutSize: [], withoutNic: [] }
  const vms = readVms({ dump, nics, notes })
  reportNotes(notes, report)
  reportStrangers(
    vms.flatMap((vm) => vm.nics.flatMap(({ subnetId }) => subnetId ?? [])),
    network.subnets,
    report,
  )
  reportVms(vms, { sizes: 'Add: az vm list-sizes -l REGION -o json > sizes.json' }, report)
  reportCaptureTime(request.shownPath, report)
  return { capturedAt: null, region: regionOf(dump, request, report), vms, network, findings: findings() }
}

/** The region of the configuration, else the one that all VMs are in. */
function regionOf({ vms }: Dump, request: SourceRequest, report: Report): string | null {
  const regions = [...new Set(vms.flatMap(({ value }) => value.location ?? []))].toSorted()
  if (regions.length > 1)
    report('site.conflict', {
      subject: 'regions',
      message: `The VMs are in several regions: ${listed(regions)}. A site has one.`,
      suggestion: 'Dump each region into a folder of its own and plan them apart, or set site.region in drplan.yaml.',
      place: request.shownPath,
    })
  return request.region ?? (regions.length === 1 ? (regions[0] ?? null) : null)
}

function reportNotes({ withoutSize, withoutNic }: VmNotes, report: Report): void {
  if (withoutSize.length > 0)
    report('site.disks-missing', {
      subject: 'disk sizes',
      message: 'A disk of these VMs has no size (Azure leaves it out of deallocated VMs), so it is not in the plan.',
      suggestion: 'Add: az disk list -o json > disks.json',
      affected: withoutSize,
    })
  if (withoutNic.length > 0)
    report('site.interface-missing', {
      subject: 'network interfaces',
      message: 'Interfaces of these VMs are not in the dumps, so their subnets are not known.',
      suggestion: 'Add: az network nic list -o json > nics.json',
      affected: withoutNic,
    })
}

function reportStrangers(
  subnetIds: readonly string[],
  known: readonly { readonly id: string }[],
  report: Report,
): void {
  const ids = new Set(known.map(({ id }) => id))
  const missing = [...new Set(subnetIds)].filter((id) => !ids.has(id))
  if (missing.length > 0)
    report('site.reference-missing', {
      subject: 'subnets',
      message: `Interfaces are in subnets that are not in the dumps: ${listed(missing.toSorted())}.`,
      suggestion: 'Add: az network vnet list -o json > vnets.json',
      affected: missing,
    })
}
