/**
 * What each orchestrator can say of an order, as data: what follows what, what it does when something fails, and its limits.
 * The readers of src/render/exports/ hold to the same rules; docs/orders.md repeats them with their sources.
 */
import type { ExportId, LimitReplay, SaidOrder } from '../../model/order-export.ts'
import type { Limit, RecoveryService } from '../../model/target.ts'

export interface OrderLanguage {
  readonly name: string
  /** How stages and what is inside them run. */
  readonly rules: readonly string[]
  /** What has to be so for the proof to hold. */
  readonly assumes: readonly string[]
  readonly source: string
}

const asOf = '2026-11-22'

const srm = (value: number, source: string): Limit => ({ value, source, asOf })
const avs = 'Azure VMware Solution, "Deploy disaster recovery with VMware Site Recovery Manager", scalability limits'

export const srmLimits = {
  priorities: srm(5, 'Site Recovery Manager 8.4, "Specify the Recovery Priority of a Virtual Machine"'),
  vmsInPlan: srm(1000, avs),
  plans: srm(250, avs),
} as const

/** Systems Manager, CreateDocument: MaxDocumentSizeExceeded. */
const documentBytes: Limit = { value: 65_536, source: 'Systems Manager API, CreateDocument, "64 KB"', asOf }

export const orderLanguages: Readonly<Record<ExportId, OrderLanguage>> = {
  arc: {
    name: 'ARC Region switch',
    rules: [
      'Steps of a workflow follow one another.',
      'Steps of a Parallel block run side by side; a block holds no other block.',
      'A step that fails stops the run until somebody decides.',
    ],
    assumes: [
      'The Lambda function of a step returns once the VMs of the step run, and not before.',
      'Nobody skips a step, and the run is graceful: an ungraceful one skips Lambda steps.',
    ],
    source: 'Region switch developer guide and API reference',
  },
  asr: {
    name: 'Azure Site Recovery',
    rules: [
      'Groups of a recovery plan follow one another; machines of a group start side by side.',
      'Actions before the shutdown group come before everything.',
      'Plans know nothing of one another: a manual action asks whether the plan before has ended.',
    ],
    assumes: ['Manual actions are confirmed when they are done, and not before.'],
    source: 'Azure Site Recovery, "About recovery plans"',
  },
  srm: {
    name: 'Site Recovery Manager',
    rules: [
      'Priorities follow one another; the next one waits for the VMware Tools of the one before.',
      'A dependency counts where both VMs are in one plan and have one priority; others are ignored.',
      'Where a VM does not start, the plan goes on with a warning: those that need it are started too.',
    ],
    assumes: [
      'VMware Tools run in every VM.',
      'Prompts stand before the first priority, and are confirmed when they are done.',
    ],
    source: 'Site Recovery Manager 8.4 administration, "Configure Virtual Machine Dependencies"; REST API, DependentVm',
  },
  ssm: {
    name: 'Systems Manager Automation',
    rules: [
      'Steps follow one another as the document has them.',
      'A recovery job is started by one step and waited for by a later one; jobs in between run side by side.',
      'A step that fails ends the automation.',
    ],
    assumes: [
      'A pause is resumed when the step of the runbook is done, and not before.',
      'A job of Elastic Disaster Recovery that is COMPLETED may have servers that did not launch: the check of the wave finds them.',
    ],
    source: 'Systems Manager user guide, Automation actions reference; Elastic Disaster Recovery API, StartRecovery',
  },
}

interface Document {
  readonly id: ExportId
  readonly bytes: number
  readonly said: SaidOrder
  readonly service: RecoveryService
  /** Acts of VMs that the service brings back. */
  readonly replicated: ReadonlySet<string>
}

/** Replays the limits of the format on what was written. */
export function replayLimits(document: Document): readonly LimitReplay[] {
  const { id, bytes, said, service, replicated } = document
  const vms = said.plans.map(({ stages }) => stages.map(({ acts }) => acts.filter((act) => act.startsWith('vm:'))))
  const inPlan = mostOf(vms.map((stages) => stages.flat().length))
  const groups = mostOf(vms.map((stages) => stages.filter((acts) => acts.length > 0).length))
  if (id === 'srm')
    return [
      { what: 'priorities', limit: srmLimits.priorities, found: groups },
      { what: 'VMs in a plan', limit: srmLimits.vmsInPlan, found: inPlan },
      { what: 'plans', limit: srmLimits.plans, found: said.plans.length },
    ]
  if (id === 'asr')
    return [
      { what: 'VMs in a plan', limit: service.vmsInPart, found: inPlan },
      ...(service.groupsInPart ? [{ what: 'groups in a plan', limit: service.groupsInPart, found: groups }] : []),
    ]
  const jobs = service.vmsAtOnce
    ? [{ what: 'VMs side by side in all jobs', limit: service.vmsAtOnce, found: mostOf(sideBySide(said, replicated)) }]
    : []
  return id === 'ssm' ? [{ what: 'bytes of the document', limit: documentBytes, found: bytes }, ...jobs] : jobs
}

const sideBySide = ({ plans }: SaidOrder, replicated: ReadonlySet<string>): readonly number[] =>
  plans.flatMap(({ stages }) => stages.map(({ acts }) => acts.filter((act) => replicated.has(act)).length))

const mostOf = (values: readonly number[]): number => values.reduce((most, one) => Math.max(most, one), 0)
