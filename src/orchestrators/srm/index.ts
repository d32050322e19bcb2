/** VMware Site Recovery Manager. */
import type { Limit } from '../../model/limit.ts'
import { mostGroupsInPlan, mostVmsInPlan } from '../counts.ts'
import type { Orchestrator } from '../document.ts'
import { readSrm } from './read.ts'
import { renderSrm } from './write.ts'

const vSphereSources: readonly string[] = ['rvtools', 'vsphere-json']

const limit = (value: number, source: string): Limit => ({ value, source, asOf: '2026-11-22' })
const avs = 'Azure VMware Solution, "Deploy disaster recovery with VMware Site Recovery Manager", scalability limits'

export const srmLimits = {
  priorities: limit(5, 'Site Recovery Manager 8.4, "Specify the Recovery Priority of a Virtual Machine"'),
  vmsInPlan: limit(1000, avs),
  plans: limit(250, avs),
} as const

export const srm: Orchestrator = {
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
  unfit: ({ vms }, sources) => {
    if (vms.length === 0) return 'no VM is in a wave'
    return sources.some((one) => vSphereSources.includes(one)) ? null : 'no source of the site is vSphere'
  },
  limits: ({ said }) => [
    { what: 'priorities', limit: srmLimits.priorities, found: mostGroupsInPlan(said) },
    { what: 'VMs in a plan', limit: srmLimits.vmsInPlan, found: mostVmsInPlan(said) },
    { what: 'plans', limit: srmLimits.plans, found: said.plans.length },
  ],
  write: renderSrm,
  read: readSrm,
}
