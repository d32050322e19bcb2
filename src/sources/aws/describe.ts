/** A folder of JSON answers of `aws ec2 describe-*` (also elb, elbv2, rds and route53), or one such file. */
import type { SiteReading, Source, SourceRequest } from '../../model/source.ts'
import { findFiles } from '../files.ts'
import { createReport, type Report } from '../report.ts'
import { convertDump, regionOf } from './convert.ts'
import { readDump } from './dump.ts'

const wanted = { test: (name: string) => /\.json$/i.test(name), meaning: 'JSON answer of an aws describe command' }

export const awsDescribeSource: Source = {
  listFiles: async (request) => (await findFiles(request, wanted)).map(({ path }) => path),
  readSite,
}

async function readSite(request: SourceRequest): Promise<SiteReading> {
  const files = await findFiles(request, wanted)
  const { report, findings } = createReport()
  const dump = await readDump(files, report)
  const { vms, network } = convertDump(dump, report)
  if (!dump.present.has('Reservations')) reportNoInstances(request, report)
  reportCaptureTime(request, report)
  return { capturedAt: null, region: regionOf(vms, request, report), vms, network, findings: findings() }
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
