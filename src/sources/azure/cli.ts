/**
 * A folder of JSON answers of Azure, from `az … list` or the REST API: VMs, and whatever else is there; answers of
 * `az monitor metrics list` among them, or alone, are samples.
 */
import { emptyNetwork } from '../../model/network.ts'
import type { SiteReading, Source, SourceRequest } from '../../model/source.ts'
import { findFiles } from '../files.ts'
import { withMapping } from '../mapping-file.ts'
import { createReport, type Report } from '../report.ts'
import { reportCaptureTime } from '../vm-list.ts'
import { readDump } from './cli-dump.ts'
import { readDumpedMetrics } from './cli-metrics.ts'
import { convertDump, regionOf, type Advice } from './convert.ts'

const wanted = { test: (name: string) => /\.json$/i.test(name), meaning: 'JSON answer of az or Azure Resource Manager' }

const advice: Advice = {
  sizes: 'Add: az vm list-sizes -l REGION -o json > sizes.json',
  disks: 'Add: az disk list -o json > disks.json',
  nics: 'Add: az network nic list -o json > nics.json',
  subnets: 'Add: az network vnet list -o json > vnets.json',
  groups: 'Add: az network nsg list -o json > nsgs.json',
  vms: 'Add: az vm list -d -o json > vms.json',
  regions: 'Dump each region into a folder of its own and plan them apart, or set site.region in drplan.yaml.',
}

export const azureCliSource: Source = {
  async listFiles(request) {
    const files = await findFiles(request, wanted)
    return withMapping(
      files.map(({ path }) => path),
      request,
    )
  },
  readSite,
  readMetrics: async (request, site) => readDumpedMetrics(await findFiles(request, wanted), request, site),
}

async function readSite(request: SourceRequest): Promise<SiteReading> {
  const { report, findings } = createReport()
  const dump = await readDump(await findFiles(request, wanted), report)
  if (dump === null) {
    reportMetricsOnly(request.shownPath, report)
    return { capturedAt: null, region: request.region, vms: [], network: emptyNetwork, findings: findings() }
  }
  const { vms, network, limits, advice: references } = convertDump(dump, advice, report)
  reportCaptureTime(request.shownPath, report)
  return {
    capturedAt: null,
    region: regionOf(dump, { request, advice, report }),
    vms,
    network,
    limits,
    advice: references,
    findings: findings(),
  }
}

function reportMetricsOnly(shown: string, report: Report): void {
  report('site.inventory-missing', {
    subject: shown,
    message: 'There are metrics and no other answers, so the VMs are those of other sources.',
    suggestion: 'If there should be VMs, add: az vm list -d -o json > vms.json',
    place: shown,
  })
}
