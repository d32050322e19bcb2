/** The summary for people and pull requests: out/reports/summary.md. */
import type { InputHashes } from '../../model/artifact.ts'
import { formatCidr } from '../../model/cidr.ts'
import type { Plan } from '../../model/plan.ts'
import { count, duration, fixed, promised, trim } from '../../model/quantity.ts'
import { transferWords } from '../../model/transfer.ts'
import { renderMarkdown } from '../template.ts'
import type { RenderedFile } from '../terraform.ts'
import { verdictSentence } from './network.ts'

export interface ReportInput {
  readonly plan: Plan
  readonly inputs: InputHashes
  /** The verdict in one sentence, the same as on the terminal. */
  readonly headline: string
  /** The text of templates/report/summary.md. */
  readonly template: string
}

export function renderSummary({ plan, inputs, headline, template }: ReportInput): RenderedFile {
  const view = {
    plan,
    headline,
    count,
    duration,
    fixed,
    promised,
    tiers: tiersOf(plan),
    vms: vmsOf(plan),
    items: itemsOf(plan),
    ledger: plan.mapping.ledger.map(ledgerRow),
    transfer: transferWords(plan.mapping.transfer),
    solution: solutionSentence(plan.mapping.solution),
    blocks: blocksOf(plan),
    connections: verdictSentence(plan.equivalence),
    dependencies: plan.dependencies.map(dependencyRow),
    proposals: plan.vms.flatMap(proposalRow),
    excluded: plan.mapping.excluded,
    inputs: Object.entries(inputs)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, hash]) => ({ name, hash })),
  }
  return { path: 'summary.md', contents: `${renderMarkdown('report/summary.md', template, view).trim()}\n` }
}

const dependencyRow = ({ services, moreServices, ...rest }: Plan['dependencies'][number]): object => ({
  ...rest,
  evidence: rest.evidence.join(', '),
  services: [...services, ...(moreServices > 0 ? [`${moreServices} more`] : [])].join(', ') || '–',
  ordered: rest.ordered ? 'yes' : 'not all of it',
})

const proposalRow = ({ name, tierId, tierProposal }: Plan['vms'][number]): readonly object[] =>
  tierProposal ? [{ name, tierId, confidence: tierProposal.confidence, why: tierProposal.reasons.join(' ') }] : []

const tiersOf = (plan: Plan): readonly object[] =>
  plan.tiers.flatMap((tier) => {
    const own = plan.mapping.assignments.filter(({ tierId }) => tierId === tier.id)
    if (own.length === 0) return []
    const sum = (valueOf: (one: (typeof own)[number]) => number): number =>
      own.reduce((total, one) => total + valueOf(one), 0)
    return {
      id: tier.id,
      name: tier.name,
      vms: own.length,
      standby: sum(({ offering }) => offering.standbyPerMonth),
      recovered: sum(({ offering }) => offering.recoveredPerHour),
    }
  })

function vmsOf(plan: Plan): readonly object[] {
  const demands = new Map(plan.demands.map((demand) => [demand.vmId, demand]))
  const choices = new Map([...plan.mapping.unmapped.map(noChoice), ...plan.mapping.assignments.map(choice)])
  return plan.vms.map(({ vmId, name, tierId, tierProposal }) => {
    const demand = demands.get(vmId)
    const needs = demand && {
      vcpus: trim(demand.vcpus.required, 2),
      memory: trim(demand.memoryGiB.required, 2),
      confidence: demand.confidence.level,
    }
    const tier = tierProposal ? `${tierId} (proposed)` : tierId
    return { name, tier, ...(needs ?? { vcpus: '–', memory: '–', confidence: 'none' }), ...choices.get(vmId) }
  })
}

type Choice = readonly [string, object]

const choice = ({ vmId, offering, reason }: Plan['mapping']['assignments'][number]): Choice => [
  vmId,
  {
    strategy: offering.strategy,
    component: offering.componentId,
    standby: offering.standbyPerMonth,
    recovered: offering.recoveredPerHour,
    why: reason,
  },
]

const noChoice = ({ vmId, reason }: Plan['mapping']['unmapped'][number]): Choice => [
  vmId,
  { strategy: 'none', component: 'none', standby: 0, recovered: 0, why: reason },
]

function itemsOf(plan: Plan): readonly object[] {
  const names = new Map(plan.vms.map(({ vmId, name }) => [vmId, name]))
  return plan.mapping.assignments.flatMap(({ vmId, cost }) =>
    cost.map((item) => ({ ...item, vm: names.get(vmId) ?? vmId })),
  )
}

const ledgerRow = ({ id, name, needed, most, unit, vms, source }: Plan['mapping']['ledger'][number]): object => ({
  what: id === name ? name : `${name} (${id})`,
  needed: trim(needed, 2),
  most: most === null ? 'not stated' : trim(most, 2),
  unit,
  vms,
  source: most === null ? '–' : (source ?? '–'),
})

function solutionSentence({ status, gap, objective, value, bound, method }: Plan['mapping']['solution']): string {
  const proof =
    gap === null || bound === null
      ? ''
      : `, gap ${trim(gap * 100, 3)} % (${trim(value, 2)} against a bound of ${trim(bound, 2)})`
  return `${status} by ${objective}${proof}; ${method}.`
}

const blocksOf = (plan: Plan): readonly object[] =>
  plan.network.blocks.map(({ vpcKey, from, to, rule }) => ({
    vpc: plan.network.vpcs.find(({ key }) => key === vpcKey)?.name ?? vpcKey,
    from: from ? formatCidr(from) : 'unknown',
    to: formatCidr(to),
    rule,
  }))
