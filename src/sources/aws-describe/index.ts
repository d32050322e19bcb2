/** A folder of JSON answers of `aws ec2 describe-*` (also elb, elbv2, rds and route53), or one such file. */
import type { SiteReading, Source, SourceRequest } from '../../model/source.ts'
import type { Vm } from '../../model/site.ts'
import { findFiles } from '../files.ts'
import { createReport, listed, type Report } from '../report.ts'
import { readDump } from './dump.ts'
import { readInstances } from './instances.ts'
import { reportNotVms } from './not-vms.ts'
import { readRecords } from './records.ts'
import { checkReferences } from './references.ts'
import { readSecurity } from './security.ts'
import { readTopology } from './topology.ts'

const wanted = { test: (name: string) => /\.json$/i.test(name), meaning: 'JSON answer of an aws describe command' }

export const awsDescribeSource: Source = {
  listFiles: async (request) => (await findFiles(request, wanted)).map(({ path }) => path),
  readSite,
}

async function readSite(request: SourceRequest): Promise<SiteReading> {
  const files = await findFiles(request, wanted)
  const { report, findings } = createReport()
  const dump = await readDump(files, report)
  const vms = readInstances(dump, report)
  const network = {
    ...readTopology(dump, report),
    ...readSecurity(dump, report),
    dnsRecords: readRecords(dump, report),
  }
  checkReferences(dump, { vms, network }, report)
  reportNotVms(dump, vms, report)
  if (!dump.present.has('Reservations')) reportNoInstances(request, report)
  reportCaptureTime(request, report)
  return { capturedAt: null, region: regionOf(vms, request, report), vms, network, findings: findings() }
}

/** The region of the configuration, else the one that the zones of the instances begin with. */
function regionOf(vms: readonly Vm[], request: SourceRequest, report: Report): string | null {
  const zones = vms.map((vm) => /^[a-z]{2}(?:-[a-z]+)+-\d+/.exec(vm.placement.zone ?? '')?.[0])
  const regions = [...new Set(zones.filter((zone) => zone !== undefined))].toSorted()
  if (regions.length > 1)
    report('site.conflict', {
      subject: 'regions',
      message: `The instances are in several regions: ${listed(regions)}. A site has one.`,
      suggestion: 'Dump each region into a folder of its own and plan them apart, or set site.region in drplan.yaml.',
      place: request.shownPath,
    })
  return request.region ?? (regions.length === 1 ? (regions[0] ?? null) : null)
}

function reportNoInstances(request: SourceRequest, report: Report): void {
  report('site.value-missing', {
    subject: request.shownPath,
    message: 'There is no describe-instances dump, so there are no VMs.',
    suggestion: 'Add: aws ec2 describe-instances --output json > instances.json',
    place: request.shownPath,
  })
}

function reportCaptureTime(request: SourceRequest, report: Report): void {
  report('site.capture-time-unknown', {
    subject: request.shownPath,
    message: 'The answers of describe commands do not say when they were given.',
    suggestion: 'Set site.capturedAt in drplan.yaml.',
    place: request.shownPath,
  })
}
