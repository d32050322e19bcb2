/** The models that competed for one series, best first. */
import type { Forecast, ModelScore, Selection } from '../../model/forecast.ts'
import { inSizingUnit, sizingUnitOf } from '../../model/metric-units.ts'
import { count, fixed, percent } from '../../model/quantity.ts'
import { paragraph, style, table, type Column } from '../text.ts'
import { amount } from './forecast-figures.ts'

/** Those that count are always shown, and some that do not. */
const MODELS_SHOWN = 8

const columns: readonly Column[] = [
  { head: 'rank', right: true },
  { head: 'model', cut: 12 },
  { head: 'family', drop: 1 },
  { head: 'MASE', right: true },
  { head: 'MAE', right: true },
  { head: 'vote', right: true },
  { head: '' },
]

export function modelTable(
  { metric, scores, origins, selection }: Forecast,
  { width, all }: { readonly width: number; readonly all: boolean },
): readonly string[] {
  if (scores.length === 0)
    return paragraph('The history is too short to test a model on: nobody knows which one is good.', width)
  const voters = scores.findLastIndex(({ vote }) => vote > 0) + 1
  const shown = all ? scores : scores.slice(0, Math.max(MODELS_SHOWN, voters))
  const rows = shown.map(({ model, family, mase, mae, vote }, place) => [
    fixed(place + 1, 0),
    place === 0 ? style.bold(model) : model,
    family,
    mase === null ? '–' : fixed(mase, 2),
    mae === null ? '–' : amount(inSizingUnit(metric, mae), sizingUnitOf(metric)),
    voteCell(vote),
    place === 0 ? style.kept('first') : '',
  ])
  const hidden = scores.length - shown.length
  return [
    ...table(columns, rows, width),
    ...(hidden > 0 ? [style.dim(`  … ${fixed(hidden, 0)} more, without a vote: --all`)] : []),
    ...paragraph(style.dim(`Errors are of ${count(origins, 'backtest')}. ${madeBy(selection, scores)}`), width),
  ]
}

/** A say that rounds to nothing is still one. */
const voteCell = (vote: number): string => (vote === 0 ? '–' : vote < 0.005 ? '< 1\u00a0%' : percent(vote))

/** How the course came of the models. */
function madeBy(selection: Selection, scores: readonly ModelScore[]): string {
  const voters = count(scores.filter(({ vote }) => vote > 0).length, 'model')
  if (selection === 'combine') return `The course is the median of ${voters}, weighted by their votes.`
  if (selection === 'best') return 'The course is that of the model that ranked first.'
  if (selection === 'shares') return 'The course is a baseline, spread over the day by the shares that ranked best.'
  // A model that was asked for and does not suit the series - a weekly one, of three days - leaves it to the others.
  return scores.some(({ model, vote }) => model === selection && vote > 0)
    ? `The course is that of ${selection}, as was asked for.`
    : `${selection} does not suit this series, so the course is the median of ${voters}, weighted by their votes.`
}
