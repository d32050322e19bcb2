/**
 * A folder of JSON answers of `aws ec2 describe-*` (also elb, elbv2, rds, route53, route53resolver, directconnect,
 * autoscaling, network-firewall and wafv2) and of commands that show policies (policy-answers.ts), or one such file; answers of
 * `aws cloudwatch get-metric-data` and `get-metric-statistics` among them, or alone, are samples.
 */
import { basename, dirname } from 'node:path'
import { emptyNetwork } from '../../model/network.ts'
import type { SiteReading, Source, SourceRequest } from '../../model/source.ts'
import { findFiles, findFilesBelow, type InputFile } from '../files.ts'
import { withMapping } from '../mapping-file.ts'
import { createReport, type Report } from '../report.ts'
import { convertDump, regionOf } from './convert.ts'
import { readDescribedMetrics } from './describe-metrics.ts'
import { readDump } from './dump.ts'
import { findInstancesIn } from './metric-names.ts'

const wanted = { test: (name: string) => /\.json$/i.test(name), meaning: 'JSON answer of an aws command' }

export const awsDescribeSource: Source = {
  async listFiles(request) {
    const files = await filesOf(request)
    return withMapping(
      files.map(({ path }) => path),
      request,
    )
  },
  readSite,
  readMetrics: async (request, site) => readDescribedMetrics(await filesOf(request), request, site),
}

/** Those of the folder itself, and of the folders in it that are named after an instance. */
async function filesOf(request: SourceRequest): Promise<readonly InputFile[]> {
  const isWanted = ({ path }: InputFile): boolean =>
    dirname(path) === request.path || findInstancesIn([basename(dirname(path))]).length > 0
  const files = (await findFilesBelow(request, wanted)).filter(isWanted)
  return files.length > 0 ? files : findFiles(request, wanted)
}

async function readSite(request: SourceRequest): Promise<SiteReading> {
  const files = await filesOf(request)
  const { report, findings } = createReport()
  const dump = await readDump(files, report, request.findLiterals)
  if (dump === null) {
    reportMetricsOnly(request, report)
    return { capturedAt: null, region: request.region, vms: [], network: emptyNetwork, findings: findings() }
  }
  const { vms, network, advice } = convertDump(dump, report)
  if (!dump.present.has('Reservations')) reportNoInstances(request, report)
  reportCaptureTime(request, report)
  return { capturedAt: null, region: regionOf(vms, request, report), vms, network, advice, findings: findings() }
}

function reportMetricsOnly(request: SourceRequest, report: Report): void {
  report('site.inventory-missing', {
    subject: request.shownPath,
    message: 'There are metrics and no answer of a describe command, so the VMs are those of other sources.',
    suggestion: 'If there should be VMs, add: aws ec2 describe-instances --output json > instances.json',
    place: request.shownPath,
  })
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
