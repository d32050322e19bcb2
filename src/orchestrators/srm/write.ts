/**
 * Recovery plans of VMware's Site Recovery Manager, in the words of its REST API ("vmware-live-site-recovery-api", VM recovery
 * settings: `priority` P1 to P5, `dependent_vms`): drplan's own envelope, because the API takes them VM by VM. The CSV has
 * the same for people and for scripts.
 */
import { gateAct, type ExportedVm, type OrderToExport, type PrioritisedPart } from '../../model/order-export.ts'
import { partName } from '../../model/recovery-parts.ts'
import type { JsonValue } from '../../model/target.ts'
import { csvOf, type Row } from '../../render/csv.ts'
import { jsonFile, type ExportDocument } from '../document.ts'

export function renderSrm(order: OrderToExport): ExportDocument {
  const vms = new Map(order.vms.map((vm) => [vm.key, vm]))
  const plans = order.prioritised.map((part, index) => planOf(part, { name: partName(index), order, vms }))
  const rows = order.prioritised.flatMap((part, index) => rowsOf(part, partName(index), vms))
  return {
    main: jsonFile('srm-recovery-plan.json', { schema: 'drplan/srm-recovery-plan@1', plans }),
    beside: [{ path: 'srm-recovery-plan.csv', contents: csvOf(columns, rows) }],
  }
}

type Vms = ReadonlyMap<string, ExportedVm>

function planOf(
  { vms: members }: PrioritisedPart,
  { name, order, vms }: { readonly name: string; readonly order: OrderToExport; readonly vms: Vms },
): JsonValue {
  return {
    name,
    prompts: order.gates.map(({ id, title, who }) => ({ act: gateAct(id), before: 'P1', message: title, who })),
    vms: members.map(({ key, priority, needs }) => ({
      key,
      id: vms.get(key)?.vmId ?? key,
      name: vms.get(key)?.name ?? key,
      protection_group_name: vms.get(key)?.application ?? '',
      priority: `P${priority}`,
      dependent_vms: needs,
    })),
  }
}

const columns: Row = ['Recovery Plan', 'VM ID', 'VM Name', 'Key', 'Protection Group', 'Priority', 'Depends On (keys)']

const rowsOf = ({ vms: members }: PrioritisedPart, plan: string, vms: Vms): readonly Row[] =>
  members.map(({ key, priority, needs }) => [
    plan,
    vms.get(key)?.vmId ?? key,
    vms.get(key)?.name ?? key,
    key,
    vms.get(key)?.application ?? '',
    `P${priority}`,
    needs.join(' '),
  ])
