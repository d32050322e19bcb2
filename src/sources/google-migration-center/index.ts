/** The CSV tables of Google Migration Center: a site from vmInfo, diskInfo and tagInfo, samples from perfInfo. */
import type { Finding } from '../../model/finding.ts'
import type { SiteReading, Source, SourceRequest } from '../../model/source.ts'
import { createAddressNetworks } from '../address-networks.ts'
import { emptyTable, readTable, reportOthers } from '../csv-table.ts'
import { findFiles, type InputFile } from '../files.ts'
import { createLocalClock } from '../local-clock.ts'
import { readRequestedMapping, withMapping } from '../mapping-file.ts'
import { createReport, type Report } from '../report.ts'
import { createSampleCollector } from '../sample-collector.ts'
import { distinctVms, reportCaptureTime, reportVms } from '../vm-list.ts'
import { readMachine, type MachineContext } from './machines.ts'
import { readSamples } from './samples.ts'
import { diskColumn, readTables, tagColumn, vmColumn } from './tables.ts'

const wanted = { test: (name: string) => /\.csv$/i.test(name), meaning: 'Migration Center table (.csv)' }

export const googleMigrationCenterSource: Source = {
  async listFiles(request) {
    const files = await findTables(request)
    return withMapping(
      files.map(({ path }) => path),
      request,
    )
  },
  readSite,
  async readMetrics(request, site) {
    const files = await findTables(request)
    const { mapping, findings: mappingFindings } = await readRequestedMapping(request)
    const findings: Finding[] = [...mappingFindings]
    const collector = createSampleCollector(site, mapping)
    const clock = request.timeZone === undefined ? null : createLocalClock(request.timeZone)
    return { batches: readSamples({ files, collector, clock, shownPath: request.shownPath, findings }), findings }
  },
}

/** The mapping file may lie among them, and is none of them. */
async function findTables(request: SourceRequest): Promise<readonly InputFile[]> {
  const files = await findFiles(request, wanted)
  return files.filter(({ path }) => path !== request.mappingPath)
}

async function readSite(request: SourceRequest): Promise<SiteReading> {
  const { report, findings } = createReport()
  const tables = await readTables(await findTables(request), report)
  const networks = createAddressNetworks(request, report)
  const rows = tables.vm.flatMap((table) => readTable(table, vmColumn))
  if (rows.length === 0) throw emptyTable(tables.vm[0]?.file.shown ?? request.shownPath)
  const disks = tables.disk.flatMap((table) => readTable(table, diskColumn))
  const tags = tables.tag.flatMap((table) => readTable(table, tagColumn))
  const context: MachineContext = {
    disks: Map.groupBy(disks, ({ cells }) => cells.get('MachineId') ?? ''),
    tags: Map.groupBy(tags, ({ cells }) => cells.get('MachineId') ?? ''),
    networks,
    notes: { fromTotal: [], withoutDisks: [] },
    report,
  }
  const vms = distinctVms(
    rows.flatMap((row) => readMachine(row, context) ?? []),
    report,
  )
  for (const table of tables.vm) reportOthers(table, vmColumn, report)
  reportNotes(context.notes, report)
  reportVms(vms, { sizes: 'Fill in AllocatedProcessorCoreCount and MemoryGiB in vmInfo.' }, report)
  reportCaptureTime(request.shownPath, report)
  return { capturedAt: null, region: request.region, vms, network: networks.network(), findings: findings() }
}

function reportNotes({ fromTotal, withoutDisks }: MachineContext['notes'], report: Report): void {
  if (fromTotal.length > 0)
    report('site.guessed', {
      subject: 'disk sizes from vmInfo',
      message: 'diskInfo has no disk of these VMs: theirs count as one of the size in TotalDiskAllocatedGiB.',
      suggestion: 'Export diskInfo.',
      affected: fromTotal,
      about: ['disks'],
    })
  if (withoutDisks.length > 0)
    report('site.disks-missing', {
      subject: 'disk sizes',
      message: 'These VMs have no disk with a size, so no disk of theirs is in the plan.',
      suggestion: 'Export diskInfo.',
      affected: withoutDisks,
    })
}
