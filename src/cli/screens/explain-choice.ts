/** Of `drplan explain`: what was considered, which strategies there are, and what would change the choice. */
import { count, duration, fixed, money } from '../../model/quantity.ts'
import type { Change, StrategyOutcome, VmExplanation } from '../../model/vm-explanation.ts'
import { harmless, paragraph, style, table, type Column } from '../text.ts'

const MOST_REJECTIONS = 8

export function componentLines(vm: VmExplanation, width: number): readonly string[] {
  const { assignment, unmapped, choice } = vm
  const why = assignment?.reason ?? unmapped?.reason
  return [
    ...(why === undefined ? [] : paragraph(harmless(assignment ? why : `None. ${why}`), width)),
    ...neighbourLines(vm, width),
    ...targetLines(vm, width),
    ...(choice ? rejectionLines(vm, width) : []),
  ]
}

function neighbourLines({ assignment, unmapped, currency }: VmExplanation, width: number): readonly string[] {
  if (unmapped) return paragraph(harmless(`Needed: ${unmapped.needed}. Available: ${unmapped.available}.`), width)
  if (!assignment) return []
  const { runnerUp, cheaper } = assignment
  const dearer = runnerUp ? [`Next dearer: ${runnerUp.componentId} ${runnerUp.why}.`] : []
  const less = cheaper
    ? [
        `Next cheaper: ${cheaper.componentId} at ${fixed(cheaper.recoveredPerHour, 4)}\u00a0${currency}/h on the day ${cheaper.why}.`,
      ]
    : ['No cheaper one is sold there.']
  return [...less, ...dearer].flatMap((line) => paragraph(harmless(line), width))
}

/** Where to try it, should the first choice not be to be had on the day. */
function targetLines({ assignment, currency }: VmExplanation, width: number): readonly string[] {
  const [, ...others] = assignment?.targets ?? []
  if (others.length === 0) return []
  const words = others.map(({ componentId, zone, recoveredPerHour, why, degraded }) => {
    const where = zone === undefined ? '' : ` in zone ${zone + 1}`
    const short = degraded === undefined ? '' : `, which ${degraded}`
    return `${componentId}${where} (${why}${short}; ${fixed(recoveredPerHour, 4)}\u00a0${currency}/h)`
  })
  return paragraph(harmless(`Where it cannot be had: ${words.join(', then ')}.`), width)
}

const rejectionColumns: readonly Column[] = [
  { head: 'what keeps components out', cut: 16 },
  { head: 'needed', cut: 12 },
  { head: 'components', right: true },
  { head: 'nothing else does', right: true, drop: 1 },
]

function rejectionLines({ choice, region }: VmExplanation, width: number): readonly string[] {
  if (!choice || (choice.holding === 0 && choice.rejections.length === 0)) return []
  const shown = choice.rejections.slice(0, MOST_REJECTIONS)
  const rows = shown.map(({ constraint, needed, components, alone }) => [
    constraint,
    harmless(needed),
    fixed(components, 0),
    alone === 0 ? '–' : fixed(alone, 0),
  ])
  return [
    ...paragraph(
      `Of ${count(choice.considered, 'component')} sold in ${harmless(region)}, ${choice.holding === 1 ? '1 holds' : `${fixed(choice.holding, 0)} hold`} the demand.`,
      width,
    ),
    ...(rows.length > 0 ? ['', ...table(rejectionColumns, rows, width)] : []),
  ]
}

const strategyColumns: readonly Column[] = [
  { head: 'strategy' },
  { head: 'RTO', right: true },
  { head: 'RPO', right: true, drop: 1 },
  { head: 'component', drop: 3 },
  { head: 'USD/month', right: true },
  { head: 'USD/h', right: true, drop: 2 },
  { head: 'verdict' },
]

export function strategyLines({ choice, currency, tier }: VmExplanation, width: number): readonly string[] {
  if (!choice) return paragraph('Nothing can be sized, so nothing was compared.', width)
  const rows = choice.strategies.map((one) => [
    one.strategy,
    duration(one.rtoMinutes),
    duration(one.rpoMinutes),
    one.componentId ?? '–',
    one.standbyPerMonth === null ? '–' : fixed(one.standbyPerMonth, 2),
    one.recoveredPerHour === null ? '–' : fixed(one.recoveredPerHour, 4),
    verdictOf(one),
  ])
  const heads = strategyColumns.map((column) => ({ ...column, head: column.head.replace('USD', currency) }))
  return [
    ...table(heads, rows, width),
    ...paragraph(
      style.dim(`Times without waiting for others. ${currency}/month while standing by, ${currency}/h on the day.`),
      width,
    ),
    ...whyNotCheaper(choice.strategies, { tierId: tier.id, currency }).flatMap((line) => paragraph(line, width)),
  ]
}

