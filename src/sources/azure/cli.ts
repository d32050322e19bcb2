/** A folder of JSON answers of Azure, from `az … list` or the REST API: VMs at least; whatever else is there is read too. */
import type { SiteReading, Source, SourceRequest } from '../../model/source.ts'
import { findFiles } from '../files.ts'
import { readAnswers } from '../json-items.ts'
import { createReport } from '../report.ts'
import { reportCaptureTime } from '../vm-list.ts'
import { readDump } from './cli-dump.ts'
import { convertDump, regionOf, type Advice } from './convert.ts'

const wanted = { test: (name: string) => /\.json$/i.test(name), meaning: 'JSON answer of az or Azure Resource Manager' }

const advice: Advice = {
  sizes: 'Add: az vm list-sizes -l REGION -o json > sizes.json',
  disks: 'Add: az disk list -o json > disks.json',
  nics: 'Add: az network nic list -o json > nics.json',
  subnets: 'Add: az network vnet list -o json > vnets.json',
  regions: 'Dump each region into a folder of its own and plan them apart, or set site.region in drplan.yaml.',
}

export const azureCliSource: Source = {
  listFiles: async (request) => (await findFiles(request, wanted)).map(({ path }) => path),
  readSite,
}

async function readSite(request: SourceRequest): Promise<SiteReading> {
  const { report, findings } = createReport()
  const dump = readDump(await readAnswers(await findFiles(request, wanted)), report)
  const { vms, network } = convertDump(dump, advice, report)
  reportCaptureTime(request.shownPath, report)
  return {
    capturedAt: null,
    region: regionOf(dump, { request, advice, report }),
    vms,
    network,
    findings: findings(),
  }
}
