/** XML of libvirt: domains, and beside them volumes, pools, networks, and what `virsh domblkinfo` printed. */
import type { SiteReading, Source, SourceRequest } from '../../model/source.ts'
import { findFiles } from '../files.ts'
import { createReport } from '../report.ts'
import { distinctVms, reportCaptureTime, reportVms } from '../vm-list.ts'
import { indexVolumes } from './disks.ts'
import { readDocuments } from './documents.ts'
import { readDomain, reportNotes, type DomainNotes } from './domains.ts'
import { buildSiteNetwork, indexNetworks } from './networks.ts'

const wanted = {
  test: (name: string) => /\.(xml|txt)$/i.test(name),
  meaning: 'libvirt XML (.xml) or output of domblkinfo (.txt)',
}

export const libvirtSource: Source = {
  listFiles: async (request) => (await findFiles(request, wanted)).map(({ path }) => path),
  readSite,
}

async function readSite(request: SourceRequest): Promise<SiteReading> {
  const { report, findings } = createReport()
  const documents = await readDocuments(await findFiles(request, wanted), report)
  const known = indexNetworks(documents.networks)
  const notes: DomainNotes = { withoutSize: [], passedThrough: [] }
  const context = { blockInfos: documents.blockInfos, volumes: indexVolumes(documents), known, notes, report }
  const vms = distinctVms(
    documents.domains.flatMap((domain) => readDomain(domain, context) ?? []),
    report,
  )
  reportNotes(notes, report)
  reportVms(vms, { sizes: 'Write the XML again with virsh dumpxml.' }, report)
  reportCaptureTime(request.shownPath, report)
  const network = buildSiteNetwork(
    vms.flatMap(({ nics }) => nics),
    { known, request, report },
  )
  return { capturedAt: null, region: request.region, vms, network, findings: findings() }
}