function verdictOf(one: StrategyOutcome): string {
  if (one.verdict === 'chosen') return missesOf(one).length === 0 ? style.kept('chosen') : style.broken('nearest')
  return { dearer: 'dearer', misses: 'misses', 'not-allowed': 'not allowed', 'shared-limits': 'not with others' }[
    one.verdict
  ]
}

interface Miss {
  readonly name: 'RTO' | 'RPO'
  readonly minutes: number
}

const missesOf = ({ rtoExcessMinutes, rpoExcessMinutes }: StrategyOutcome): readonly Miss[] =>
  (
    [
      { name: 'RTO', minutes: rtoExcessMinutes },
      { name: 'RPO', minutes: rpoExcessMinutes },
    ] as const
  ).filter(({ minutes }) => minutes > 0)

/** "misses the RTO by 13 min and the RPO by 12 h 25 min"; empty where the promise is kept. */
const missPhrase = (one: StrategyOutcome): string => {
  const parts = missesOf(one).map(({ name, minutes }) => `the ${name} by ${duration(minutes)}`)
  return parts.length === 0 ? '' : `misses ${parts.join(' and ')}`
}

/** Why each strategy that is cheaper to keep standing is not taken, and what the chosen one misses itself. */
function whyNotCheaper(
  all: readonly StrategyOutcome[],
  { tierId, currency }: { readonly tierId: string; readonly currency: string },
): readonly string[] {
  const chosen = all.find(({ verdict }) => verdict === 'chosen')
  const standby = chosen?.standbyPerMonth ?? null
  if (!chosen || standby === null) return []
  const miss = missPhrase(chosen)
  const nearest = miss === '' ? [] : [`No allowed strategy keeps the promise: ${chosen.strategy} ${miss}.`]
  return [...nearest, ...all.flatMap((one) => whyNot(one, { standby, tierId, currency }))]
}

interface Comparison {
  /** What the chosen one costs a month. */
  readonly standby: number
  readonly tierId: string
  readonly currency: string
}

function whyNot(one: StrategyOutcome, { standby, tierId, currency }: Comparison): readonly string[] {
  const isCheaper = one.standbyPerMonth !== null && one.standbyPerMonth < standby
  if (one.verdict === 'chosen' || (one.verdict !== 'misses' && !isCheaper)) return []
  const why = [
    ...(one.verdict === 'not-allowed' ? [`is not allowed in tier ${harmless(tierId)}`] : []),
    ...(one.verdict === 'shared-limits' ? ['is not to be had together with other VMs, as said above'] : []),
    ...(missPhrase(one) === '' ? [] : [missPhrase(one)]),
  ].join(' and ')
  const saving = isCheaper ? ` saves ${amountOf(standby - (one.standbyPerMonth ?? 0), currency)} a month, but` : ''
  return [`${one.strategy}${saving} ${why}.`]
}

export function changeLines({ choice, unmapped, ...unit }: VmExplanation, width: number): readonly string[] {
  const changes = choice?.changes ?? []
  if (changes.length === 0)
    return paragraph(
      unmapped ? 'No single change that was tried gives it a component.' : 'Nothing that was tried is cheaper.',
      width,
    )
  return changes.flatMap((change) =>
    paragraph(sentenceOf(change, unit), width - 2).map((line, index) =>
      index === 0 ? `  ${style.dim('–')} ${line.trimStart()}` : `  ${line}`,
    ),
  )
}

type Unit = Pick<VmExplanation, 'currency' | 'hoursPerMonth'>

function sentenceOf(change: Change, unit: Unit): string {
  const head = `With ${harmless(change.change)}: ${change.componentId} in ${change.strategy}`
  const saved = savings(change, unit)
  return saved === '' ? `${head}.` : `${head}, ${saved}.`
}

function savings({ savedStandbyPerMonth, savedRecoveredPerHour }: Change, { currency, hoursPerMonth }: Unit): string {
  if (savedStandbyPerMonth === null || savedRecoveredPerHour === null) return ''
  const onTheDay = savedRecoveredPerHour * hoursPerMonth
  return [
    ...(savedStandbyPerMonth > 0
      ? [`saves ${amountOf(savedStandbyPerMonth, currency)} a month while standing by`]
      : []),
    ...(onTheDay > 0 ? [`saves ${amountOf(onTheDay, currency)} a month on the day`] : []),
    ...(onTheDay < 0 ? [`costs ${amountOf(-onTheDay, currency)} a month more on the day`] : []),
  ].join(', ')
}

/** Whole units, and cents where there are only few of them. */
const amountOf = (value: number, currency: string): string =>
  value >= 10 ? money(value, currency) : `${fixed(value, 2)}\u00a0${currency}`
