/** Of `drplan monitor --status --vm`: the application, the accelerators and their use, whom the VM needs, who needs it. */
import { serviceText } from '../../model/dependency.ts'
import { fixed, trim } from '../../model/quantity.ts'
import type { Relation, VmStatus } from '../../model/vm-status.ts'
import { cut, facts, harmless, style, table, type Column } from '../text.ts'

const columns: readonly Column[] = [
  { head: '' },
  { head: 'VM', cut: true },
  { head: 'service', cut: 8 },
  { head: 'known by', drop: 2 },
  { head: 'seen', right: true, drop: 3 },
  { head: 'confidence' },
  { head: 'why', cut: true, drop: 1 },
]

const ROWS_SHOWN = 20
/** Room for a note beside it on the narrowest screen. */
const VALUE_CELLS = 26

export function vmRelationsScreen(vm: VmStatus, { width, all }: { width: number; all: boolean }): readonly string[] {
  const rows = [...surestFirst(vm.needs).map(rowOf('needs')), ...surestFirst(vm.neededBy).map(rowOf('needed by'))]
  const shown = all ? rows : rows.slice(0, ROWS_SHOWN)
  return [
    ...facts(
      [['Application', cut(harmless(vm.application ?? 'none is known'), VALUE_CELLS)], ...acceleratorFacts(vm)],
      width,
    ),
    '',
    ...(rows.length > 0 ? table(columns, shown, width) : ['  No dependencies are known.']),
    ...(rows.length > shown.length ? [style.dim(`  … ${fixed(rows.length - shown.length, 0)} more: --all`)] : []),
    '',
  ]
}

const sureness: readonly Relation['confidence'][] = ['certain', 'likely', 'possible']

const surestFirst = (relations: readonly Relation[]): readonly Relation[] =>
  relations.toSorted((a, b) => sureness.indexOf(a.confidence) - sureness.indexOf(b.confidence))

const rowOf =
  (side: string) =>
  (relation: Relation): readonly string[] => [
    side,
    harmless(relation.name),
    serviceText(relation) || '–',
    relation.evidence,
    relation.observed ? fixed(relation.observed.records, 0) : '–',
    relation.confidence,
    harmless(relation.why),
  ]

function acceleratorFacts(vm: VmStatus): readonly (readonly [string, string, string?])[] {
  const use = vm.acceleratorUse.map(
    ({ unit, mean, p95, peak }) => `${unit} in use: mean ${trim(mean, 2)}, P95 ${trim(p95, 2)}, peak ${trim(peak, 2)}`,
  )
  const isMeasured = use.length > 0
  return vm.accelerators.map(({ kind, model, count, memoryGiB }) => {
    const what = [`${count}\u00a0×`, model ?? kind, ...(memoryGiB === null ? [] : [`${trim(memoryGiB, 1)}\u00a0GiB`])]
    return ['Accelerator', cut(harmless(what.join(' ')), VALUE_CELLS), isMeasured ? use.join('; ') : 'use not measured']
  })
}
