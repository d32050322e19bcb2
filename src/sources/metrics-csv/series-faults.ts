/** What went wrong with whole series, gathered over all files and told once. */
import { createFinding, type Finding } from '../../model/finding.ts'
import type { FindingCode } from '../../model/finding-codes.ts'
import { metricNames } from '../metric-names.ts'

export interface SeriesFaults {
  /** Names that fit no VM, and names that fit several. */
  readonly unmatched: Set<string>
  readonly ambiguous: Set<string>
  /** Metrics, or series with what is wrong about their unit. */
  readonly unknownMetrics: Set<string>
  readonly missingAllocations: Map<string, { readonly vmId: string; readonly message: string }>
  /** Ids of VMs that used more than they have. */
  readonly aboveAllocation: Set<string>
  /** Series of amounts per period with too few samples to tell the period. */
  readonly unknownPeriods: Set<string>
  /** Files with timestamps that have no zone. */
  readonly zonelessFiles: Set<string>
  /** Files that were not read, with what their columns are where that is known. */
  readonly skippedFiles: Map<string, string | null>
}

export const noSeriesFaults = (): SeriesFaults => ({
  unmatched: new Set(),
  ambiguous: new Set(),
  unknownMetrics: new Set(),
  missingAllocations: new Map(),
  aboveAllocation: new Set(),
  unknownPeriods: new Set(),
  zonelessFiles: new Set(),
  skippedFiles: new Map(),
})

type Group = readonly [
  code: FindingCode,
  kind: 'unmatched' | 'ambiguous' | 'unknownMetrics' | 'unknownPeriods' | 'aboveAllocation',
  what: string,
  suggestion: string | null,
]

const groups: readonly Group[] = [
  [
    'store.series-unmatched',
    'unmatched',
    'series belong to no VM of the site',
    'Name their VMs in a mapping file (`mapping:` in drplan.yaml, columns series and vm).',
  ],
  [
    'store.series-unmatched',
    'ambiguous',
    'series could belong to more than one VM',
    'Say which VM is meant, by its id, in a mapping file (`mapping:` in drplan.yaml).',
  ],
  [
    'store.unit-unknown',
    'unknownMetrics',
    'metrics are not known by this name or in this unit',
    `Known names: ${metricNames.join(', ')}. State others with \`metric\` and \`unit\` in a mapping file.`,
  ],
  [
    'store.unit-unknown',
    'unknownPeriods',
    'series are amounts per period, and have too few samples to tell the period',
    'Export a longer time, or rates per second.',
  ],
  ['store.above-allocation', 'aboveAllocation', 'VMs used more than 100 % of their allocation; kept as measured', null],
]

/** One finding a kind of fault, with everything it touches in `affected`. */
export function describeSeriesFaults(faults: SeriesFaults, shownPath: string): Finding[] {
  const found = groups.flatMap(([code, kind, what, suggestion]) => {
    const affected = [...faults[kind]].sort()
    if (affected.length === 0) return []
    const message = `${affected.length} ${what}: ${nameFew(affected)}.`
    return [createFinding(code, { subject: shownPath, message, suggestion, affected })]
  })
  return [
    ...found,
    ...describeSkipped(faults, shownPath),
    ...describeAllocations(faults, shownPath),
    ...describeZones(faults, shownPath),
  ]
}

const nameFew = (names: readonly string[]): string =>
  names.length > 5 ? `${names.slice(0, 5).join(', ')} and ${names.length - 5} more` : names.join(', ')

function describeSkipped({ skippedFiles }: SeriesFaults, shownPath: string): Finding[] {
  if (skippedFiles.size === 0) return []
  const affected = [...skippedFiles.keys()].sort()
  const shown = affected.map((file) => {
    const columns = skippedFiles.get(file) ?? null
    return columns === null ? file : `${file} (with the columns ${columns})`
  })
  return [
    createFinding('store.file-skipped', {
      subject: shownPath,
      message: `${affected.length} files have none of the known shapes: ${nameFew(shown)}.`,
      suggestion:
        'Move them elsewhere, or give them columns called vm, timestamp, metric and value; a date is no time of a sample.',
      affected,
    }),
  ]
}

function describeAllocations({ missingAllocations }: SeriesFaults, shownPath: string): Finding[] {
  const messages = [...new Set([...missingAllocations.values()].map(({ message }) => message))].sort()
  return messages.map((message) => {
    const vmIds = [...missingAllocations.values()].filter((missing) => missing.message === message)
    const affected = vmIds.map(({ vmId }) => vmId).sort()
    return createFinding('store.allocation-unknown', {
      subject: shownPath,
      message: `${message}: ${affected.length} series were left out (${nameFew(affected)}).`,
      suggestion: message.includes('MHz')
        ? 'State the MHz of one vCPU in the column `scale` of a mapping file.'
        : 'Give the inventory the allocation of these VMs, or the metric as an amount.',
      affected,
    })
  })
}

function describeZones({ zonelessFiles }: SeriesFaults, shownPath: string): Finding[] {
  if (zonelessFiles.size === 0) return []
  const affected = [...zonelessFiles].sort()
  return [
    createFinding('store.time-zone-missing', {
      subject: shownPath,
      message: `Timestamps without a zone were read as UTC, in ${nameFew(affected)}.`,
      suggestion:
        'If they are local times, state `timeZone` of the source in drplan.yaml, or export them with their zone.',
      affected,
      place: affected[0] ?? null,
    }),
  ]
}
