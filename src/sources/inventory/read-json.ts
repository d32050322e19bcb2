/** An inventory in JSON. */
import { InputError } from '../../errors.ts'
import type { SiteReading, SourceRequest } from '../../model/source.ts'
import { readText, type InputFile } from '../files.ts'
import { createPlaceFinder, parseJson, showPlace } from '../json-text.ts'
import { createReport, type Report } from '../report.ts'
import { distinctVms, type PlacedVm } from '../vm-list.ts'
import { inventoryAdvice, reportVms } from './checks.ts'
import { completeVm } from './complete.ts'
import { faultsOf } from './issues.ts'
import { inventoryFrameSchema, inventoryVmSchema } from './schema.ts'

/**
 * Throws InputError `source.file-damaged` (no JSON) or `source.shape-unknown` (not this format, or a fault outside
 * the VMs), with line and column. A VM with a fault is a finding and is left out.
 */
export async function readJsonInventory(file: InputFile, request: SourceRequest): Promise<SiteReading> {
  const text = await readText(file)
  const frame = readFrame(parseJson(text, file.shown), text, file.shown)
  const { report, findings } = createReport()
  const vms = distinctVms(readVms(frame.vms, { text, shown: file.shown, report }), report)
  const { rulesKnown = frame.network.securityRules.length > 0, ...lists } = frame.network
  const network = { ...lists, rulesKnown }
  reportVms(vms, report)
  if (frame.capturedAt === null) reportCaptureTime(file, report)
  return {
    capturedAt: frame.capturedAt,
    region: request.region ?? frame.region,
    vms,
    network,
    advice: inventoryAdvice,
    findings: findings(),
  }
}

function readFrame(value: unknown, text: string, shown: string): ReturnType<typeof inventoryFrameSchema.parse> {
  const parsed = inventoryFrameSchema.safeParse(value)
  if (parsed.success) return parsed.data
  const faults = faultsOf(parsed.error)
  throw new InputError(
    'source.shape-unknown',
    `${shown} is not a drplan inventory: ${faults.map(({ message }) => message).join('; ')}.`,
    {
      cause: parsed.error,
      place: createPlaceFinder(text, shown)(faults[0]?.path ?? []),
      suggestions: ['Start the file with {"schema": "drplan/inventory@1", "vms": [ … ]}.'],
    },
  )
}

interface VmContext {
  readonly text: string
  readonly shown: string
  readonly report: Report
}

function readVms(values: readonly unknown[], { text, shown, report }: VmContext): readonly PlacedVm[] {
  let findPlace: ReturnType<typeof createPlaceFinder> | null = null
  return values.flatMap((value, index) => {
    const place = `${shown}#vms[${index}]`
    const parsed = inventoryVmSchema.safeParse(value)
    if (parsed.success) return [{ vm: completeVm(parsed.data), place }]
    findPlace ??= createPlaceFinder(text, shown)
    for (const { path, message } of faultsOf(parsed.error))
      report('site.row-unreadable', {
        subject: place,
        message: `${message}. The VM is left out.`,
        suggestion: 'Correct the entry; unknown values are left out or null.',
        place: showPlace(findPlace(['vms', index, ...path])),
      })
    return []
  })
}

function reportCaptureTime(file: InputFile, report: Report): void {
  report('site.capture-time-unknown', {
    subject: file.shown,
    message: 'The inventory does not say when it was taken.',
    suggestion: 'Add "capturedAt" to it, or set site.capturedAt in drplan.yaml.',
    place: file.shown,
  })
}
