/** VMs of vSphere in JSON: `govc vm.info -json`, `govc object.collect -json`, the VI JSON API, `Get-VM | ConvertTo-Json`. */
import type { SiteReading, Source, SourceRequest } from '../../model/source.ts'
import { createApplicationReader } from '../application-origin.ts'
import { findFiles } from '../files.ts'
import { readAnswers, readItems, reportUnread, unknownAnswer } from '../json-items.ts'
import { buildNetwork } from '../named-networks.ts'
import { createReport, type Report } from '../report.ts'
import { distinctVms, reportCaptureTime, reportVms } from '../vm-list.ts'
import { namedNetworks, portGroupNames } from './adapters.ts'
import { findDocuments } from './documents.ts'
import { readMachine } from './machines.ts'
import { readPowerCli, type PowerCliContext } from './powercli.ts'
import { machineSchema, powerCliSchema } from './schema.ts'

const wanted = { test: (name: string) => /\.json$/i.test(name), meaning: 'JSON answer of govc or PowerCLI' }
const howTo = 'Write it with: govc vm.info -json /DATACENTER/vm/NAME … > vms.json'

export const vsphereJsonSource: Source = {
  listFiles: async (request) => (await findFiles(request, wanted)).map(({ path }) => path),
  readSite,
}

async function readSite(request: SourceRequest): Promise<SiteReading> {
  const { report, findings } = createReport()
  const answers = await readAnswers(await findFiles(request, wanted))
  const found = answers.map((answer) => ({ shown: answer.file.shown, ...findDocuments(answer) }))
  const isEmpty = (each: (typeof found)[number]): boolean => each.machines.length + each.powerCli.length === 0
  if (found.every(isEmpty))
    throw unknownAnswer(found[0]?.shown ?? request.shownPath, 'an answer of govc or PowerCLI with VMs in it', howTo)
  for (const each of found) if (isEmpty(each) && each.groups.size === 0) reportUnread(each.shown, report)

  const how = { report, suggestion: 'Write the answer again, without selecting fields.' }
  const machines = readItems(
    found.flatMap((each) => each.machines),
    machineSchema,
    how,
  )
  const shells = readItems(
    found.flatMap((each) => each.powerCli),
    powerCliSchema,
    how,
  )
  const notes: PowerCliContext['notes'] = { withoutSize: [], independent: [], fromProvisioned: [] }
  const applications = createApplicationReader(request)
  const groups = new Map(found.flatMap((each) => [...each.groups]))
  const names = portGroupNames(machines.map(({ value }) => value))
  const vms = distinctVms(
    [
      ...machines.flatMap((machine) => readMachine(machine, { names, notes, groups, applications, report }) ?? []),
      ...shells.map((shell) => readPowerCli(shell, { notes, applications, report })),
    ],
    report,
  )
  reportNotes(notes, report)
  applications.reportUnused(request, report)
  reportVms(vms, { sizes: 'Write the VM out again with its config.' }, report)
  reportCaptureTime(request.shownPath, report)
  const networks = namedNetworks(vms.flatMap(({ nics }) => nics))
  return {
    capturedAt: null,
    region: request.region,
    vms,
    network: buildNetwork(networks, request, report),
    findings: findings(),
  }
}

function reportNotes({ withoutSize, independent, fromProvisioned }: PowerCliContext['notes'], report: Report): void {
  if (withoutSize.length > 0)
    report('site.disks-missing', {
      subject: 'disk sizes',
      message: 'A disk of these VMs has no size that can be used, so it is not in the plan.',
      suggestion: howTo,
      affected: withoutSize,
    })
  if (independent.length > 0)
    report('site.disk-independent', {
      subject: 'independent disks',
      message: 'These VMs have disks in independent mode, which snapshots leave out.',
      suggestion: 'Protect them by replication or inside the guest, or change the mode.',
      affected: independent,
    })
  if (fromProvisioned.length > 0)
    report('site.guessed', {
      subject: 'disk sizes from ProvisionedSpaceGB',
      message:
        'The answer does not go down to the disks of these VMs: they count as one of the size in "ProvisionedSpaceGB", which includes swap and snapshots.',
      suggestion: 'Add the disks: Get-VM | Select *, @{n="HardDisks";e={Get-HardDisk $_}} | ConvertTo-Json -Depth 3',
      affected: fromProvisioned,
      about: ['disks'],
    })
}
