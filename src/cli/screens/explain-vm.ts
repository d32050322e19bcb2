/** The screen of `drplan explain`: one VM from its promise to what would change the choice, every figure with its reason. */
import type { Need } from '../../model/forecast.ts'
import { count, duration, promised } from '../../model/quantity.ts'
import type { TierOrigin } from '../../model/scoped-vm.ts'
import type { ExcludedVm, Explanation, VmExplanation } from '../../model/vm-explanation.ts'
import { cut, facts, harmless, paragraph, style } from '../text.ts'
import { verdictMark } from '../verdict.ts'
import { applicationScreen } from './explain-application.ts'
import { fitnessFacts } from './explain-fitness.ts'
import { changeLines, componentLines, strategyLines } from './explain-choice.ts'
import { addressLines, costLines, diskLines, orderLines } from './explain-parts.ts'
import { findingBlocks } from './findings.ts'
import { needSentence } from './forecast-demand-sentence.ts'
import { amount } from './forecast-figures.ts'

/** Room for a note beside it on the narrowest screen. */
const VALUE_CELLS = 26

export function explainScreen(explanation: Explanation, width: number): readonly string[] {
  if ('names' in explanation) return applicationScreen(explanation, width)
  return 'excluded' in explanation ? excludedLines(explanation, width) : plannedLines(explanation, width)
}

const excludedLines = ({ name, excluded }: ExcludedVm, width: number): readonly string[] => [
  ...paragraph(`${style.bold(harmless(name))} is not planned: ${harmless(excluded)}.`, width),
  '',
  ...facts([['Next', style.typed('drplan monitor --all'), 'what was read, and what was left out']], width),
]

function plannedLines(vm: VmExplanation, width: number): readonly string[] {
  return [
    ...paragraph(
      `${style.bold(harmless(vm.name))}   ${harmless(vm.application)}, tier ${harmless(vm.tier.id)} (${harmless(vm.tier.name)})`,
      width,
    ),
    '',
    ...facts([...promiseFacts(vm), ...demandFacts(vm), ...fitnessFacts(vm)], width),
    '',
    ...section('Component', componentLines(vm, width)),
    ...section('Strategies', strategyLines(vm, width)),
    ...section('What would change the choice', changeLines(vm, width)),
    ...section('Cost', costLines(vm, width)),
    ...section('Disks', diskLines(vm, width)),
    ...section('Addresses', addressLines(vm, width)),
    ...section('Order', orderLines(vm, width)),
    ...findingLines(vm, width),
  ]
}

function findingLines({ findings }: VmExplanation, width: number): readonly string[] {
  if (findings.length === 0) return [`  ${style.bold('Findings about it')}`, '  None.']
  const title = `Findings about it: ${count(findings.length, 'finding')}`.replaceAll('\u00a0', ' ')
  return [`  ${style.bold(title)}`, '', ...findingBlocks(findings, width).slice(0, -1)]
}

const section = (title: string, lines: readonly string[]): readonly string[] => [`  ${style.bold(title)}`, ...lines, '']

type Fact = readonly [string, string, string?]

function promiseFacts({ tier, tierOrigin, tierProposal, promise, assignment, order }: VmExplanation): readonly Fact[] {
  const reached = assignment
    ? `RTO ${duration(order.times?.servedMinutes ?? assignment.achieved.rtoMinutes)}, RPO ${duration(assignment.achieved.rpoMinutes)}`
    : style.broken('no component')
  const reasons = tierProposal ? ` (${tierProposal.confidence}): ${tierProposal.reasons.join(' ')}` : ''
  const proposal: readonly Fact[] =
    tierProposal && tierOrigin.kind !== 'proposed'
      ? [
          [
            'Proposed',
            `tier ${harmless(tierProposal.tierId)}`,
            harmless(`${tierProposal.confidence}: ${tierProposal.reasons.join(' ')}`),
          ],
        ]
      : []
  return [
    [
      'Promised',
      `RTO ${promised(tier.rtoMinutes)}, RPO ${promised(tier.rpoMinutes)}`,
      harmless(`the tier ${originOf(tierOrigin)}${tierOrigin.kind === 'proposed' ? reasons : ''}`),
    ],
    ...proposal,
    ['By model', reached, `${latenessOf(tier, order)}${termsOf({ assignment, order })}`],
    ...(promise
      ? ([['Application', verdictMark(promise.verdict), harmless(promise.because)]] satisfies readonly Fact[])
      : []),
  ]
}

const originOf = (origin: TierOrigin): string =>
  ({
    source: () => 'is given by its source, a tag or a column',
    rule: () => `is given by ${origin.kind === 'rule' ? `assign[${origin.rule}]` : 'a rule'} of drplan.yaml`,
    default: () => 'is the standard one (defaultTier): nobody gives it one',
    unknown: () =>
      `is the standard one: it asks for "${origin.kind === 'unknown' ? origin.asked : ''}", which does not exist`,
    proposed: () => 'is proposed',
  })[origin.kind]()

/** Waiting included. */
function latenessOf({ rtoMinutes }: VmExplanation['tier'], { times }: VmExplanation['order']): string {
  if (rtoMinutes === null || times === null || times.servedMinutes <= rtoMinutes) return ''
  return `late by ${duration(times.servedMinutes - rtoMinutes)}: `
}

/** "detect 2 min + declare 10 min + …", and how long it waits for others. */
function termsOf({ assignment, order }: Pick<VmExplanation, 'assignment' | 'order'>): string {
  if (!assignment) return 'see the reason below'
  const terms = assignment.achieved.terms
    .filter(({ minutes }) => minutes > 0)
    .map(({ name, minutes }) => `${name} ${duration(minutes)}`)
  const { waitsLastFor = null, startMinutes = 0 } = order.times ?? {}
  const waits = waitsLastFor === null ? '' : `; it waits for ${harmless(waitsLastFor)} until ${duration(startMinutes)}`
  return `${terms.join(' + ')}${waits}`
}

function demandFacts({ demand }: VmExplanation): readonly Fact[] {
  if (!demand) return [['Demand', 'unknown', 'nothing is known that it could be sized by']]
  const row = (label: string, need: Need | null, unit: string): readonly Fact[] =>
    need ? [[label, cut(amount(need.required, unit), VALUE_CELLS), needSentence(demand, need, unit)]] : []
  const { confidence } = demand
  return [
    ...row('CPU', demand.vcpus, 'vCPU'),
    ...row('Memory', demand.memoryGiB, 'GiB'),
    ...row('Disk operations', demand.iops, 'IOPS'),
    ...row('Disk throughput', demand.diskMiBps, 'MiB/s'),
    ...row('Network', demand.networkMbps, 'Mbit/s'),
    ['Confidence', confidence.level, confidence.missing.join('; ')],
  ]
}
