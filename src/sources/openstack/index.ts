/** A folder of JSON answers of OpenStack, from its APIs or from `openstack … -f json`; servers at least, flavors and volumes for sizes. */
import type { SiteReading, Source, SourceRequest } from '../../model/source.ts'
import { findFiles } from '../files.ts'
import { readAnswers } from '../json-items.ts'
import { createReport } from '../report.ts'
import { reportCaptureTime, reportVms } from '../vm-list.ts'
import { readDump } from './dump.ts'
import { readNetwork } from './networks.ts'
import { readServers } from './servers.ts'

const wanted = { test: (name: string) => /\.json$/i.test(name), meaning: 'JSON answer of OpenStack' }

export const openstackSource: Source = {
  listFiles: async (request) => (await findFiles(request, wanted)).map(({ path }) => path),
  readSite,
}

async function readSite(request: SourceRequest): Promise<SiteReading> {
  const { report, findings } = createReport()
  const dump = readDump(await readAnswers(await findFiles(request, wanted)), report)
  const vms = readServers(dump, report)
  const network = readNetwork(dump, vms, { request, report })
  reportVms(vms, { sizes: 'Add: openstack flavor list --all --long -f json > flavors.json' }, report)
  reportCaptureTime(request.shownPath, report)
  return { capturedAt: null, region: request.region, vms, network, findings: findings() }
}
