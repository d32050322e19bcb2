/**
 * A profile over a day or a week, and an autoregression of what it leaves. Two backtests share
 * the profile of the earlier one, and with it one set of lag moments; none knows what comes behind its cut.
 */
import { fitAutoregression, momentsOfWhole, type LagListId, type WholeSeries } from './autoregression.ts'
import type { FittedModel } from './forecast-model.ts'
import { onceFor, type Past, type Series } from './series.ts'
import type { Scaled } from './transform.ts'

/** Place 0 is the first step behind the past it was made from. */
export type Profile = Float64Array

export interface ProfileSettings {
  readonly name: string
  readonly list: LagListId
  readonly lambda: number
  scale(series: Series): Scaled
  makeProfile(past: Past): Profile
}

/** What a profile leaves of the series. */
interface Rest extends WholeSeries {
  readonly profile: Profile
  /** Where the profile was made: its place 0 lies there. */
  readonly madeAt: number
}

/** So many backtests share a profile: the one of the earliest of them. */
const SHARED_BY = 2

export function fitProfileAutoregression({ series, end }: Past, settings: ProfileSettings): FittedModel {
  const { undo } = settings.scale(series)
  const rest = onceFor(series, settings, () => restsOf(series, settings)).get(end) as Rest
  const { profile, madeAt } = rest
  const equation = fitAutoregression(rest, { end, lambda: settings.lambda, undo: (value) => value })
  return {
    predict(horizon) {
      const path = equation.predict(horizon)
      let phase = (end - madeAt) % profile.length
      for (let step = 0; step < horizon; step++) {
        path[step] = undo((path[step] as number) + (profile[phase] as number))
        if (++phase === profile.length) phase = 0
      }
      return path
    },
  }
}

/** By cut. */
function restsOf(series: Series, settings: ProfileSettings): ReadonlyMap<number, Rest> {
  const [end = 0, ...backtests] = series.cuts
  const rests = new Map([[end, restOf(series, settings, { name: settings.name, ends: [end] })]])
  for (let place = 0; place < backtests.length; place += SHARED_BY) {
    const ends = backtests.slice(place, place + SHARED_BY)
    const rest = restOf(series, settings, { name: `${settings.name} ${place}`, ends })
    for (const cut of ends) rests.set(cut, rest)
  }
  return rests
}

interface Stretch {
  /** In whose name memory is taken. */
  readonly name: string
  /** The cuts it serves, the latest first; the profile is the one of the earliest. */
  readonly ends: readonly number[]
}

function restOf(series: Series, settings: ProfileSettings, { name, ends }: Stretch): Rest {
  const { x } = settings.scale(series)
  const [length, madeAt] = [ends[0] as number, ends.at(-1) as number]
  const profile = settings.makeProfile({ series, end: madeAt })
  const cycle = profile.length
  const rest = series.memory.take('profile rest', length)
  let phase = (cycle - (madeAt % cycle)) % cycle
  for (let step = 0; step < length; step++) {
    rest[step] = (x[step] as number) - (profile[phase] as number)
    if (++phase === cycle) phase = 0
  }
  return { ...momentsOfWhole(series, rest, { list: settings.list, name, length, seen: madeAt, ends }), profile, madeAt }
}
