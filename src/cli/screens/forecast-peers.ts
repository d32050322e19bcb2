/** What the rules of peers ask for, beside what drplan does: a table in the view of one VM. */
import type { Need } from '../../model/forecast.ts'
import { percent, trim } from '../../model/quantity.ts'
import { sizingPresets, type PresetFigure, type SizingBasis, type SizingRule } from '../../model/sizing-preset.ts'
import type { PeerSizing, VmForecast } from '../../model/vm-forecast.ts'
import { paragraph, style, table, type Column } from '../text.ts'
import { figure, quantileName } from './forecast-figures.ts'

/** Where the line is too narrow, what the figures were made of goes. */
const columns: readonly Column[] = [
  { head: 'sized by' },
  { head: 'vCPU', right: true },
  { head: 'GiB', right: true },
  { head: 'CPU by', drop: 2 },
  { head: 'memory by', drop: 2 },
]

export function peerTable({ demand, peers }: VmForecast, width: number): readonly string[] {
  if (peers.length === 0) return []
  const { vcpus, memoryGiB } = demand
  const rows = [
    [style.bold('drplan'), needed(vcpus), needed(memoryGiB), basisOf(vcpus), basisOf(memoryGiB)],
    ...peers.map((peer) => [
      sizingPresets[peer.preset].title,
      asked(peer.vcpus),
      asked(peer.memoryGiB),
      basisWords[peer.vcpus.basis],
      basisWords[peer.memoryGiB.basis],
    ]),
  ]
  return [
    `  ${style.bold('What others would ask for')}`,
    '',
    ...table(columns, rows, width),
    ...paragraph(style.dim(peers.map(ruleWords).join(' ')), width),
    '',
  ]
}

/** Nobody knows what a VM needs that was neither measured nor allocated anything. */
const isUnknown = ({ allocated, expected }: Need): boolean => allocated === null && expected === null

const needed = (need: Need): string => (isUnknown(need) ? '–' : figure(need.required))

const basisOf = (need: Need): string => (isUnknown(need) ? '–' : need.basis)

const asked = ({ required }: PresetFigure): string => (required === null ? '–' : figure(required))

const basisWords: Readonly<Record<SizingBasis, string>> = {
  samples: 'samples',
  'hourly-mean': 'hourly means',
  'hourly-p95': 'hourly P95',
  'hourly-max': 'hourly peaks',
  allocation: 'allocation',
  none: '–',
}

function ruleWords({ preset, vcpus: { rule } }: PeerSizing): string {
  return `${sizingPresets[preset].title}: ${quantileName(rule.percentile)} of ${pointWords(rule)} in the last ${rule.historyDays}\u00a0d${extraWords(rule)}${rule.sizesByAllocation ? '; of the allocation where there are none' : ''}.`
}

const pointWords = ({ pointMinutes }: SizingRule): string =>
  pointMinutes === null ? 'all samples' : `the peaks of ${pointMinutes}\u00a0minutes`

const extraWords = ({ factor, headroom }: SizingRule): string =>
  `${factor === 1 ? '' : `, times ${trim(factor, 2)}`}${headroom === 0 ? '' : `, with ${percent(headroom)} kept free`}`
